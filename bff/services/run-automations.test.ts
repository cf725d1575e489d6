import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { switchRule } from '../db/automation-rules.ts';
import { recordConsents } from '../db/consents.ts';
import { changeConversation, findConversation } from '../db/conversations.ts';
import { markJourneys } from '../db/journey-marks.ts';
import { type QuoteRow, saveOrder, saveQuote } from '../db/orders.ts';
import { notePanels } from '../db/visitors.ts';
import { changeNumber } from '../db/whatsapp-numbers.ts';
import { DAY, HOUR, MINUTE } from '../domain/duration.ts';
import { inProcessLive } from '../live/in-process.ts';
import { automationWorld, cartRule, cartStep, type Shopper } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedAgent } from '../testing/merchants.ts';
import { switchAutomation } from './automation-rules.ts';
import { followJourneys } from './follow-journeys.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);

describe('a cart that was left', () => {
  let test: TestDatabase;
  let world: Awaited<ReturnType<typeof automationWorld>>;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await automationWorld(test.appDb);
  });

  /** Somebody fills a cart at NOW, under the rule. */
  async function left(rule = cartRule(), options: Parameters<typeof world.shopper>[0] = {}): Promise<Shopper> {
    await world.rule(rule);
    const shopper = await world.shopper(options);
    await world.fills(shopper.visitorId, NOW);
    await world.follow(NOW);
    return shopper;
  }
  const only = async ({ customerId }: Shopper) => {
    const stories = await world.story(customerId);
    assert.equal(stories.length, 1);
    return stories[0]!;
  };

  it('is reminded of an hour later, not a millisecond before, once', async () => {
    const shopper = await left();
    assert.deepEqual((await only(shopper)).dueAt, at(HOUR));
    assert.equal(await world.tick(at(HOUR - 1)), 0);
    assert.equal(await world.tick(at(HOUR)), 1);
    assert.deepEqual(await world.received(shopper), ['whatsapp: Hi there, Oak table is still in your cart.']);
    const { state, decisions } = await only(shopper);
    assert.deepEqual([state, decisions], ['done', ['planned cart-left', 'sent template']]);
    await world.follow(at(HOUR));
    assert.equal(await world.tick(at(2 * HOUR)), 0);
  });

  it('is in the ledger as advertising that ends with its time', async () => {
    await left();
    await world.tick(at(HOUR));
    const [row] = await world.as(tx =>
      tx.execute<{ purpose: string; expires_at: string }>('select purpose, expires_at from deliveries'),
    );
    assert.deepEqual([row?.purpose, new Date(row!.expires_at)], ['marketing', at(7 * HOUR)]);
  });

  it('is waited for anew when it is touched again', async () => {
    const shopper = await left();
    await world.fills(shopper.visitorId, at(50 * MINUTE), 'Lamp');
    await world.follow(at(50 * MINUTE));
    await world.tick(at(HOUR));
    assert.deepEqual(await world.received(shopper), []);
    assert.deepEqual((await only(shopper)).dueAt, at(110 * MINUTE));
    await world.tick(at(110 * MINUTE));
    assert.deepEqual(await world.received(shopper), ['whatsapp: Hi there, Oak table, Lamp is still in your cart.']);
  });

  it('is not reminded of when it was bought, and that is known within moments', async () => {
    const shopper = await left();
    await world.does(shopper.visitorId, 'order_placed', at(MINUTE));
    await world.follow(at(MINUTE));
    await world.tick(at(MINUTE));
    const { state, decisions } = await only(shopper);
    assert.deepEqual([state, decisions.at(-1)], ['cancelled', 'cancelled bought']);
    await world.tick(at(DAY));
    assert.deepEqual(await world.received(shopper), []);
  });

  it('is not reminded of when the order came by another way', async () => {
    const shopper = await left();
    await world.as(tx =>
      saveOrder(tx, { ...ORDER, items: [], told: [], subjectId: shopper.customerId, placedAt: at(MINUTE) }, at(MINUTE)),
    );
    await world.tick(at(HOUR));
    assert.equal((await only(shopper)).decisions.at(-1), 'cancelled bought');
  });

  it('is not reminded of when they wrote to us, or emptied it', async () => {
    const rule = cartRule();
    const one = await left(rule);
    await world.writes(one, at(MINUTE));
    await world.tick(at(HOUR));
    assert.equal((await only(one)).decisions.at(-1), 'cancelled replied');
    const other = await world.shopper();
    await world.fills(other.visitorId, NOW);
    await world.follow(NOW);
    await world.does(other.visitorId, 'cart_item_removed', at(MINUTE), { items: [{ id: 'Oak table' }] });
    await world.follow(at(MINUTE));
    await world.tick(at(MINUTE));
    assert.equal((await only(other)).decisions.at(-1), 'cancelled cart-emptied');
  });

  it('is written of in the panel when it is open, and by WhatsApp not', async () => {
    const shopper = await left();
    await world.as(tx => notePanels(tx, [shopper.visitorId], at(HOUR - MINUTE)));
    await world.tick(at(HOUR));
    assert.deepEqual(await world.received(shopper), ['web: Hi there, Oak table waits for you.']);
    assert.equal((await only(shopper)).decisions.at(-1), 'sent panel');
  });

  it('is written of as text within the service window', async () => {
    const shopper = await left(cartRule(), { wroteAt: at(-HOUR) });
    await world.tick(at(HOUR));
    assert.deepEqual(await world.received(shopper), ['whatsapp: Hi there, Oak table waits for you.']);
    assert.equal((await only(shopper)).decisions.at(-1), 'sent text');
  });

  it('is written of with the template where the number they wrote to is not connected any more', async () => {
    const shopper = await left(cartRule(), { wroteAt: at(-HOUR) });
    const other = await world.number();
    await world.as(tx => changeNumber(tx, world.numberId, { disconnectedAt: NOW }));
    await world.tick(at(HOUR));
    assert.equal((await only(shopper)).decisions.at(-1), 'sent template');
    const [row] = await world.as(tx => tx.execute('select number_id from deliveries'));
    assert.equal(row!.number_id, other);
  });

  it('is not written of to who did not agree, or has opted out since', async () => {
    const stranger = await left(cartRule(), { optedIn: false });
    const out = await world.shopper();
    await world.fills(out.visitorId, NOW);
    await world.follow(NOW);
    const no = { id: crypto.randomUUID(), topic: 'marketing', action: 'opt-out', source: 'typed-word' } as const;
    await world.as(tx =>
      recordConsents(tx, [{ ...no, customerId: out.customerId, at: at(MINUTE), recordedAt: at(MINUTE) }]),
    );
    await world.tick(at(HOUR));
    assert.deepEqual((await only(stranger)).decisions.at(-1), 'suppressed no-opt-in');
    const { state, decisions, words } = await only(out);
    assert.deepEqual([state, decisions.at(-1)], ['suppressed', 'suppressed opted-out-of-marketing']);
    assert.equal(words.at(-1), 'The customer wants no offers.');
  });

  it('waits for the end of the night where they are', async () => {
    const rule = cartRule({ hours: 'not-quiet', steps: [cartStep(60, { withinMinutes: 24 * 60 })] });
    // 21:00 in Tokyo at NOW.
    const shopper = await left(rule, { timeZone: 'Asia/Tokyo' });
    await world.tick(at(HOUR));
    const { decisions, dueAt } = await only(shopper);
    assert.deepEqual([decisions.at(-1), dueAt], ['waiting quiet-hours', at(12 * HOUR)]);
    await world.tick(at(12 * HOUR));
    assert.equal((await only(shopper)).decisions.at(-1), 'sent template');
  });

  it('is let be after three days in which the server was down, and the next step has its turn', async () => {
    const steps = [cartStep(60), cartStep(3 * 24 * 60 + 60)];
    const shopper = await left(cartRule({ steps }));
    await world.tick(at(3 * DAY));
    const { state, decisions, dueAt } = await only(shopper);
    assert.deepEqual([state, decisions.at(-1)], ['waiting', 'suppressed too-late']);
    assert.deepEqual(dueAt, at(3 * DAY + HOUR));
    await world.tick(at(3 * DAY + HOUR));
    assert.equal((await only(shopper)).state, 'done');
  });

  it('gets no more advertising than is settled, whatever it comes from', async () => {
    const shopper = await left(cartRule({ steps: [cartStep(60, { withinMinutes: 8 * 24 * 60 })] }));
    for (let n = 0; n < 3; n += 1) await world.queue(shopper, 'marketing', { now: at(n * MINUTE) });
    await world.tick(at(HOUR));
    const { decisions, dueAt } = await only(shopper);
    assert.deepEqual([decisions.at(-1), dueAt], ['waiting frequency-cap', at(7 * DAY)]);
  });

  it('goes no further when the rule was switched off', async () => {
    const id = await world.rule(cartRule());
    const shopper = await world.shopper();
    await world.fills(shopper.visitorId, NOW);
    await world.follow(NOW);
    await world.as(tx => switchRule(tx, id, false, at(MINUTE)));
    await world.tick(at(HOUR));
    assert.equal((await only(shopper)).decisions.at(-1), 'cancelled rule-off');
  });

  it('that was left before the rule was on is let be', async () => {
    const shopper = await world.shopper();
    await world.fills(shopper.visitorId, at(-MINUTE));
    await world.rule(cartRule());
    await world.follow(NOW);
    assert.deepEqual(await world.story(shopper.customerId), []);
  });

  it('is reminded of once, by however many at the same time', async () => {
    await world.rule(cartRule());
    const shoppers = await Promise.all(Array.from({ length: 20 }, () => world.shopper()));
    for (const { visitorId } of shoppers) await world.fills(visitorId, NOW);
    await Promise.all([world.follow(NOW), world.follow(NOW), world.follow(NOW)]);
    await Promise.all([1, 2, 3, 4].map(() => world.tick(at(HOUR))));
    for (const shopper of shoppers) assert.equal((await world.received(shopper)).length, 1);
  });

  it('says what is missing of its template', async () => {
    const rule = cartRule();
    const step = rule.steps[0]!;
    const action = { ...step.do, template: { name: 'nowhere', language: 'en', values: {} } };
    const shopper = await left(cartRule({ steps: [{ ...step, do: action }] }));
    await world.tick(at(HOUR));
    const { state, words } = await only(shopper);
    assert.deepEqual([state, words.at(-1)], ['failed', 'There is no template “nowhere” that can be sent.']);
  });
});

