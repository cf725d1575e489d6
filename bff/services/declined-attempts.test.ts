import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Purpose } from '../../contract/message.ts';
import { consentsOf, recordConsents } from '../db/consents.ts';
import { findConversation } from '../db/conversations.ts';
import { appendMessage } from '../db/messages.ts';
import { storeWebhookParts } from '../db/webhook-inbox.ts';
import { consentState } from '../domain/consent.ts';
import { DAY, HOUR, MINUTE } from '../domain/duration.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { type Person, refused, type SendingWorld, sendingWorld } from '../testing/sending-world.ts';
import { parseWebhook } from '../whatsapp/webhook-events.ts';
import { applyDeliveryStatuses } from './apply-delivery-status.ts';
import { beginSends } from './begin-sends.ts';
import { settleSends } from './settle-sends.ts';

const SETTLE = { settleTime: MINUTE, random: () => 0 };
const LOST = { kind: 'ambiguous', reason: 'no answer in time' } as const;
const at = (ms: number) => new Date(NOW.getTime() + ms);

describe('an attempt that Meta accepted, and said later that it failed', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  let id: string;
  let person: Person;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await sendingWorld(test.appDb);
    await begin('marketing');
  });

  /** One message, with its first attempt under way. */
  async function begin(purpose: Purpose): Promise<void> {
    person = await world.person({ optedIn: true, wroteAt: NOW });
    id = await world.queue(person, purpose);
    await attempt(NOW);
  }
  async function attempt(now: Date): Promise<number | undefined> {
    const { sends } = (await world.claim(now))!;
    return (await beginSends(test.appDb, world.merchantId, sends, now)).get(id);
  }
  const settle = (attempt: number, outcome: Parameters<typeof settleSends>[2][number]['outcome'], now = NOW) =>
    settleSends(test.appDb, world.merchantId, [{ deliveryId: id, attempt, outcome }], SETTLE, now);
  const accepted = (attempt: number, now = NOW) =>
    settle(attempt, { kind: 'accepted', wamid: `wamid.${id}.${attempt}` }, now);
  const webhook = (attempt: number, status: string, { code, echo = true }: { code?: number; echo?: boolean } = {}) => {
    const told = {
      ...{ id: `wamid.${id}.${attempt}`, status, timestamp: String(NOW.getTime() / 1000) },
      ...(echo && { biz_opaque_callback_data: `${id}/${attempt}` }),
      ...(code && { errors: [{ code, title: 'declined' }] }),
    };
    return parseWebhook({ entry: [{ changes: [{ field: 'messages', value: { statuses: [told] } }] }] }, NOW);
  };
  const told = (attempt: number, status: string, code?: number, now = NOW) =>
    world.as(tx => {
      const statuses = webhook(attempt, status, code ? { code } : {}).flatMap(({ event }) =>
        event.kind === 'status' ? event.status : [],
      );
      return applyDeliveryStatuses(tx, statuses, now);
    });
  const row = async () => {
    const [found] = await world.as(tx =>
      tx.execute<{
        state: string;
        wamid: string | null;
        waits_for: string | null;
        attempt: number;
        history: { what: string }[];
      }>(`select state, wamid, waits_for, attempt, history from deliveries where id = '${id}'`),
    );
    return found!;
  };
  const state = async () => (await row()).state;

  const happened = {
    answer: () => accepted(1),
    sent: () => told(1, 'sent'),
    failed: () => told(1, 'failed', 131049),
  };
  const orders: (keyof typeof happened)[][] = [
    ['answer', 'failed'],
    ['failed', 'answer'],
    ['answer', 'sent', 'failed'],
    ['answer', 'failed', 'sent'],
    ['sent', 'answer', 'failed'],
    ['sent', 'failed', 'answer'],
    ['failed', 'answer', 'sent'],
    ['failed', 'sent', 'answer'],
  ];
  for (const order of orders) {
    it(`goes once more a day later, whatever came first: ${order.join(', ')}`, async () => {
      for (const what of order) await happened[what]();
      const { history, ...waiting } = await row();
      assert.deepEqual(waiting, { state: 'queued', wamid: null, waits_for: 'retry', attempt: 1 });
      assert.deepEqual(
        history.map(({ what }) => what),
        ['refused'],
      );
      assert.equal(await attempt(at(DAY - 1)), undefined, 'Meta: not before 24 hours have passed');
      const again = at(DAY + HOUR);
      assert.equal(await attempt(again), 2);
      await accepted(2, again);
      const sent = await row();
      assert.deepEqual([sent.state, sent.wamid], ['accepted', `wamid.${id}.2`]);
      assert.deepEqual(sent.history, history, 'it has not arrived twice');
    });
  }

  it('goes twice more by itself, however often something else stood in the way', async () => {
    let now = NOW;
    let tried = 1;
    const next = async (after: number) => {
      now = new Date(now.getTime() + after);
      tried = (await attempt(now))!;
    };
    for (let refusal = 1; refusal <= 3; refusal++) {
      await settle(tried, refused(131000), now);
      await next(MINUTE);
    }
    for (let declined = 1; declined <= 2; declined++) {
      await accepted(tried, now);
      await told(tried, 'failed', 131049, now);
      assert.equal(await state(), 'queued');
      await next(DAY + HOUR);
    }
    await accepted(tried, now);
    await told(tried, 'failed', 131049, now);
    assert.deepEqual([await state(), tried], ['failed', 6]);
  });

  it('is believed to have arrived all the same, if Meta says so', async () => {
    await happened.answer();
    await happened.failed();
    await told(1, 'delivered');
    assert.deepEqual([await state(), (await row()).wamid], ['delivered', `wamid.${id}.1`]);
    assert.equal(await attempt(at(2 * DAY)), undefined, 'nothing is left to send');
  });

  it('does not stand in for the next one, if the answer to that is lost', async () => {
    await happened.answer();
    await happened.failed();
    const again = at(DAY + HOUR);
    await attempt(again);
    await settle(2, LOST, again);
    assert.equal(await state(), 'unknown');
    await told(1, 'sent');
    assert.equal(await state(), 'unknown', 'that is the first one');
    await told(2, 'sent');
    assert.equal(await state(), 'sent');
  });

  it('says nothing of a later attempt', async () => {
    await begin('reply');
    await settle(1, LOST);
    const again = at(3 * MINUTE);
    assert.equal(await attempt(again), 2);
    await accepted(2, again);
    await told(1, 'failed', 131049);
    assert.equal(await state(), 'accepted');
    await told(2, 'failed', 131026);
    assert.equal(await state(), 'failed');
  });

  for (const [code, then] of [
    [131049, { state: 'queued', stopped: false }],
    [131031, { state: 'queued', stopped: true }],
    [131026, { state: 'failed', stopped: false }],
  ] as const) {
    it(`has its consequences also when that came first, and named only Meta's id: ${code}`, async () => {
      const [part] = webhook(1, 'failed', { code, echo: false });
      await world.as(async tx => {
        const kept = { id: randomUUIDv7(), dedupeKey: part!.dedupeKey, body: JSON.stringify(part!.raw) };
        await storeWebhookParts(tx, 'whatsapp', [kept], NOW);
        await tx.execute(
          `update webhook_inbox set outcome = 'parked', processed_at = received_at where id = '${kept.id}'`,
        );
      });
      await accepted(1);
      const [number] = await world.as(tx =>
        tx.execute<{ sending: string }>(`select sending from whatsapp_numbers where id = '${world.numberId}'`),
      );
      assert.deepEqual({ state: await state(), stopped: number!.sending === 'stopped' }, then);
    });
  }

  it('ends offers as of when Meta said so: who has switched them on again since then gets them', async () => {
    const { customerId } = person;
    await accepted(1);
    const resumed = { id: randomUUIDv7(), customerId, topic: 'marketing', action: 'opt-in' } as const;
    const rest = { source: 'meta-preference', at: at(MINUTE), recordedAt: at(MINUTE) } as const;
    await world.as(tx => recordConsents(tx, [{ ...resumed, ...rest }]));
    await told(1, 'failed', 131050, at(2 * MINUTE));
    const facts = (await world.as(tx => consentsOf(tx, [customerId]))).get(customerId)!;
    assert.deepEqual([facts.length, consentState(facts).marketing], [3, 'in']);
  });

  it('closes no window that the customer has opened since', async () => {
    await begin('reply');
    await accepted(1);
    const { conversationId, identityId } = person;
    const said = { id: randomUUIDv7(), conversationId, content: { kind: 'text', text: 'Hello?' } } as const;
    const how = { author: { kind: 'shopper' }, channel: 'whatsapp', sentAt: at(MINUTE), now: at(MINUTE) } as const;
    const via = { identityId, numberId: world.numberId };
    const opened = async () => (await world.as(tx => findConversation(tx, conversationId)))!.lastInboundAt!.getTime();
    await world.as(tx => appendMessage(tx, { ...said, ...how, via }));
    await told(1, 'failed', 131047, at(2 * MINUTE));
    assert.equal(await opened(), at(MINUTE).getTime());
  });
});
