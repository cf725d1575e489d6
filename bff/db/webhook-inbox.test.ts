import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedMerchant } from '../testing/merchants.ts';
import { keepWebhookParts } from './keep-webhook-parts.ts';
import { type MerchantTx, withMerchant } from './merchant-tx.ts';
import { lockHeadOfLine, settleHeadOfLine } from './webhook-inbox.ts';

const LINES = 200;
const EACH = 10;

let test: TestDatabase;
before(async () => {
  test = await testDatabase();
});
after(() => test.drop());

it('the first of a line is found, and done, without a look at what waits in others', async () => {
  const merchantId = await seedMerchant(test.appDb);
  const lines = Array.from({ length: LINES }, () => randomUUID());
  const parts = Array.from({ length: LINES * EACH }, (_, n) => ({
    ...{ id: randomUUID(), jobId: randomUUID(), dedupeKey: `${n}` },
    ...{ body: '{}', line: lines[n % LINES]! },
  }));
  await keepWebhookParts({ db: test.appDb, merchantId }, parts, NOW);
  await test.ownerSql.unsafe('analyze webhook_inbox');
  const ids = parts
    .filter(part => part.line === lines[7])
    .map(({ id }) => id)
    .sort();

  await withMerchant(test.appDb, merchantId, async tx => {
    const before = await rowsRead(tx);
    const head = await lockHeadOfLine(tx, lines[7]!);
    assert.ok(head);
    assert.equal(head.id, ids[0]);
    assert.equal(await settleHeadOfLine(tx, { id: head.id, line: lines[7]!, outcome: 'applied' }, NOW), true);
    assert.equal((await lockHeadOfLine(tx, lines[7]!))?.id, ids[1]);
    assert.ok((await rowsRead(tx)) - before <= EACH, 'rows that were read');
  });
});

/** How many rows of the inbox this transaction has read so far. */
async function rowsRead(tx: MerchantTx): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select (seq_tup_read + idx_tup_fetch)::int as n from pg_stat_xact_user_tables where relname = 'webhook_inbox'`,
  );
  return row!.n;
}
