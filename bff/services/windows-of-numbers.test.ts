import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { findConversation } from '../db/conversations.ts';
import { listMerges } from '../db/customer-merges.ts';
import { addIdentities } from '../db/customers.ts';
import { appendMessage } from '../db/messages.ts';
import { HOUR, MINUTE, SECOND } from '../domain/duration.ts';
import { SAFETY_MARGIN, SERVICE_WINDOW } from '../domain/service-window.ts';
import { inProcessLive } from '../live/in-process.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedAgent } from '../testing/merchants.ts';
import { type Person, RULES, refused, type SendingWorld, sendingWorld } from '../testing/sending-world.ts';
import { applyDeliveryStatuses } from './apply-delivery-status.ts';
import { beginSends } from './begin-sends.ts';
import { heedOptWord } from './heed-opt-word.ts';
import { mergeCustomers } from './merge-customers.ts';
import { readConversationDetail } from './read-conversation.ts';
import { sendAgentMessage } from './send-agent-message.ts';
import { settleSends } from './settle-sends.ts';
import { undoMerge } from './undo-merge.ts';
import { phoneIdentity } from './whatsapp-identities.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);
const END = SERVICE_WINDOW - SAFETY_MARGIN;

describe('the service window of somebody who writes to several numbers', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  let [a, b] = ['', ''];
  let ana: Person;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await sendingWorld(test.appDb);
    [a, b] = [world.numberId, await world.number()];
    ana = await world.person({ wroteAt: NOW });
  });

  const sent = async (numberId: string, now: Date) =>
    (await world.claim(now, { numberId }))!.sends.map(({ deliveryId }) => deliveryId);
  const reply = (numberId: string, now: Date) => world.queue(ana, 'reply', { numberId, now });
  const begun = async (numberId: string, now: Date) => {
    const id = await reply(numberId, now);
    const { sends } = (await world.claim(now, { numberId }))!;
    assert.equal((await beginSends(test.appDb, world.merchantId, sends, now)).get(id), 1);
    return id;
  };
  const settle = (deliveryId: string, outcome: Parameters<typeof settleSends>[2][number]['outcome'], now: Date) => {
    const rules = { ...RULES, random: () => 0 };
    return settleSends(test.appDb, world.merchantId, [{ deliveryId, attempt: 1, outcome }], rules, now);
  };
  const says = async (now: Date) => {
    const { id } = await world.as(tx => seedAgent(tx));
    const agent = { id, name: 'Mia' };
    const input = { clientId: randomUUIDv7(), text: 'Yes.' };
    const context = { db: test.appDb, live: inProcessLive(), now };
    return sendAgentMessage(context, world.merchantId, agent, ana.conversationId, input);
  };
  const isRefused = (now: Date) => assert.rejects(says(now), { code: 'service-window-closed' });
  const closes = async () => {
    const { serviceWindowClosesAt } = await world.as(tx => readConversationDetail(tx, ana.conversationId));
    return serviceWindowClosesAt;
  };
  const windowIsOver = async (id: string) => {
    const { state, error_title } = await world.row(id);
    assert.deepEqual([state, error_title?.startsWith('The service window closed')], ['failed', true]);
  };

  it('is not open for a number that they never wrote to', async () => {
    const fromB = await reply(b, at(1));
    assert.deepEqual(await sent(b, at(1)), []);
    await windowIsOver(fromB);
    const fromA = await reply(a, at(2));
    assert.deepEqual(await sent(a, at(2)), [fromA]);
  });

  it('ends for each number a day, less the margin, after they wrote to that one', async () => {
    await world.writesTo(ana, b, at(HOUR));
    for (const [numberId, end] of [
      [a, END],
      [b, HOUR + END],
    ] as const) {
      const last = await begun(numberId, at(end - 1));
      await settle(last, { kind: 'accepted', wamid: `wamid.${last}` }, at(end - 1));
      const late = await reply(numberId, at(end - 1));
      assert.deepEqual(await sent(numberId, at(end)), []);
      await windowIsOver(late);
    }
  });

  it('is opened anew by a message to that number, and goes on for an answer that waited', async () => {
    await world.writesTo(ana, b, at(HOUR));
    const waits = await reply(a, at(2 * HOUR));
    await world.writesTo(ana, a, at(3 * HOUR));
    assert.deepEqual(await sent(a, at(3 * HOUR + END - 1)), [waits]);
  });

  it('is that of the number an answer goes from, where an agent writes and sees it', async () => {
    const shown = (ms: number) => at(ms + END).toISOString();
    assert.equal(await closes(), shown(0));
    await world.writesTo(ana, b, at(HOUR));
    assert.equal(await closes(), shown(HOUR));
    // A message that comes late says no more where they are, but Meta counts from it all the same.
    await world.writesTo(ana, a, at(MINUTE));
    assert.equal(await closes(), shown(HOUR));
    assert.equal((await says(at(HOUR + END - 1))).isNew, true);
    await isRefused(at(HOUR + END));
    const fromA = await reply(a, at(2 * MINUTE));
    assert.deepEqual(await sent(a, at(MINUTE + END - 1)), [fromA]);
  });

  for (const told of ['at once', 'later']) {
    it(`is closed by 131047 for that number alone, told ${told}`, async () => {
      const fromA = await begun(a, at(MINUTE));
      await world.writesTo(ana, b, at(2 * MINUTE));
      if (told === 'at once') await settle(fromA, refused(131047), at(3 * MINUTE));
      else {
        await settle(fromA, { kind: 'accepted', wamid: `wamid.${fromA}` }, at(3 * MINUTE));
        const names = { wamid: `wamid.${fromA}`, callbackData: `${fromA}/1`, recipient: {} };
        const errors = [{ code: 131047, title: 'Re-engagement message' }];
        const status = { ...names, state: 'failed' as const, at: at(4 * MINUTE), errors };
        await world.as(tx => applyDeliveryStatuses(tx, [status], at(4 * MINUTE)));
      }
      const [again, fromB] = [await reply(a, at(5 * MINUTE)), await reply(b, at(5 * MINUTE))];
      assert.deepEqual(await sent(a, at(5 * MINUTE)), []);
      await windowIsOver(again);
      assert.deepEqual(await sent(b, at(5 * MINUTE)), [fromB]);
      assert.equal((await says(at(6 * MINUTE))).isNew, true);
    });
  }

  it('is asked of the number they are at, though another one may still answer', async () => {
    await world.writesTo(ana, b, at(MINUTE));
    await settle(await begun(b, at(2 * MINUTE)), refused(131047), at(2 * MINUTE + SECOND));
    await isRefused(at(3 * MINUTE));
    const fromA = await reply(a, at(3 * MINUTE));
    assert.deepEqual(await sent(a, at(3 * MINUTE)), [fromA]);
    await world.writesTo(ana, b, at(4 * MINUTE));
    assert.equal((await says(at(5 * MINUTE))).isNew, true);
  });

  it('is of the phone that wrote: another one of theirs has its own', async () => {
    const other = phoneIdentity('491519999999');
    await world.as(tx => addIdentities(tx, ana.customerId, [other], NOW));
    await world.writesTo({ ...ana, identityId: other.id }, a, at(HOUR));
    const waits = await reply(a, at(2 * HOUR));
    assert.deepEqual(await sent(a, at(END)), []);
    await windowIsOver(waits);
  });

  it('goes with them to a new number of theirs, and they are answered from where they were', async () => {
    const { customerId, conversationId } = ana;
    const moved = phoneIdentity('491518888888');
    const notice = {
      id: randomUUIDv7(),
      conversationId,
      content: { kind: 'notice', notice: 'number-changed' },
    } as const;
    const how = { author: { kind: 'system' }, channel: 'whatsapp', sentAt: at(HOUR), now: at(HOUR) } as const;
    await world.as(async tx => {
      await addIdentities(tx, customerId, [moved], at(HOUR));
      await appendMessage(tx, { ...notice, ...how, via: { identityId: moved.id, numberId: b } });
    });
    const thread = await world.as(tx => findConversation(tx, conversationId));
    assert.deepEqual([thread!.whatsappNumberId, thread!.whatsappIdentityId], [a, moved.id]);
    assert.equal(await closes(), at(END).toISOString());
    assert.equal((await says(at(END - 1))).isNew, true);
    assert.equal((await sent(a, at(END - 1))).length, 1);
  });

  it('goes with the phone when two customers become one, and when that is undone', async () => {
    const ben = await world.person();
    await world.writesTo(ben, b, at(HOUR));
    const window = async ({ conversationId }: Person) =>
      (await world.as(tx => findConversation(tx, conversationId)))!.lastInboundAt;
    const order = { from: ana.customerId, into: ben.customerId, reason: 'whatsapp-ids', evidence: {} } as const;
    await world.as(tx => mergeCustomers(tx, { ...order, sees: 'what-comes', now: at(2 * HOUR) }));
    assert.deepEqual(await window(ben), at(HOUR));
    const thread = { ...ana, conversationId: ben.conversationId };
    await world.writesTo(thread, a, at(3 * HOUR));
    assert.deepEqual(await window(ben), at(3 * HOUR));
    const waits = await world.queue(thread, 'reply', { numberId: a, now: at(3 * HOUR) });
    const context = { db: test.appDb, live: inProcessLive(), now: at(4 * HOUR) };
    const [merge] = await world.as(tx => listMerges(tx, ben.customerId));
    const { id: agentId } = await world.as(tx => seedAgent(tx));
    await undoMerge(context, world.merchantId, merge!.id, agentId);
    assert.deepEqual([await window(ana), await window(ben)], [at(3 * HOUR), at(HOUR)]);
    assert.deepEqual(await sent(a, at(3 * HOUR + END - 1)), [waits]);
  });

  it('answers no word that comes a day late, though another number may still answer', async () => {
    await world.writesTo(ana, b, at(END));
    const content = { kind: 'text', text: 'STOP' } as const;
    const message = { from: {}, wamid: 'wamid.late', rawType: 'text', sentAt: NOW, content };
    const way = { ...ana, numberId: a };
    await world.as(tx => heedOptWord(tx, { ...way, id: randomUUIDv7(), message, quoted: null }, at(END)));
    assert.equal((await world.as(tx => tx.execute('select id from deliveries'))).length, 0);
  });

  it('decides for each number whether a template begins a conversation, as Meta counts it', async () => {
    await world.as(tx => tx.execute('update whatsapp_numbers set messaging_limit = 1'));
    const ben = await world.person();
    const first = await world.queue(ben, 'transactional', { numberId: b });
    assert.deepEqual(await sent(b, NOW), [first]);
    const [waits, goes] = [
      await world.queue(ana, 'transactional', { numberId: b }),
      await world.queue(ana, 'transactional', { numberId: a }),
    ];
    assert.deepEqual(await sent(b, at(1)), []);
    assert.equal((await world.row(waits)).waits_for, 'messaging-limit');
    assert.deepEqual(await sent(a, at(1)), [goes]);
  });
});
