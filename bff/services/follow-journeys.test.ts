import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { JourneyEventName } from '../../contract/journey-event.ts';
import { findJourneys } from '../db/customer-journeys.ts';
import { insertJourneyEvents } from '../db/journey-events.ts';
import { markDue, markJourneys, merchantsWithMarks } from '../db/journey-marks.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { moveCustomer } from '../db/move-customer.ts';
import { insertVisitor } from '../db/visitors.ts';
import { DAY } from '../domain/duration.ts';
import { STANDARD_TABLE } from '../domain/lead-score.ts';
import { inProcessLive } from '../live/in-process.ts';
import { merchantTopic, type Signal } from '../live/live.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedAgent, seedConversation, seedMerchant, seedMessage, sha256 } from '../testing/merchants.ts';
import { followJourneys } from './follow-journeys.ts';
import { changeScoreTable } from './score-table.ts';

describe('following journeys', () => {
  let test: TestDatabase;
  let merchantId: string;
  const live = inProcessLive();
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    merchantId = await seedMerchant(test.appDb);
  });

  const inside = <T>(work: Parameters<typeof withMerchant<T>>[2]) => withMerchant(test.appDb, merchantId, work);
  const context = (now = NOW) => ({ db: test.appDb, live, now });
  const follow = async (now = NOW, kind: 'event' | 'rescore' = 'event') => {
    let total = 0;
    for (let taken = 1; taken > 0; total += taken) taken = await followJourneys(context(now), merchantId, kind, 200);
    return total;
  };

  async function shopper() {
    return inside(async tx => {
      const thread = await seedConversation(tx);
      const visitorId = randomUUIDv7();
      await insertVisitor(tx, { id: visitorId, customerId: thread.customerId, tokenHash: sha256(visitorId), now: NOW });
      return { ...thread, visitorId };
    });
  }
  const does = (subjectId: string, name: JourneyEventName, at = NOW, properties: Record<string, unknown> = {}) =>
    inside(tx =>
      insertJourneyEvents(tx, [
        {
          id: randomUUIDv7(),
          subjectId,
          name,
          source: 'web',
          occurredAt: at,
          clientAt: at,
          receivedAt: at,
          page: { url: '/oak', title: 'Oak' },
          properties,
        },
      ]),
    );
  const journeyOf = async (id: string) => (await inside(tx => findJourneys(tx, [id]))).get(id);
  const table = (name: string) =>
    test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${merchantId}, true)`;
      return sql.unsafe(`select * from ${name} where merchant_id = '${merchantId}'`);
    });

  it('makes score, stage, visits, page and cart of what was done', async () => {
    const { customerId, visitorId } = await shopper();
    await does(visitorId, 'page_viewed', new Date(NOW.getTime() - DAY));
    await does(visitorId, 'cart_item_added', NOW, {
      items: [{ id: 'oak', name: 'Oak', price: 1240, quantity: 2 }],
      currency: 'EUR',
    });
    assert.equal(await follow(), 2);
    const journey = await journeyOf(customerId);
    assert.deepEqual(
      [journey?.stage, journey?.visits, journey?.pageTitle, journey?.cartTotal, journey?.cartCurrency],
      ['considering', 2, 'Oak', '2480.0000', 'EUR'],
    );
    assert.equal(
      journey!.reasons.reduce((sum, { points }) => sum + points, 0),
      journey!.score,
    );
    assert.equal((await table('carts')).length, 1);
  });

  it('changes nothing when it looks again', async () => {
    const { customerId, visitorId } = await shopper();
    await does(visitorId, 'quote_requested');
    await follow();
    const before = [await journeyOf(customerId), await table('lead_score_changes'), await table('carts')];
    await inside(tx => markJourneys(tx, [visitorId, customerId], NOW));
    await follow();
    assert.deepEqual([await journeyOf(customerId), await table('lead_score_changes'), await table('carts')], before);
  });

  it('leaves the marks when it fails, and misses nothing that comes meanwhile', async () => {
    const { customerId, visitorId } = await shopper();
    await does(visitorId, 'cart_item_added', NOW, { items: [{ id: 'oak' }] });
    await assert.rejects(
      inside(async tx => {
        const { takeMarks } = await import('../db/journey-marks.ts');
        assert.equal((await takeMarks(tx, 'event', 10)).length, 1);
        throw new Error('the power went');
      }),
    );
    await Promise.all([follow(), does(visitorId, 'checkout_started', NOW, { items: [{ id: 'oak' }] }), follow()]);
    await follow();
    const journey = await journeyOf(customerId);
    assert.equal(journey!.score, 25);
    assert.ok(!(await merchantsWithMarks(test.appDb, 'event')).includes(merchantId));
  });

  it('counts what was written by WhatsApp or in the panel', async () => {
    const { customerId, conversationId } = await shopper();
    await inside(async tx => {
      await seedMessage(tx, conversationId);
      await markJourneys(tx, [customerId], NOW);
    });
    await follow();
    const journey = await journeyOf(customerId);
    assert.deepEqual([journey?.stage, journey?.score], ['engaged', 8]);
  });

  it('gives the events of who was merged to who is there, and takes the old row away', async () => {
    const [guest, known] = [await shopper(), await shopper()];
    await does(guest.visitorId, 'quote_requested');
    await follow();
    await inside(async tx => {
      await moveCustomer(tx, guest.customerId, known.customerId);
      await markJourneys(tx, [guest.customerId, known.customerId], NOW);
    });
    await follow();
    assert.equal(await journeyOf(guest.customerId), undefined);
    assert.equal((await journeyOf(known.customerId))?.score, 20);
  });

  it('shows agents a lead that turns hot, once, and tells those who watch', async () => {
    const { customerId, conversationId, visitorId } = await shopper();
    const signals: Signal[] = [];
    const stop = live.subscribe(merchantTopic(merchantId), signal => void signals.push(signal));
    for (const name of ['quote_requested', 'appointment_booked', 'checkout_started'] as const)
      await does(visitorId, name);
    await follow();
    await inside(tx => markJourneys(tx, [visitorId], NOW));
    await follow();
    const updates = (await table('conversation_updates')).filter(({ kind }) => kind === 'lead');
    assert.equal(updates.length, 1);
    assert.equal(updates[0]!.conversation_id, conversationId);
    assert.ok((await journeyOf(customerId))?.isHot);
    await Promise.resolve();
    stop();
    assert.ok(signals.some(signal => signal.kind === 'journey' && signal.customerIds.includes(customerId)));
    assert.ok(signals.some(signal => signal.kind === 'moved' && signal.conversationId === conversationId));
  });

  it('lets a score fade with time alone', async () => {
    const { customerId, visitorId } = await shopper();
    await does(visitorId, 'quote_requested');
    await follow();
    const later = new Date(NOW.getTime() + 14 * DAY);
    assert.equal(await inside(tx => markDue(tx, new Date(NOW.getTime() + 60_000), 100)), 0);
    assert.equal(await inside(tx => markDue(tx, later, 100)), 1);
    await follow(later, 'rescore');
    assert.equal((await journeyOf(customerId))?.score, 10);
  });

  it('scores everybody anew when the table changes, and says by which', async () => {
    const { customerId, visitorId } = await shopper();
    await does(visitorId, 'quote_requested');
    await follow();
    const agent = await inside(tx => seedAgent(tx));
    const points = { ...STANDARD_TABLE.points, quote_requested: { points: 33, atMost: 1 } };
    const settings = await changeScoreTable(context(), merchantId, agent.id, { ...STANDARD_TABLE, points });
    assert.deepEqual([settings.version, settings.waiting], [1, 1]);
    await follow(NOW, 'rescore');
    const journey = await journeyOf(customerId);
    assert.deepEqual([journey?.score, journey?.tableVersion], [33, 1]);
  });

  it('bears two who follow at once', async () => {
    const shoppers = await Promise.all(Array.from({ length: 10 }, shopper));
    await Promise.all(
      shoppers.flatMap(({ visitorId }) => [does(visitorId, 'chat_opened'), does(visitorId, 'quote_requested')]),
    );
    await Promise.all([follow(), follow(), follow()]);
    for (const { customerId } of shoppers) assert.equal((await journeyOf(customerId))?.score, 23);
  });
});
