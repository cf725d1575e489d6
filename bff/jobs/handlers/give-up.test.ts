import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findDelivery, saveDelivery } from '../../db/deliveries.ts';
import { type MerchantTx, withMerchant } from '../../db/merchant-tx.ts';
import { readMerchantUpdates } from '../../db/updates.ts';
import { lockWaitingPart } from '../../db/webhook-inbox.ts';
import { inProcessLive } from '../../live/in-process.ts';
import { sealer } from '../../security/seal.ts';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { type Furnished, furnishMerchant, NOW } from '../../testing/merchants.ts';
import { cloudApi } from '../../whatsapp/cloud-api.ts';
import { deliver } from './deliver.ts';
import { readWebhook } from './read-webhook.ts';

describe('what failed too often', () => {
  let test: TestDatabase;
  let shop: Furnished;
  before(async () => {
    test = await testDatabase();
    shop = await furnishMerchant(test.appDb);
  });
  after(() => test.drop());

  const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(test.appDb, shop.merchantId, work);
  const context = () => ({ db: test.appDb, live: inProcessLive() });
  const job = (kind: 'webhook' | 'delivery', ref: string) => ({
    ...{ id: ref, merchantId: shop.merchantId, kind, ref, failures: 9, fence: 11 },
  });

  it('is settled as failed and stays readable, when it is a part of a webhook', async () => {
    await readWebhook(context(), Buffer.alloc(32)).giveUp(job('webhook', shop.waitingId), NOW);
    assert.equal(await as(tx => lockWaitingPart(tx, shop.waitingId)), null);
    const [row] = await as(tx => tx.execute(`select outcome, body from webhook_inbox where id = '${shop.waitingId}'`));
    assert.deepEqual({ ...row }, { outcome: 'failed', body: '{}' });
  });

  for (const [state, end] of [
    ['queued', 'failed'],
    ['sending', 'unknown'],
    ['delivered', 'delivered'],
  ] as const) {
    it(`is ${end} on the agents' screens, when it is a delivery that was ${state}`, async () => {
      const fresh = { failedAt: null, unknownAt: null, errorTitle: null, [`${state}At`]: NOW };
      await as(tx => saveDelivery(tx, shop.deliveryId, { state, ...fresh }));
      const before = (await as(tx => readMerchantUpdates(tx, 0, 100))).length;
      const api = cloudApi({ baseUrl: 'http://127.0.0.1:1', version: 'v25.0', timeoutMs: 1 });
      const tools = { api, sealer: sealer(Buffer.alloc(32)), random: () => 0 };
      await deliver(context(), tools).giveUp(job('delivery', shop.deliveryId), NOW);
      const row = await as(tx => findDelivery(tx, shop.deliveryId));
      assert.equal(row!.state, end);
      if (end === 'failed') assert.match(row!.errorTitle!, /could not be sent/);
      const told = (await as(tx => readMerchantUpdates(tx, 0, 100))).slice(before);
      assert.deepEqual(
        told.map(({ message }) => message?.delivery?.state),
        end === state ? [] : [end],
      );
    });
  }
});
