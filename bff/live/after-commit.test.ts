import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { withMerchant } from '../db/merchant-tx.ts';
import { findByClientId } from '../db/messages.ts';
import { markRead } from '../services/mark-read.ts';
import { sendShopperMessage } from '../services/send-shopper-message.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Furnished, furnishMerchant, NOW } from '../testing/merchants.ts';
import { inProcessLive } from './in-process.ts';
import { merchantTopic } from './live.ts';

describe('a wake-up', () => {
  let test: TestDatabase;
  let shop: Furnished;
  const live = inProcessLive();
  before(async () => {
    test = await testDatabase();
    shop = await furnishMerchant(test.appDb);
  });
  after(() => test.drop());

  const visitor = () => ({ id: shop.visitorId, ...shop.guest, scope: null });

  it('comes when what it speaks of can be read', async () => {
    const clientId = randomUUID();
    const woken = Promise.withResolvers<void>();
    const unsubscribe = live.subscribe(merchantTopic(shop.merchantId), () => woken.resolve());
    const found = woken.promise.then(() =>
      withMerchant(test.appDb, shop.merchantId, tx => findByClientId(tx, shop.guest.conversationId, clientId)),
    );
    const context = { db: test.appDb, live, now: NOW };
    await sendShopperMessage(context, shop.merchantId, visitor(), { clientId, text: 'Hello' });
    assert.ok(await found);
    unsubscribe();
  });

  it('does not come when nothing was written: refused, rolled back, or nothing new', async () => {
    const heard: unknown[] = [];
    const unsubscribe = live.subscribe(merchantTopic(shop.merchantId), signal => heard.push(signal));
    const context = { db: test.appDb, live, now: NOW };
    const nowhere = { ...visitor(), conversationId: randomUUID() };
    await assert.rejects(sendShopperMessage(context, shop.merchantId, nowhere, { clientId: randomUUID(), text: 'x' }));
    await assert.rejects(markRead(context, shop.merchantId, randomUUID(), 'agent', 1));
    await markRead(context, shop.merchantId, shop.guest.conversationId, 'agent', 0);
    const again = { clientId: shop.message.clientId, text: 'Hello' };
    assert.equal((await sendShopperMessage(context, shop.merchantId, visitor(), again)).isNew, false);
    assert.deepEqual(heard, []);
    unsubscribe();
  });
});
