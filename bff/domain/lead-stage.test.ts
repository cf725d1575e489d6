import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OrderStatus, QuoteStatus } from '../../contract/commerce.ts';
import type { JourneyEventName } from '../../contract/journey-event.ts';
import type { Stage } from '../../contract/lead-score.ts';
import { MINUTE } from './duration.ts';
import type { CustomerFacts, JourneyFact } from './journey-facts.ts';
import { summaryOf } from './journey-summary.ts';
import { STANDARD_TABLE } from './lead-score.ts';
import { progressOf, QUIET_FOR } from './lead-stage.ts';

const now = new Date('2026-03-10T12:00:00Z');
const fact = (name: JourneyEventName, ago = 0, n = 0): JourneyFact => ({
  id: `${name}-${ago}-${n}`,
  subjectId: 's',
  name,
  source: 'web',
  at: new Date(now.getTime() - ago),
  page: null,
  properties: {},
});
const order = (status: OrderStatus = 'placed') => ({ number: null, status, placedAt: now });
const quote = (status: QuoteStatus) => ({ number: null, status });

const known = (events: JourneyFact[], more: Partial<CustomerFacts> = {}): CustomerFacts => ({
  ...{ journey: summaryOf(events, STANDARD_TABLE), wroteAt: [], orders: [], quotes: [], given: [] },
  ...more,
});

type Case = [
  name: string,
  stage: Stage,
  furthest: Stage,
  events: JourneyFact[],
  orders?: OrderStatus[],
  quotes?: QuoteStatus[],
  wroteAt?: Date[],
];
const views = (count: number) => Array.from({ length: count }, (_, i) => fact('product_viewed', 0, i));

const CASES: Case[] = [
  ['nothing', 'visitor', 'visitor', []],
  ['two products', 'visitor', 'visitor', views(2)],
  ['three products', 'engaged', 'engaged', views(3)],
  ['a message', 'engaged', 'engaged', [], [], [], [now]],
  [
    'a second visit after exactly half an hour',
    'engaged',
    'engaged',
    [fact('page_viewed', 30 * MINUTE), fact('page_viewed')],
  ],
  ['the same visit until then', 'visitor', 'visitor', [fact('page_viewed', 30 * MINUTE - 1), fact('page_viewed')]],
  ['a cart', 'considering', 'considering', [fact('cart_item_added')]],
  ['a request for a quote', 'considering', 'considering', [], [], ['requested']],
  ['a quote that was sent', 'quoted', 'quoted', [], [], ['sent']],
  ['a quote that ran out', 'considering', 'quoted', [], [], ['expired']],
  ['an order', 'customer', 'customer', [], ['placed']],
  ['two orders', 'repeat', 'repeat', [], ['delivered', 'paid']],
  ['an order that was cancelled', 'visitor', 'visitor', [], ['cancelled']],
  ["a browser's word for an order", 'visitor', 'visitor', [fact('order_placed')]],
  [
    'a cart, one millisecond before ninety quiet days',
    'considering',
    'considering',
    [fact('cart_item_added', QUIET_FOR - 1)],
  ],
  ['a cart, after exactly ninety quiet days', 'dormant', 'considering', [fact('cart_item_added', QUIET_FOR)]],
  ['one page, after ninety quiet days', 'visitor', 'visitor', [fact('page_viewed', QUIET_FOR)]],
  [
    'only news from the shop since',
    'dormant',
    'customer',
    [fact('cart_item_added', QUIET_FOR), fact('order_status_changed')],
    ['placed'],
  ],
];

describe('the stage', () => {
  for (const [name, stage, furthest, events, orders = [], quotes = [], wroteAt = []] of CASES) {
    it(`of ${name} is ${stage}, and ${furthest} the furthest`, () => {
      const progress = progressOf(
        known(events, { orders: orders.map(order), quotes: quotes.map(quote), wroteAt }),
        now,
      );
      assert.deepEqual([progress.stage, progress.furthest], [stage, furthest]);
    });
  }

  it('knows when quiet alone will change it', () => {
    const facts = known([fact('cart_item_added')]);
    const { dormantAt } = progressOf(facts, now);
    assert.equal(progressOf(facts, new Date(dormantAt!.getTime() - 1)).stage, 'considering');
    assert.equal(progressOf(facts, dormantAt!).stage, 'dormant');
  });

  it('counts visits whatever the order, and no words of the shop', () => {
    const events = [fact('page_viewed'), fact('page_viewed', 100 * MINUTE), fact('page_viewed', 60 * MINUTE)];
    const visits = (of: JourneyFact[]) => summaryOf(of, STANDARD_TABLE).visits.count;
    assert.equal(visits(events), 3);
    assert.equal(visits(events.map(event => ({ ...event, source: 'api' }))), 0);
  });
});
