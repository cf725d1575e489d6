import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { withMerchant } from '../db/merchant-tx.ts';
import { readMerchantUpdates } from '../db/updates.ts';
import { settlePart, storeWebhookParts } from '../db/webhook-inbox.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedConversation, seedMerchant, seedMessage } from '../testing/merchants.ts';
import { keepHouse, UPDATES_KEPT, WEBHOOKS_KEPT } from './housekeeping.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('keepHouse', () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  /** An update and a settled webhook of each age in ms, and one webhook that nobody worked on yet. */
  const furnish = async (ages: number[]) => {
    const merchantId = await seedMerchant(test.appDb);
    await withMerchant(test.appDb, merchantId, async tx => {
      const { conversationId } = await seedConversation(tx);
      for (const age of ages) {
        const at = new Date(NOW.getTime() - age);
        await seedMessage(tx, conversationId, { at });
        const id = randomUUIDv7();
        await storeWebhookParts(tx, 'whatsapp', [{ id, dedupeKey: `${age}`, body: '{}' }], at);
        await settlePart(tx, id, 'applied', at);
      }
      const waiting = { id: randomUUIDv7(), dedupeKey: 'waiting', body: '{}' };
      await storeWebhookParts(tx, 'whatsapp', [waiting], new Date(NOW.getTime() - 90 * DAY));
    });
    return merchantId;
  };
  const left = (merchantId: string) =>
    withMerchant(test.appDb, merchantId, async tx => ({
      updates: (await readMerchantUpdates(tx, 0, 100)).map(({ seq }) => seq),
      webhooks: [...(await tx.execute<{ key: string }>('select dedupe_key as key from webhook_inbox order by id'))].map(
        ({ key }) => key,
      ),
      messages: (await tx.execute('select from whatsapp_messages')).length,
    }));

  it('keeps 30 days', () => assert.deepEqual([UPDATES_KEPT, WEBHOOKS_KEPT], [30 * DAY, 30 * DAY]));

  it('forgets what is older than 30 days by a millisecond, of every merchant, and never a message', async () => {
    const ages = [40 * DAY, 30 * DAY + 1, 30 * DAY, 0];
    const merchants = [await furnish(ages), await furnish(ages)];
    assert.deepEqual(await keepHouse(test.appDb, NOW), { updates: 4, webhooks: 4 });
    for (const merchantId of merchants) {
      assert.deepEqual(await left(merchantId), {
        updates: [3, 4],
        webhooks: [`${30 * DAY}`, '0', 'waiting'],
        messages: 4,
      });
    }
    assert.deepEqual(await keepHouse(test.appDb, NOW), { updates: 0, webhooks: 0 });
  });
});
