import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sql } from 'drizzle-orm';
import type { CustomerListQuery } from '../../contract/journey.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedMerchant } from '../testing/merchants.ts';
import { addContacts } from './customer-contacts.ts';
import { type JourneyRow, saveJourneys } from './customer-journeys.ts';
import { listCustomers } from './customer-list.ts';
import { addIdentities, insertCustomer } from './customers.ts';
import { BadCursor } from './inbox.ts';
import { type MerchantTx, withMerchant } from './merchant-tx.ts';

let test: TestDatabase;
let merchantId: string;

const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(test.appDb, merchantId, work);

const standing = (customerId: string, journey: Partial<JourneyRow>): JourneyRow => ({
  ...{ customerId, stage: 'engaged', furthestStage: 'engaged', score: 0, reasons: [], tableVersion: 0 },
  ...{ isHot: false, hotSince: null, scoredAt: NOW, rescoreAt: null, firstSeenAt: NOW, lastSeenAt: NOW },
  ...{ visits: 1, pageViews: 1, pageUrl: null, pageTitle: null, pageAt: null },
  ...{ cartTotal: null, cartCurrency: null, orders: 0, ...journey },
});

type Person = Partial<JourneyRow> & { kind?: 'guest' | 'known'; email?: string; phone?: string; waId?: string };

/** A customer with a journey, or with `null` without one. Returns their id. */
async function customer(fullName?: string, person: Person | null = {}): Promise<string> {
  const id = randomUUIDv7();
  const { kind = 'guest', email, phone, waId, ...journey } = person ?? {};
  await as(async tx => {
    await insertCustomer(tx, { id, kind, ...(fullName !== undefined && { fullName }), now: NOW });
    if (person) await saveJourneys(tx, [standing(id, journey)]);
    const contacts = [
      ...(email ? [{ id: randomUUIDv7(), kind: 'email' as const, value: email, display: email }] : []),
      ...(phone ? [{ id: randomUUIDv7(), kind: 'phone' as const, value: phone, display: `+${phone}` }] : []),
    ];
    await addContacts(tx, id, contacts, 'api', NOW);
    if (waId) await addIdentities(tx, id, [{ id: randomUUIDv7(), kind: 'wa_id', value: waId, matchKey: null }], NOW);
  });
  return id;
}

type Query = Partial<CustomerListQuery>;
const list = (query: Query = {}) => as(tx => listCustomers(tx, { sort: 'score', limit: 100, ...query }));
const names = async (query?: Query) => (await list(query)).customers.map(({ fullName }) => fullName);

async function walk(query: Query): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { customers, next } = await list({ ...query, ...(cursor && { cursor }) });
    ids.push(...customers.map(({ id }) => id));
    if (!next) return ids;
    cursor = next;
  }
}

before(async () => {
  test = await testDatabase();
});
after(() => test.drop());
beforeEach(async () => {
  merchantId = await seedMerchant(test.appDb);
});

describe('the list of customers', () => {
  const day = (n: number) => new Date(NOW.getTime() - n * 86_400_000);

  it('is sorted by score, by when they were last seen, or by name, without a name last', async () => {
    await customer('anna', { score: 10, lastSeenAt: day(3) });
    await customer(undefined, { score: 50, lastSeenAt: day(2) });
    await customer('Zoe', { score: 30, lastSeenAt: day(1) });
    await customer('Bert', { score: 20, lastSeenAt: day(4) });
    assert.deepEqual(await names(), [null, 'Zoe', 'Bert', 'anna']);
    assert.deepEqual(await names({ sort: 'last-seen' }), ['Zoe', null, 'anna', 'Bert']);
    assert.deepEqual(await names({ sort: 'name' }), ['anna', 'Bert', 'Zoe', null]);
  });

  it('has nobody who became part of another, nor who has no journey yet', async () => {
    const into = await customer('Survivor', { score: 1 });
    const from = await customer('Merged', { score: 99, email: 'merged@example.com' });
    await customer('New', null);
    await as(tx => tx.execute(sql`update customers set merged_into = ${into} where id = ${from}`));
    for (const query of [{}, { sort: 'name' }, { q: 'm' }, { q: 'merged@' }, { kind: 'guest' }] satisfies Query[])
      assert.ok(!(await names(query)).includes('Merged'));
    assert.deepEqual(await names({ sort: 'last-seen' }), ['Survivor']);
  });

  it('is narrowed to a stage, to the hot, to guests or known ones, and to a score', async () => {
    await customer('guest', { score: 10 });
    await customer('hot', { score: 80, isHot: true });
    await customer('quoted', { score: 60, stage: 'quoted', kind: 'known' });
    const cases: [Query, string[]][] = [
      [{ stage: 'quoted' }, ['quoted']],
      [{ hot: true }, ['hot']],
      [{ hot: false }, ['quoted', 'guest']],
      [{ kind: 'known' }, ['quoted']],
      [{ kind: 'guest' }, ['hot', 'guest']],
      [{ minScore: 60 }, ['hot', 'quoted']],
      [{ minScore: 61 }, ['hot']],
      [{ minScore: 0 }, ['hot', 'quoted', 'guest']],
      [{ stage: 'quoted', hot: true }, []],
      [{ kind: 'known', sort: 'name', q: 'quo' }, ['quoted']],
    ];
    for (const [query, expected] of cases) {
      const { customers, total } = await list(query);
      assert.deepEqual(
        customers.map(({ fullName }) => fullName),
        expected,
        JSON.stringify(query),
      );
      assert.equal(total, expected.length, JSON.stringify(query));
    }
  });

  it('shows what counts most in the score, the cart and the conversation', async () => {
    const reason = { kind: 'event', name: 'quote_viewed', times: 2, counted: 2, points: 20 } as const;
    const faded = { kind: 'faded', quietDays: 9, points: -8 } as const;
    await customer('Ada', { score: 12, reasons: [reason, faded], cartTotal: '1240.0000', cartCurrency: 'EUR' });
    const [row] = (await list()).customers;
    assert.deepEqual(row!.topReason, reason);
    assert.deepEqual(row!.cart, { value: '1240.0000', currency: 'EUR' });
    assert.equal(row!.conversationId, null);
    await customer('Bob', { score: 1 });
    const [, bob] = (await list()).customers;
    assert.deepEqual([bob!.topReason, bob!.cart], [null, null]);
  });
});

