import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { dumpMerchant } from '../testing/dump.ts';
import { type Furnished, furnishMerchant, NOW, seedConversation } from '../testing/merchants.ts';
import { testServerUrl } from '../testing/server.ts';
import { TENANT_CASES, type TenantCase } from '../testing/tenant-cases.ts';
import { type Database, openDatabase } from './connection.ts';
import { type Db, finish, type MerchantTx, withMerchant } from './merchant-tx.ts';
import { customers } from './schema/index.ts';

/** Exported functions that no merchant's transaction goes into. */
const WITHOUT_MERCHANT = [
  ...[
    'anyOf',
    'findMerchantOfUser',
    'listMerchantIds',
    'findRoutes',
    'listAppRoutes',
    'claimJobs',
    'claimInOrder',
    'claimFairly',
    'isFree',
    'lease',
    'toJobs',
    'finishJob',
    'finishJobs',
    'postponeJob',
    'retryJob',
    'dueLanes',
    'renewSends',
  ],
  ...[
    'withMerchant',
    'ask',
    'inScope',
    'isSameScope',
    'openDatabase',
    'toConversationRow',
    'toMessage',
    'quotedBy',
    'toQuote',
    'quoteOf',
    'keepWindows',
    'BadCursor',
    'startEmbeddedPostgres',
  ],
  ...['migrate', 'readMigrations', 'assertSafeAppRole', 'ensureAppRole', 'appRoleName', 'reserveAppRole', 'quoteName'],
  ...[
    'SetupError',
    'hasCode',
    'prepared',
    'whileConnected',
    'PatientSocket',
    'patientlyTo',
    'wholeResult',
    'isFree',
    'assertSameSecret',
    'noteResealed',
    'keptReceiptKey',
    'makeJourneyPartitions',
    'monthOf',
    'merchantsWithMarks',
    'merchantsWithTimers',
    'findStoreRoute',
    'exactMoment',
    'isExactMoment',
  ],
];
/** Makes a condition, puts off or does what was put off, or notes what the transaction made: asks for no rows. */
const CONDITIONS = ['ofMerchant', 'ofNewest', 'anyOf', 'beforeCommit', 'finish', 'noteWork', 'workMade'];

const cases = Object.entries(TENANT_CASES).flatMap(([name, calls]) =>
  calls.map((call, i): [string, TenantCase] => [calls.length > 1 ? `${name} (${i + 1})` : name, call]),
);

