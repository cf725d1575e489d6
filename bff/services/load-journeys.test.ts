import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { JourneyEventName } from '../../contract/journey-event.ts';
import { findJourneys } from '../db/customer-journeys.ts';
import { eraseFromStore } from '../db/erasure.ts';
import { insertJourneyEvents } from '../db/journey-events.ts';
import { type MarkKind, markJourneys } from '../db/journey-marks.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { insertVisitor } from '../db/visitors.ts';
import { DAY, HOUR, MINUTE } from '../domain/duration.ts';
import { inProcessLive } from '../live/in-process.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedAgent, seedConversation, seedMerchant, sha256 } from '../testing/merchants.ts';
import { followJourneys } from './follow-journeys.ts';
import { mergeCustomers } from './merge-customers.ts';
import { undoMerge } from './undo-merge.ts';

describe('a journey that is added to', () => {
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
  const follow = async (now = NOW, kind: MarkKind = 'event') => {
    while ((await followJourneys({ db: test.appDb, live, now }, merchantId, kind, 200)) > 0);
  };
  const owner = (statement: string) =>
    test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${merchantId}, true)`;
      return sql.unsafe(statement);
    });
  const does = (subjectId: string, name: JourneyEventName, ago: number, url = '/oak') => {
    const at = new Date(NOW.getTime() - ago);
    const when = { occurredAt: at, clientAt: at, receivedAt: NOW };
    const what = { page: { url, title: url }, properties: { items: [{ id: url, quantity: 1 }] } };
    return inside(tx =>
      insertJourneyEvents(tx, [{ id: randomUUIDv7(), subjectId, name, source: 'web', ...when, ...what }]),
    );
  };
  const browserOf = async (customerId: string) => {
    const id = randomUUIDv7();
    await inside(tx => insertVisitor(tx, { id, customerId, tokenHash: sha256(id), now: NOW }));
    return id;
  };
  async function shopper() {
    const { customerId } = await inside(tx => seedConversation(tx));
    return { customerId, browser: await browserOf(customerId) };
  }
  const standing = async (id: string) => (await inside(tx => findJourneys(tx, [id]))).get(id);
  /** What it would be if nothing had been kept. */
  async function anew(customerId: string) {
    await owner('delete from journey_summaries');
    await inside(tx => markJourneys(tx, [customerId], NOW));
    await follow();
    return standing(customerId);
  }
  /** Counts as if so many pages had been seen before, so that it can be told whether what was kept is used. */
  const pretend = (pages: number) =>
    owner(`update journey_summaries set summary = jsonb_set(summary::jsonb, '{pageViews}', '${pages}')::json`);

  it('is not read anew for what is new', async () => {
    const { customerId, browser } = await shopper();
    await does(browser, 'page_viewed', HOUR);
    await follow();
    await pretend(41);
    await does(browser, 'page_viewed', MINUTE);
    await follow();
    assert.equal((await standing(customerId))?.pageViews, 42);
    await inside(tx => markJourneys(tx, [customerId], NOW));
    await follow();
    assert.equal((await standing(customerId))?.pageViews, 42);
    assert.equal((await anew(customerId))?.pageViews, 2);
  });

  it('is read anew when something older comes late, also from the same millisecond', async () => {
    for (const late of [HOUR + 1, HOUR]) {
      const { customerId, browser } = await shopper();
      await does(browser, 'product_viewed', HOUR, '/first');
      await follow();
      await does(browser, 'product_viewed', late, '/second');
      await does(browser, 'cart_item_added', MINUTE);
      await follow();
      const added = await standing(customerId);
      assert.deepEqual(
        added?.reasons.filter(reason => reason.kind === 'event').map(reason => reason.times),
        [1, 2],
      );
      assert.deepEqual(added, await anew(customerId));
    }
  });

  it('is read anew when a mark does not tell since when, as older versions write them', async () => {
    const { customerId, browser } = await shopper();
    await does(browser, 'page_viewed', HOUR);
    await follow();
    await pretend(41);
    await owner(`insert into queue.journey_marks values ('${merchantId}', '${browser}', 'event', now())`);
    await follow();
    assert.equal((await standing(customerId))?.pageViews, 1);
  });

  it('is read anew by another score table', async () => {
    const { customerId, browser } = await shopper();
    await does(browser, 'page_viewed', HOUR);
    await follow();
    await pretend(41);
    await owner(`update journey_summaries set basis = 'another'`);
    await does(browser, 'page_viewed', MINUTE);
    await follow();
    assert.equal((await standing(customerId))?.pageViews, 2);
  });

  it('counts what a second browser did before', async () => {
    const { customerId, browser } = await shopper();
    await does(browser, 'page_viewed', HOUR);
    await follow();
    const other = await browserOf(customerId);
    await does(other, 'page_viewed', MINUTE);
    await follow();
    assert.equal((await standing(customerId))?.pageViews, 2);
    await does(other, 'page_viewed', 2 * HOUR);
    await follow();
    assert.equal((await standing(customerId))?.visits, 3);
  });

  it('goes with a merge and comes back with its undoing, with what was done meanwhile', async () => {
    const [one, two] = [await shopper(), await shopper()];
    await does(one.browser, 'page_viewed', 3 * HOUR);
    await does(two.browser, 'page_viewed', 2 * HOUR);
    await follow();
    const merge = { from: one.customerId, into: two.customerId, reason: 'signed-identity', evidence: {} } as const;
    await inside(tx => mergeCustomers(tx, { ...merge, sees: 'what-comes', now: NOW }));
    await does(one.browser, 'page_viewed', 4 * HOUR);
    await follow();
    assert.deepEqual([(await standing(two.customerId))?.pageViews, await standing(one.customerId)], [3, undefined]);
    const [row] = await owner('select id from customer_merges');
    const { id: agentId } = await inside(tx => seedAgent(tx));
    await undoMerge({ db: test.appDb, live, now: NOW }, merchantId, row!.id as string, agentId);
    await follow();
    assert.deepEqual(
      [(await standing(one.customerId))?.pageViews, (await standing(two.customerId))?.pageViews],
      [2, 1],
    );
  });

  it('forgets what was erased', async () => {
    const { customerId, browser } = await shopper();
    await does(browser, 'page_viewed', HOUR);
    await follow();
    await inside(tx => eraseFromStore(tx, { customers: [customerId], subjects: [customerId, browser] }, 'shopify'));
    assert.equal((await owner('select from journey_summaries')).length, 0);
  });

  it('goes on with a cart that lay for months', async () => {
    const { customerId, browser } = await shopper();
    await does(browser, 'cart_item_added', 200 * DAY, 'oak');
    await follow();
    await does(browser, 'cart_item_added', MINUTE, 'ash');
    await follow();
    const carts = await owner('select items from carts');
    assert.deepEqual(
      carts.map(cart => (cart.items as { id: string }[]).map(({ id }) => id)),
      [['oak', 'ash']],
    );
    assert.deepEqual(await standing(customerId), await anew(customerId));
  });
});