describe('a quote that runs out', () => {
  let test: TestDatabase;
  let world: Awaited<ReturnType<typeof automationWorld>>;
  before(async () => {
    test = await testDatabase();
    world = await automationWorld(test.appDb);
  });
  after(() => test.drop());

  const DUE = at(3 * DAY);
  const about = cartRule({
    trigger: { on: 'quote-expiring', minutesBefore: 7 * 24 * 60 },
    once: { per: 'quote' },
    cancelledBy: ['quote-settled'],
    steps: [
      cartStep(0, {
        do: {
          ...cartRule().steps[0]!.do,
          purpose: 'transactional',
          panel: 'never',
          text: '{{quote.number}} ends',
          template: null,
        },
      }),
    ],
  });
  const quote = (subjectId: string, changes: object = {}) =>
    ({
      ...{
        id: crypto.randomUUID(),
        subjectId,
        source: 'api',
        externalId: subjectId,
        number: 'Q-1',
        status: 'sent',
        items: [],
      },
      ...{ currency: 'EUR', total: '900', url: null, note: null, orderExternalId: null, told: [], createdAt: at(-DAY) },
      ...{ expiresAt: at(10 * DAY), updatedAt: at(-DAY) },
      ...changes,
    }) as QuoteRow;

  it('is spoken of a week before its end, also when it was there before the rule', async () => {
    const shopper = await world.shopper({ wroteAt: at(3 * DAY - HOUR) });
    await world.as(tx => saveQuote(tx, quote(shopper.customerId), NOW));
    const id = await world.rule(about);
    const live = inProcessLive();
    await switchAutomation({ db: test.appDb, live, now: NOW }, world.merchantId, id, true);
    await followJourneys({ db: test.appDb, live, now: NOW }, world.merchantId, 'rescore', 100);
    assert.equal(await world.tick(new Date(DUE.getTime() - 1)), 0);
    await world.tick(DUE);
    assert.deepEqual(await world.received(shopper), ['whatsapp: Q-1 ends']);
  });

  it('is spoken of sooner when its end comes sooner, and not when it was accepted', async () => {
    const [sooner, settled] = [await world.shopper({ wroteAt: NOW }), await world.shopper({ wroteAt: NOW })];
    for (const { customerId } of [sooner, settled]) await world.as(tx => saveQuote(tx, quote(customerId), NOW));
    await world.as(tx => markJourneys(tx, [sooner.customerId, settled.customerId], NOW));
    await world.follow(NOW);
    await world.as(async tx => {
      await saveQuote(tx, quote(sooner.customerId, { expiresAt: at(7 * DAY + HOUR), updatedAt: NOW }), NOW);
      await saveQuote(tx, quote(settled.customerId, { status: 'accepted', updatedAt: NOW }), NOW);
      await markJourneys(tx, [sooner.customerId, settled.customerId], NOW);
    });
    await world.follow(NOW);
    await world.tick(NOW);
    assert.equal((await world.story(settled.customerId))[0]?.decisions.at(-1), 'cancelled quote-settled');
    assert.deepEqual((await world.story(sooner.customerId))[0]?.dueAt, at(HOUR));
    await world.tick(at(HOUR));
    assert.deepEqual(await world.received(sooner), ['whatsapp: Q-1 ends']);
  });
});

