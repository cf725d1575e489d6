import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { seedMerchant } from '../testing/merchants.ts';
import { endWithin } from './end-within.ts';
import { withMerchant } from './merchant-tx.ts';

let test: TestDatabase;
before(async () => {
  test = await testDatabase();
});
after(() => test.drop());

it('whoever stands still in a transaction keeps others from its rows no longer than it may last', async () => {
  const merchantId = await seedMerchant(test.appDb);
  const locks = sql`select from merchant_counters where merchant_id = ${merchantId} for update`;
  const stood = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const standing = withMerchant(test.appDb, merchantId, async tx => {
    endWithin(tx, 2_000);
    await tx.execute(locks);
    locked.resolve();
    await stood.promise;
  });
  const ended = assert.rejects(standing);
  await Promise.race([locked.promise, standing]);
  await withMerchant(test.appDb, merchantId, tx => tx.execute(locks));
  stood.resolve();
  await ended;
});

it('whoever is quick is not ended, nor is the next on its connection', async () => {
  const merchantId = await seedMerchant(test.appDb);
  await withMerchant(test.appDb, merchantId, async tx => {
    endWithin(tx, 60_000);
    const [own] = await tx.execute(sql`show transaction_timeout`);
    assert.deepEqual({ ...own }, { transaction_timeout: '1min' });
  });
  const [next] = await test.appDb.execute(sql`show transaction_timeout`);
  assert.deepEqual({ ...next }, { transaction_timeout: '0' });
});