describe('every query of bff/db', () => {
  let test: TestDatabase;
  let unbound: Database;
  let a: Furnished;
  let b: Furnished;
  let secrets: string[];
  let untouched: string[];

  before(async () => {
    test = await testDatabase();
    // A superuser, whom row security does not bind: what holds here, the conditions of the queries hold alone.
    const url = Object.assign(new URL(await testServerUrl()), { pathname: new URL(test.ownerUrl).pathname }).href;
    unbound = openDatabase(url, { max: 1 });
    a = await furnishMerchant(test.appDb);
    b = await furnishMerchant(test.appDb);
    secrets = stringsIn(a).filter(text => text.length >= 8 && !stringsIn(b).includes(text));
    untouched = await dump();
  });
  after(async () => {
    await unbound.sql.end();
    await test.drop();
  });

  const dump = () => withMerchant(test.appDb, a.merchantId, dumpMerchant);

  it('stands in the table of cases', async () => {
    const exported: string[] = [];
    for (const file of globSync('*.ts', { cwd: import.meta.dirname }).filter(name => !name.endsWith('.test.ts'))) {
      const module = (await import(join(import.meta.dirname, file))) as Record<string, unknown>;
      for (const [name, value] of Object.entries(module)) {
        if (typeof value !== 'function') continue;
        exported.push(name);
        const takesTx = /^(async )?(function \w+)?\(tx\b/.test(String(value));
        const isKnown = takesTx
          ? name in TENANT_CASES || CONDITIONS.includes(name)
          : name in TENANT_CASES || WITHOUT_MERCHANT.includes(name);
        assert.ok(isKnown, `${file}: ${name} is in no list of this test`);
      }
    }
    for (const name of [...Object.keys(TENANT_CASES), ...WITHOUT_MERCHANT]) {
      assert.ok(exported.includes(name), `${name} is gone from bff/db`);
    }
  });

  it('has secrets to keep', () => {
    assert.ok(secrets.includes(a.guest.conversationId) && secrets.includes(a.identity.value) && secrets.length > 20);
  });

  for (const [name, call] of cases) {
    it(`${name}: finds or changes something for whom it belongs to`, async () => {
      await rolledBack(test.appDb, a.merchantId, async tx => {
        const [result, error] = await settled(tx, inner => call(inner, a, a));
        const changed = () => dumpMerchant(tx).then(lines => lines.join() !== untouched.join());
        // What may exist once only exists already; that too was its own.
        assert.ok(!isNothing(result) || codeOf(error) === '23505' || (await changed()), String(error ?? 'nothing'));
      });
    });

    it(`${name}: gives another merchant nothing and changes nothing`, async () => {
      const [result] = await settled(test.appDb, () => withMerchant(test.appDb, b.merchantId, tx => call(tx, a, b)));
      assertKept(result);
      assert.deepEqual(await dump(), untouched);
    });

    it(`${name}: row security alone holds, where a query asks for another merchant`, async () => {
      await rolledBack(test.appDb, b.merchantId, async tx => {
        const [result] = await settled(Object.assign(tx, { merchantId: a.merchantId }), inner => call(inner, a, a));
        assert.ok(isNothing(result), JSON.stringify(result));
      });
      assert.deepEqual(await dump(), untouched);
    });

    it(`${name}: its conditions alone hold, where row security does not bind`, async () => {
      await rolledBack(unbound.db, b.merchantId, async tx => {
        const [result] = await settled(tx, inner => call(inner, a, b));
        assertKept(result);
        const other = Object.assign(tx, { merchantId: a.merchantId });
        assert.deepEqual((await dumpMerchant(other)).filter(isPublic), untouched.filter(isPublic));
      });
    });
  }

  it('gives nothing and raises nothing while no merchant is set, on a fresh connection and on a used one', async () => {
    const { db, sql: pool } = openDatabase(test.appUrl, { max: 1 });
    const reads = cases.filter(([name]) =>
      /^(find|list|count|lock|has|read|select|merchantSeq|oldest|seqOf)/.test(name),
    );
    assert.ok(reads.length > 30);
    for (const use of ['fresh', 'used']) {
      for (const [name, call] of reads) {
        const result = await db.transaction(tx =>
          call(Object.assign(tx, { merchantId: a.merchantId }) as MerchantTx, a, a),
        );
        assert.ok(isNothing(result), `${name}, ${use}: ${JSON.stringify(result)}`);
      }
      await withMerchant(db, a.merchantId, tx => tx.select().from(customers));
    }
    await pool.end();
  });

  it('refuses a row that names another merchant', async () => {
    for (const merchantId of [a.merchantId, randomUUIDv7()]) {
      const row = { merchantId, id: randomUUIDv7(), kind: 'guest', createdAt: NOW } as const;
      const error = await withMerchant(test.appDb, b.merchantId, tx => tx.insert(customers).values(row)).catch(e => e);
      assert.equal(codeOf(error), '42501');
    }
    const given = await withMerchant(test.appDb, b.merchantId, tx =>
      tx.update(customers).set({ merchantId: a.merchantId }),
    ).catch(e => e);
    assert.equal(codeOf(given), '42501');
  });

  const parents = {
    insertVisitor: 1,
    insertConversation: 1,
    insertReference: 1,
    recordMerge: 1,
    insertNumber: 1,
    insertDeliveries: 4,
    addIdentities: 1,
    insertUpdates: 2,
    saveUpload: 1,
    noteTyping: 1,
  };
  for (const [name, count] of Object.entries(parents)) {
    it(`${name}: a parent that is another merchant's does not exist`, async () => {
      for (const call of TENANT_CASES[name]!.slice(0, count)) {
        const error = await withMerchant(test.appDb, b.merchantId, tx => call(tx, a, b)).then(
          () => 'it was written',
          e => e,
        );
        assert.equal(codeOf(error), '23503', String(error));
      }
    });
  }

  function assertKept(result: unknown): void {
    const text = JSON.stringify(plain(result)) ?? '';
    for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`);
  }
});

describe('one pool for all merchants', () => {
  it('never shows a transaction another merchant than its own, in 10,000 switches at random', async () => {
    const test = await testDatabase();
    const { db, sql: pool } = openDatabase(test.appUrl, { max: 4 });
    try {
      const owners = await Promise.all(Array.from({ length: 5 }, () => seedOwner(test.appDb)));
      let left = 10_000;
      const wrong: string[] = [];
      const switching = async () => {
        while (left-- > 0) {
          // One in six asks without a merchant.
          const owner = owners[Math.floor(Math.random() * 6)];
          const seen = owner ? await withMerchant(db, owner.merchantId, whoIsHere) : await db.transaction(whoIsHere);
          if (seen !== (owner?.customerId ?? '')) wrong.push(`${owner?.customerId} saw ${seen}`);
        }
      };
      await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(switching));
      assert.deepEqual(wrong, []);
    } finally {
      await pool.end();
      await test.drop();
    }
  });
});

const whoIsHere = async (tx: Pick<MerchantTx, 'execute'>): Promise<string> => {
  const rows = await tx.execute<{ id: string }>(sql`select id from customers`);
  return rows.map(row => row.id).join();
};

async function seedOwner(db: Db) {
  const merchantId = randomUUIDv7();
  return withMerchant(db, merchantId, async tx => {
    await tx.execute(sql`insert into merchants (merchant_id, name, created_at) values (${merchantId}, 'x', now())`);
    return { merchantId, ...(await seedConversation(tx)) };
  });
}

type Nested = { transaction<T>(work: (tx: MerchantTx) => Promise<T>): Promise<T> };

/** What the call gave or threw, within a savepoint, so that the transaction around it goes on. */
async function settled(around: MerchantTx | Db, call: (tx: MerchantTx) => Promise<unknown>): Promise<unknown[]> {
  try {
    if (!('merchantId' in around)) return [await call(around as unknown as MerchantTx), undefined];
    const { merchantId } = around;
    const work = async (tx: MerchantTx) => {
      const result = await call(Object.assign(tx, { merchantId }));
      await finish(tx);
      return result;
    };
    return [await (around as unknown as Nested).transaction(work), undefined];
  } catch (error) {
    return [undefined, error];
  }
}

const ROLL_BACK = new Error('rolled back');

async function rolledBack(db: Db, merchantId: string, work: (tx: MerchantTx) => Promise<void>): Promise<void> {
  await withMerchant(db, merchantId, async tx => {
    await work(tx);
    throw ROLL_BACK;
  }).catch(error => {
    if (error !== ROLL_BACK) throw error;
  });
}

/** Sets, maps and bytes as what JSON can show. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(plain);
  if (value instanceof Set) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** Nothing found: null, false, zero, or empty all the way down. */
function isNothing(value: unknown): boolean {
  const shown = plain(value);
  if (typeof shown !== 'object' || shown === null) return !shown;
  return Object.values(shown).every(isNothing);
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
    ? Object.values(value).flatMap(stringsIn)
    : [];
}

const isPublic = (line: string) => !/^(directory|queue)\./.test(line);

const codeOf = (error: unknown): unknown => {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
};
