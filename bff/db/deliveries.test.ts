import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Furnished, furnishMerchant, NOW, seedMessage } from '../testing/merchants.ts';
import { insertDeliveries } from './deliveries.ts';
import { findDeliveriesOfStatuses } from './delivery-batches.ts';
import { type MerchantTx, withMerchant } from './merchant-tx.ts';

describe('deliveries', () => {
  let test: TestDatabase;
  let shop: Furnished;
  let secondId: string;
  before(async () => {
    test = await testDatabase();
    shop = await furnishMerchant(test.appDb);
    secondId = randomUUIDv7();
    const { conversationId } = shop.known;
    await as(async tx => {
      const { id: messageId } = await seedMessage(tx, conversationId, { agentId: shop.agent.id });
      const addressed = { numberId: shop.number.id, identityId: shop.identity.id, purpose: 'reply' } as const;
      await insertDeliveries(tx, [{ id: secondId, messageId, conversationId, ...addressed }], NOW);
    });
  });
  after(() => test.drop());

  const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(test.appDb, shop.merchantId, work);
  it("are known by Meta's id, and by ours", async () => {
    const found = await as(tx => findDeliveriesOfStatuses(tx, { wamids: [shop.deliveryWamid], ids: [secondId] }));
    assert.deepEqual(
      found.sort((x, y) => (x.id < y.id ? -1 : 1)),
      [
        { id: shop.deliveryId, wamid: shop.deliveryWamid },
        { id: secondId, wamid: null },
      ],
    );
    assert.deepEqual(await as(tx => findDeliveriesOfStatuses(tx, { wamids: ['wamid.unheard'], ids: [] })), []);
  });
});
