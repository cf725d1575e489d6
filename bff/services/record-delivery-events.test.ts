import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { lockConversation } from '../db/conversations.ts';
import { type DeliveryRow, findDelivery, insertDeliveries } from '../db/deliveries.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { mergeConversations } from '../db/merge-conversations.ts';
import { sends } from '../db/schema/index.ts';
import { merchantSeq, readConversationUpdates } from '../db/updates.ts';
import { storeWebhookParts } from '../db/webhook-inbox.ts';
import type { DeliveryEvent } from '../domain/delivery-state.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type Furnished, furnishMerchant, NOW, seedConversation, seedMessage } from '../testing/merchants.ts';
import { asOwner } from '../testing/planting.ts';
import { seeded } from '../testing/seeded.ts';
import { sequence, shuffled } from '../testing/status-sequences.ts';
import { parseWebhook } from '../whatsapp/webhook-events.ts';
import { applyDeliveryStatuses } from './apply-delivery-status.ts';
import { applyEvents } from './delivery-facts.ts';
import { recordDeliveryEvents } from './record-delivery-events.ts';
import { retryConflict } from './write-conflict.ts';

describe('recordDeliveryEvents', () => {
  let test: TestDatabase;
  let shop: Furnished;
  before(async () => {
    test = await testDatabase();
  });
  beforeEach(async () => {
    shop = await furnishMerchant(test.appDb);
  });
  after(() => test.drop());

  const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(test.appDb, shop.merchantId, work);
  const event = (state: DeliveryEvent['state'], seconds = 0): DeliveryEvent => ({
    state,
    at: new Date(NOW.getTime() + 1000 * seconds),
  });

  async function add(tx: MerchantTx, conversationId: string): Promise<{ id: string; messageId: string }> {
    const id = randomUUIDv7();
    const { id: messageId } = await seedMessage(tx, conversationId, { agentId: shop.agent.id });
    const [numberId, identityId] = [shop.number.id, shop.identity.id];
    await insertDeliveries(tx, [{ id, messageId, conversationId, numberId, identityId, purpose: 'reply' }], NOW);
    await tx.insert(sends).values({
      ...{ deliveryId: id, merchantId: tx.merchantId, numberId, conversationId, priority: 0, dueAt: NOW },
    });
    return { id, messageId };
  }
  const addMany = (count: number, conversations: number) =>
    as(async tx => {
      const threads: string[] = [];
      for (let n = 0; n < conversations; n++) threads.push((await seedConversation(tx, {})).conversationId);
      const made: { id: string; messageId: string; conversationId: string }[] = [];
      for (let n = 0; n < count; n++) {
        const conversationId = threads[n % conversations]!;
        made.push({ ...(await add(tx, conversationId)), conversationId });
      }
      return made;
    });
  const rows = (ids: string[]) =>
    as(async tx => {
      const found: DeliveryRow[] = [];
      for (const id of ids) found.push((await findDelivery(tx, id))!);
      return found;
    });
  const updatesAfter = (from: number) =>
    asOwner(
      test.ownerSql,
      shop.merchantId,
      tx => tx<{ merchant_seq: string; message_id: string }[]>`
        select merchant_seq, message_id from conversation_updates where merchant_seq > ${from} order by merchant_seq`,
    );
  const waiting = () =>
    asOwner(
      test.ownerSql,
      shop.merchantId,
      tx =>
        tx`select delivery_id from queue.sends where merchant_id = ${shop.merchantId} and delivery_id <> ${shop.deliveryId}`,
    );

  it('tells the screens of 250 deliveries under numbers without a hole, several in one conversation', async () => {
    const made = await addMany(250, 40);
    const from = await as(merchantSeq);
    const { moved, changed } = await as(tx =>
      recordDeliveryEvents(
        tx,
        made.map(({ id }, n) => ({ deliveryId: id, event: event('accepted'), wamid: `wamid.${n}` })),
        NOW,
      ),
    );
    assert.deepEqual([moved.length, changed.length], [40, 250]);
    assert.ok(changed.every(({ row, from: was }) => row.state === 'accepted' && was === 'queued'));
    assert.deepEqual(
      (await rows(made.map(({ id }) => id))).map(({ wamid }) => wamid),
      made.map((_, n) => `wamid.${n}`),
    );
    const told = await updatesAfter(from);
    assert.deepEqual(
      told.map(update => Number(update.merchant_seq)),
      Array.from({ length: 250 }, (_, n) => from + 1 + n),
    );
    assert.deepEqual(new Set(told.map(update => update.message_id)), new Set(made.map(({ messageId }) => messageId)));
    for (const id of new Set(made.map(({ conversationId }) => conversationId))) {
      const own = await as(tx => readConversationUpdates(tx, id, 0, 100));
      assert.deepEqual(
        own.map(({ seq }) => seq),
        own.map((_, n) => n + 1),
      );
    }
    assert.equal((await waiting()).length, 0, 'there is nothing left to send');
  });

  it('says nothing of what is being sent, and leaves it to be looked at', async () => {
    const made = await addMany(2, 1);
    const record = (state: DeliveryEvent['state'], n: number) =>
      as(tx => recordDeliveryEvents(tx, [{ deliveryId: made[n]!.id, event: event(state) }], NOW));
    const { moved, changed } = await record('sending', 0);
    assert.deepEqual([moved, changed.map(({ row }) => row.state)], [[], ['sending']]);
    await record('unknown', 0);
    assert.equal((await waiting()).length, 2);
    await record('failed', 1);
    assert.deepEqual(
      (await waiting()).map(row => row.delivery_id),
      [made[0]!.id],
    );
  });

  it('takes what happened twice as once, and passes over what is not there', async () => {
    const [one] = await addMany(1, 1);
    const events = [
      { deliveryId: one!.id, event: event('delivered', 3) },
      { deliveryId: randomUUIDv7(), event: event('read') },
      { deliveryId: one!.id, event: event('delivered', 2) },
    ];
    const first = await as(tx => recordDeliveryEvents(tx, events, NOW));
    const again = await as(tx => recordDeliveryEvents(tx, events, NOW));
    assert.deepEqual([first.moved.length, first.changed.length, again], [1, 1, { moved: [], changed: [] }]);
    assert.deepEqual((await rows([one!.id]))[0]!.deliveredAt, event('delivered', 2).at);
  });

  it('applies the statuses that came before their message was known', async () => {
    const [one] = await addMany(1, 1);
    const status = (state: string, wamid: string) => ({ id: wamid, status: state, timestamp: '1773143900' });
    const parts = parseWebhook(
      {
        entry: [
          {
            changes: [
              {
                field: 'messages',
                value: {
                  statuses: [status('sent', 'wamid.e'), status('delivered', 'wamid.e'), status('read', 'wamid.e1')],
                },
              },
            ],
          },
        ],
      },
      NOW,
    );
    await as(async tx => {
      const kept = parts.map(({ dedupeKey, raw }) => ({ id: randomUUIDv7(), dedupeKey, body: JSON.stringify(raw) }));
      await storeWebhookParts(tx, 'whatsapp', kept, NOW);
      const told = parts.flatMap(({ event: told }) => (told.kind === 'status' ? told.status : []));
      const { outcomes } = await applyDeliveryStatuses(tx, told, NOW);
      assert.deepEqual(outcomes, ['parked', 'parked', 'parked']);
      await tx.execute(
        `update webhook_inbox set outcome = 'parked', processed_at = received_at where dedupe_key like '%wamid.e%'`,
      );
    });
    const naming = {
      wamid: 'wamid.e',
      callbackData: one!.id,
      state: 'sent' as const,
      at: NOW,
      recipient: {},
      errors: [],
    };
    await as(tx => applyDeliveryStatuses(tx, [naming], NOW));
    assert.equal((await rows([one!.id]))[0]!.state, 'delivered');
    const left = await asOwner(
      test.ownerSql,
      shop.merchantId,
      tx => tx`
      select dedupe_key, outcome from webhook_inbox where dedupe_key like '%wamid.e%' order by dedupe_key`,
    );
    assert.deepEqual(
      left.map(({ outcome }) => outcome),
      ['applied', 'applied', 'parked'],
      'wamid.e1 is another one',
    );
  });

  it('finds a delivery by what Meta echoes, with or without the attempt', async () => {
    const [one, two, three] = await addMany(3, 1);
    const told = (wamid: string, callbackData: string) => ({
      ...{ wamid, callbackData, state: 'delivered' as const, at: NOW, recipient: {}, errors: [] },
    });
    const statuses = [told('wamid.p', one!.id), told('wamid.q', `${two!.id}/3`), told('wamid.r', `${three!.id}/x`)];
    const { outcomes } = await as(tx => applyDeliveryStatuses(tx, statuses, NOW));
    assert.deepEqual(outcomes, ['applied', 'applied', 'parked']);
    assert.deepEqual(
      (await rows([one!.id, two!.id])).map(({ wamid }) => wamid),
      ['wamid.p', 'wamid.q'],
    );
  });

  it('ends in the same rows whatever the order, the number and the batches, four at a time', async () => {
    const random = seeded(44);
    const made = await addMany(400, 60);
    const before = await rows(made.map(({ id }) => id));
    const events = before.map(() => sequence(random));
    const expected = before.map((row, n) => applyEvents(row, events[n]!).row);
    const all = made.flatMap(({ id }, n) => events[n]!.map(told => ({ deliveryId: id, event: told })));
    const mixed = shuffled([...all, ...all, ...all], random);
    const work = async () => {
      while (mixed.length > 0) {
        const some = mixed.splice(0, 1 + Math.floor(random() * 200));
        await as(tx => recordDeliveryEvents(tx, some, NOW));
      }
    };
    await Promise.all([work(), work(), work(), work()]);
    assert.deepEqual(await rows(made.map(({ id }) => id)), expected);
    const numbers = (await updatesAfter(0)).map(update => Number(update.merchant_seq));
    assert.deepEqual(
      numbers,
      numbers.map((_, n) => n + 1),
    );
  });

  it('follows deliveries that merges take elsewhere meanwhile', async () => {
    const made = await addMany(60, 30);
    const threads = [...new Set(made.map(({ conversationId }) => conversationId))];
    const merge = async (n: number) => {
      const [from, into] = [threads[n]!, threads[n + 1]!];
      await as(async tx => {
        for (const id of [from, into].sort()) await lockConversation(tx, id);
        await mergeConversations(tx, from, into);
      });
    };
    const states = ['accepted', 'sent', 'delivered', 'read'] as const;
    const record = (state: (typeof states)[number]) =>
      retryConflict(() =>
        as(tx =>
          recordDeliveryEvents(
            tx,
            made.map(({ id }) => ({ deliveryId: id, event: event(state) })),
            NOW,
          ),
        ),
      );
    const merges = (async () => {
      for (let n = 0; n < 29; n++) await merge(n);
    })();
    await Promise.all([merges, ...states.map(record), ...states.map(record)]);
    const found = await rows(made.map(({ id }) => id));
    assert.ok(found.every(({ state, conversationId }) => state === 'read' && conversationId === threads.at(-1)));
  });
});
