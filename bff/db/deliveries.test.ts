import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Furnished, furnishMerchant, NOW, seedMessage } from '../testing/merchants.ts';
import { findDelivery, findDeliveryOfStatus, hasEarlierPending, insertDelivery, saveDelivery } from './deliveries.ts';
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
      await insertDelivery(tx, {
        id: secondId,
        messageId,
        conversationId,
        numberId: shop.number.id,
        identityId: shop.identity.id,
        purpose: 'reply',
        now: NOW,
      });
    });
  });
  after(() => test.drop());

  const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(test.appDb, shop.merchantId, work);
  const ofStatus = async (wamid: string, callbackData?: string) =>
    (await as(tx => findDeliveryOfStatus(tx, { wamid, callbackData })))?.id;

  it("are known by Meta's id, else by ours", async () => {
    assert.equal(await ofStatus(shop.deliveryWamid), shop.deliveryId);
    assert.equal(await ofStatus('wamid.unheard', secondId), secondId);
    assert.equal(await ofStatus(shop.deliveryWamid, secondId), shop.deliveryId, "Meta's id is the surer one");
    assert.equal(await ofStatus('wamid.unheard'), undefined);
  });

  for (const echoed of ['', '-'.repeat(36), `${randomUUIDv7()} `, randomUUIDv7().replaceAll('-', ''), "' or true --"]) {
    it(`are not looked for by what is no id of ours: ${JSON.stringify(echoed)}`, async () => {
      assert.equal(await ofStatus('wamid.unheard', echoed), undefined);
    });
  }

  it('wait for an earlier one of their conversation until nothing of it is on its way', async () => {
    const waits = async (id: string) => as(async tx => hasEarlierPending(tx, (await findDelivery(tx, id))!));
    assert.equal(await waits(shop.deliveryId), false, 'the first waits for none');
    for (const [state, expected] of [
      ['queued', true],
      ['sending', true],
      ['unknown', false],
      ['accepted', false],
      ['failed', false],
    ] as const) {
      await as(tx => saveDelivery(tx, shop.deliveryId, { state }));
      assert.equal(await waits(secondId), expected, state);
    }
  });
});