describe('a hot lead', () => {
  it('goes to the agent with the fewest open conversations, who sees it', async () => {
    const test = await testDatabase();
    const world = await automationWorld(test.appDb);
    const [busy, idle] = await world.as(async tx => [await seedAgent(tx, 'Busy'), await seedAgent(tx, 'Idle')]);
    const taken = await world.shopper();
    await world.as(tx => changeConversation(tx, taken.conversationId, { assigneeId: busy!.id }));
    await world.rule(
      cartRule({
        trigger: { on: 'lead-hot' },
        once: { per: 'days', days: 7 },
        cancelledBy: [],
        steps: [cartStep(0, { do: { kind: 'assign', to: null } })],
      }),
    );
    const lead = await world.shopper();
    for (const name of ['quote_requested', 'appointment_booked', 'checkout_started'] as const)
      await world.does(lead.visitorId, name, NOW);
    await world.follow(NOW);
    await world.tick(NOW);
    const thread = await world.as(tx => findConversation(tx, lead.conversationId));
    assert.equal(thread?.assigneeId, idle!.id);
    assert.deepEqual((await world.story(lead.customerId))[0]?.words.at(-1), 'Given to Idle.');
    await test.drop();
  });
});

const ORDER = {
  id: crypto.randomUUID(),
  source: 'api',
  externalId: 'O-1',
  number: 'O-1',
  status: 'placed',
  currency: 'EUR',
  total: '1.00',
  refunded: '0',
  url: null,
  tracking: null,
  cartExternalId: null,
  quoteExternalId: null,
  paidAt: null,
  progressStatus: null,
  progressAt: null,
  createdAt: NOW,
  updatedAt: NOW,
} as const;
