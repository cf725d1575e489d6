import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { sql } from 'drizzle-orm';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { seedMerchant } from '../testing/merchants.ts';
import { type MerchantTx, withMerchant } from './merchant-tx.ts';

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
  const stands = async (tx: MerchantTx) => {
    await tx.execute(locks);
    locked.resolve();
    await stood.promise;
  };
  const standing = withMerchant(test.appDb, merchantId, stands, { endsWithin: 2_000 });
  const ended = assert.rejects(standing);
  await Promise.race([locked.promise, standing]);
  await withMerchant(test.appDb, merchantId, tx => tx.execute(locks));
  stood.resolve();
  await ended;
});

it('the manner of a transaction is its own: the next one on its connection knows nothing of it', async () => {
  const merchantId = await seedMerchant(test.appDb);
  const show = async (db: Pick<MerchantTx, 'execute'>) => {
    const [row] = await db.execute(
      sql`select current_setting('transaction_timeout') as ends, current_setting('plan_cache_mode') as plans`,
    );
    return { ...row };
  };
  const manner = { endsWithin: 60_000, plansOnce: true } as const;
  assert.deepEqual(await withMerchant(test.appDb, merchantId, show, manner), {
    ends: '1min',
    plans: 'force_generic_plan',
  });
  assert.deepEqual(await withMerchant(test.appDb, merchantId, show), { ends: '0', plans: 'auto' });
  assert.deepEqual(await show(test.appDb), { ends: '0', plans: 'auto' });
});