describe('who is looked for', () => {
  const found: [string, string[]][] = [
    ['ann', ['Anna Berg']],
    ['ANNA b', ['Anna Berg']],
    ['berg', []],
    ['ÖSTER', ['Österreicher']],
    ['öster', ['Österreicher']],
    ['νικοσ', ['ΝΙΚΟΣ']],
    ['emma ', ['Emma 😀']],
    ['buyer@', ['Österreicher']],
    ['Buyer@Example.com', ['Österreicher']],
    ['+49 151 2345', ['Anna Berg']],
    ['0049 (151) 2345', ['Anna Berg']],
    ['4915', ['Anna Berg']],
    ['+34 6', ['ΝΙΚΟΣ']],
    ['15', []],
    ['%', []],
    ['_nna', []],
    ['\\', []],
    ["'", []],
    ['\uFFFE', []],
  ];
  beforeEach(async () => {
    await customer('Anna Berg', { waId: '4915123456789' });
    await customer('Österreicher', { email: 'buyer@example.com' });
    await customer('ΝΙΚΟΣ', { phone: '34600111222' });
    await customer('Emma 😀');
    await customer();
  });
  for (const [q, expected] of found) {
    it(`by ${JSON.stringify(q)}: ${expected.join() || 'nobody'}`, async () => {
      assert.deepEqual(await names({ q }), expected);
    });
  }
});

describe('pages of customers', () => {
  const sorts = ['score', 'last-seen', 'name'] as const;

  for (const sort of sorts) {
    it(`by ${sort} give everybody once, of any size, where many are equal`, async () => {
      for (let i = 0; i < 24; i++) {
        const lastSeenAt = new Date(NOW.getTime() + Math.floor(i / 8));
        await customer(i % 3 ? `Name ${i % 2}` : undefined, { score: i % 3, lastSeenAt });
      }
      await as(tx =>
        tx.execute(sql`update customer_journeys set last_seen_at = last_seen_at + score * interval '3 microseconds'
          where merchant_id = ${tx.merchantId}`),
      );
      const whole = (await list({ sort })).customers.map(({ id }) => id);
      assert.equal(new Set(whole).size, 24);
      for (const limit of [1, 2, 3, 5, 7, 8, 23, 24, 25]) assert.deepEqual(await walk({ sort, limit }), whole);
    });
  }

  it('count all with the first alone', async () => {
    for (let i = 0; i < 3; i++) await customer(`Name ${i}`);
    const first = await list({ limit: 2 });
    assert.equal(first.total, 3);
    const second = await list({ limit: 2, cursor: first.next! });
    assert.deepEqual([second.total, second.next, second.customers.length], [null, null, 1]);
  });

  it('show who moves between two of them twice or not at all, and everybody else once', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 6; i++) ids.push(await customer(`Name ${i}`, { score: 50 - i }));
    const first = await list({ limit: 3 });
    await as(tx => saveJourneys(tx, [standing(ids[0]!, { score: 1 }), standing(ids[5]!, { score: 99 })]));
    const rest = await list({ limit: 3, cursor: first.next! });
    const seen = [...first.customers, ...rest.customers].map(({ id }) => ids.indexOf(id));
    assert.deepEqual(seen, [0, 1, 2, 3, 4, 0]);
  });

  const elsewhere = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const ID = '01900000-0000-7000-8000-000000000001';
  for (const [sort, cursor] of [
    ['score', 'x'],
    ['score', elsewhere(null)],
    ['score', elsewhere({})],
    ['score', elsewhere(['score', 1])],
    ['score', elsewhere(['score', '1', ID])],
    ['score', elsewhere(['score', 1e12, ID])],
    ['score', elsewhere(['score', 1, `${ID}'`])],
    ['score', elsewhere(['name', 'a', ID])],
    ['last-seen', elsewhere(['last-seen', 'yesterday', ID])],
    ['last-seen', elsewhere(['last-seen', '0000-01-01T00:00:00.000000Z', ID])],
    ['name', elsewhere(['name', 1, ID])],
    ['name', elsewhere(['name', 'a\0', ID])],
    ['name', elsewhere(['name', '\ud800', ID])],
  ] as const) {
    it(`by ${sort} begin at no cursor that is not one: ${Buffer.from(cursor, 'base64url')}`, async () => {
      await assert.rejects(list({ sort, cursor }), BadCursor);
    });
  }
});

