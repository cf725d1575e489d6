import assert from 'node:assert/strict';
import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { after, before, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedMerchant } from '../testing/merchants.ts';
import { keepWebhookParts } from './keep-webhook-parts.ts';
import { type MerchantTx, withMerchant } from './merchant-tx.ts';
import { linesWaiting, lockHeadsOfLines, settleParts } from './webhook-inbox.ts';

const LINES = 200;
const EACH = 10;

let test: TestDatabase;
before(async () => {
  test = await testDatabase();
});
after(() => test.drop());

it('the first of some lines are found, and done, without a look at what waits in others', async () => {
  const merchantId = await seedMerchant(test.appDb);
  const lines = Array.from({ length: LINES }, () => randomUUID());
  const ids = Array.from({ length: LINES * EACH }, () => randomUUIDv7()).sort();
  const parts = ids.map((id, n) => ({
    ...{ id, jobId: randomUUID(), dedupeKey: `${n}` },
    ...{ body: '{}', line: lines[n % LINES]! },
  }));
  await keepWebhookParts({ db: test.appDb, merchantId }, parts, NOW);
  await test.ownerSql.unsafe('analyze webhook_inbox');
  const [one, two] = [lines[7]!, lines[150]!];
  const idsOf = (...these: string[]) => parts.filter(({ line }) => these.includes(line)).map(({ id }) => id);
  const done = (ids: string[]) => ids.map(id => ({ id, outcome: 'applied' }));

  await withMerchant(test.appDb, merchantId, async tx => {
    const heads = async (of: string[], each: number) => (await lockHeadsOfLines(tx, of, each)).map(({ id }) => id);
    const before = await rowsRead(tx);
    assert.deepEqual(await heads([two, one], 3), idsOf(one, two).slice(0, 6), 'in the order in which they came');
    await settleParts(tx, done([...idsOf(one), ...idsOf(two).slice(0, EACH - 1)]), NOW);
    assert.deepEqual(await linesWaiting(tx, [one, two]), [two]);
    assert.deepEqual(await heads([one, two], 3), idsOf(two).slice(-1));
    assert.ok((await rowsRead(tx)) - before <= 6 * EACH, 'rows that were read');
  });
});

it('a part that stands in no line is one by itself', async () => {
  const merchantId = await seedMerchant(test.appDb);
  const [id, other] = [randomUUIDv7(), randomUUIDv7()];
  const part = { dedupeKey: 'alone', body: '{}', line: null, jobId: randomUUID() };
  await keepWebhookParts({ db: test.appDb, merchantId }, [{ ...part, id }], NOW);
  await withMerchant(test.appDb, merchantId, async tx => {
    assert.deepEqual(await lockHeadsOfLines(tx, [other, id], 5), [{ id, body: '{}', receivedAt: NOW }]);
    await settleParts(tx, [{ id, outcome: 'applied' }], NOW);
    assert.deepEqual([await lockHeadsOfLines(tx, [id], 5), await linesWaiting(tx, [id])], [[], []]);
  });
});

/** How many rows of the inbox this transaction has read so far. */
async function rowsRead(tx: MerchantTx): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select (seq_tup_read + idx_tup_fetch)::int as n from pg_stat_xact_user_tables where relname = 'webhook_inbox'`,
  );
  return row!.n;
}
