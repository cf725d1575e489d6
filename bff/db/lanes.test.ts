import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedMerchant } from '../testing/merchants.ts';
import { dueLanes } from './lanes.ts';
import type { Db } from './merchant-tx.ts';

const QUEUED = 20_000;

let test: TestDatabase;
before(async () => {
  test = await testDatabase();
});
after(() => test.drop());

it('that a number has nothing to send is known without a look at all that others have', async () => {
  const merchantId = await seedMerchant(test.appDb);
  const { ownerSql: owner } = test;
  await owner`
    insert into queue.lanes (number_id, merchant_id, next_at, pace, open_at, marketing_open_at, served_at)
    select gen_random_uuid(), ${merchantId}, ${NOW}, 80, 'epoch', 'epoch', 'epoch' from generate_series(1, 4)`;
  await owner`
    insert into queue.sends (delivery_id, merchant_id, number_id, conversation_id, priority, due_at)
    select gen_random_uuid(), ${merchantId}, number_id, gen_random_uuid(), 2, ${NOW}
    from (select number_id from queue.lanes limit 1) busy, generate_series(1, ${QUEUED})`;
  await owner`analyze queue.sends, queue.lanes`;

  await test.appDb.transaction(async tx => {
    assert.equal((await dueLanes(tx as unknown as Db, 10, NOW)).length, 1);
    const [read] = await tx.execute<{ n: number }>(
      sql`select (seq_tup_read + idx_tup_fetch)::int as n from pg_stat_xact_user_tables where relname = 'sends'`,
    );
    assert.ok(read!.n < 100, `${read!.n} rows were read`);
  });
});