describe('with very many customers', () => {
  const MANY = 20_000;
  let filled: string;
  before(async () => {
    merchantId = filled = await seedMerchant(test.appDb);
    await as(async tx => {
      await tx.execute(sql`set local statement_timeout = 0`);
      const id = sql`('00000001-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
      await tx.execute(sql`
        insert into customers (merchant_id, id, kind, full_name, created_at)
        select ${tx.merchantId}, ${id}, case when n % 500 = 0 then 'known' else 'guest' end,
          case when n % 4 = 0 then 'Anna ' else 'Name ' end || md5(n::text), now() from generate_series(1, ${MANY}) n`);
      await tx.execute(sql`
        insert into customer_journeys (merchant_id, customer_id, stage, furthest_stage, score, reasons, table_version, is_hot,
          scored_at, first_seen_at, last_seen_at, visits, page_views)
        select ${tx.merchantId}, ${id}, 'engaged', 'engaged', n % 101, '[]', 0, n % 1000 = 0,
          now(), now(), now() - n * interval '1 second', 1, 1 from generate_series(1, ${MANY}) n`);
    });
    for (const table of ['customers', 'customer_journeys', 'customer_contacts', 'customer_identities'])
      await test.ownerSql.unsafe(`analyze ${table}`);
  });
  beforeEach(() => {
    merchantId = filled;
  });

  /** How many rows of customers and journeys were looked at. */
  const cost = (query: Query) =>
    as(async tx => {
      const looked = async () => {
        const [row] = await tx.execute<{ n: string }>(sql`
          select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) as n from pg_stat_xact_user_tables
          where relname in ('customers', 'customer_journeys')`);
        return Number(row!.n);
      };
      const before = await looked();
      const { customers } = await listCustomers(tx, { sort: 'score', limit: 50, ...query });
      assert.ok(customers.length > 0);
      return (await looked()) - before;
    });

  async function cursorAt(depth: number, query: Query): Promise<string> {
    let cursor: string | undefined;
    for (let read = 0; read < depth; read += 1000)
      cursor = (await list({ ...query, limit: 1000, ...(cursor && { cursor }) })).next!;
    return cursor!;
  }

  for (const sort of ['score', 'last-seen', 'name'] as const) {
    it(`a page by ${sort} looks at no more rows than it shows, however deep`, async () => {
      for (const depth of [1_000, 15_000]) {
        const rows = await cost({ sort, cursor: await cursorAt(depth, { sort }) });
        assert.ok(rows <= 50 * 4, `${rows} rows at ${depth}`);
      }
    });
  }

  it('everybody whose name begins so is found, however many', async () => {
    assert.equal((await list({ q: 'ANNA ', limit: 5 })).total, MANY / 4);
    assert.equal((await walk({ q: 'anna ', sort: 'name', limit: 1000 })).length, MANY / 4);
    assert.equal((await list({ q: 'anna 1', limit: 5 })).total, (await walk({ q: 'anna 1', limit: 100 })).length);
  });

  it('the known, the hot and a rare name are found without looking at all', async () => {
    const few = [{ kind: 'known' }, { hot: true }, { q: 'anna 00' }] satisfies Query[];
    for (const query of few) {
      const { total } = await list({ ...query, limit: 1 });
      assert.ok(total! > 0 && total! < 100, `${JSON.stringify(query)}: ${total}`);
      const rows = await cost(query);
      assert.ok(rows <= 1_000, `${JSON.stringify(query)}: ${rows} rows`);
    }
  });
});
