import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Once, Trigger } from '../../../contract/automation.ts';
import { DAY, HOUR } from '../duration.ts';
import type { EventFact, Happened } from './facts.ts';
import { type EarlierRun, type Starter, startsOf } from './triggers.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const at = (ms: number) => new Date(NOW.getTime() + ms);
/** A run that told nobody anything and came of none. */
const ALONE = { id: 'run', depth: 0, echoAt: null, subject: {} };
const NOTHING: Happened = {
  customerId: 'ana',
  events: [],
  carts: [],
  quotes: [],
  orders: [],
  hotSince: null,
  dormantSince: null,
};

const rule = (trigger: Trigger, once: Once = { per: 'event' }, enabledAt = at(-30 * DAY)): Starter => ({
  ...{ ruleId: 'rule', trigger, once, enabledAt },
});
const event = (
  name: EventFact['name'],
  when: Date,
  properties: object = {},
  source: EventFact['source'] = 'api',
): EventFact => ({
  ...{ id: `${name} ${when.toISOString()}`, name, source, at: when, properties: { ...properties } },
});
const order = (externalId: string) => ({
  ...{ id: `order ${externalId}`, externalId, number: null, status: 'shipped' as const, currency: 'EUR', total: '1' },
  ...{ url: null, tracking: null, placedAt: at(-DAY) },
});
const quote = (expiresAt: Date, status: 'sent' | 'accepted' = 'sent') => ({
  ...{ id: 'quote', externalId: 'Q', number: 'Q-1', status, currency: 'EUR', total: '1', url: null, expiresAt },
  updatedAt: at(-DAY),
});
const cart = (updatedAt: Date, items = [{ id: 'oak', name: 'Oak', quantity: 1 }]) => ({
  ...{ id: 'cart', status: 'open' as const, items, currency: null, total: '1', url: null, updatedAt },
});
const keys = (one: Starter, happened: Partial<Happened>, earlier: EarlierRun[] = [], now = NOW) =>
  startsOf([one], { ...NOTHING, ...happened }, earlier, now).map(({ scopeKey }) => scopeKey);

describe('a run begins', () => {
  it('with what happened while the rule was on, and within seven days', () => {
    const on: Trigger = { on: 'event', name: 'quote_created' };
    const events = [event('quote_created', at(-HOUR))];
    assert.equal(keys(rule(on), { events }).length, 1);
    assert.equal(keys(rule(on, { per: 'event' }, at(-HOUR)), { events }).length, 1);
    assert.equal(keys(rule(on, { per: 'event' }, at(-HOUR + 1)), { events }).length, 0);
    assert.equal(keys(rule(on), { events: [event('quote_created', at(-7 * DAY))] }).length, 1);
    assert.equal(keys(rule(on), { events: [event('quote_created', at(-7 * DAY - 1))] }).length, 0);
  });

  it('with a status by the shop’s books, not by a browser’s claim', () => {
    const placed = rule({ on: 'order-status', status: 'placed' }, { per: 'order' });
    const told = event('order_placed', at(-HOUR), { orderId: '1' });
    assert.deepEqual(keys(placed, { events: [told], orders: [order('1')] }), ['order:order 1']);
    assert.deepEqual(keys(placed, { events: [{ ...told, source: 'web' }], orders: [order('1')] }), []);
    assert.deepEqual(keys(placed, { events: [told], orders: [order('2')] }), []);
    const shipped = rule({ on: 'order-status', status: 'shipped' }, { per: 'order' });
    const changes = ['paid', 'shipped'].map(status =>
      event('order_status_changed', at(-HOUR), { orderId: '1', status }),
    );
    assert.deepEqual(keys(shipped, { events: changes, orders: [order('1')] }), ['order:order 1']);
  });

  it('before a quote ends while it is open, also when its moment is still to come', () => {
    const week = rule({ on: 'quote-expiring', minutesBefore: 7 * 24 * 60 }, { per: 'quote' });
    assert.deepEqual(keys(week, { quotes: [quote(at(30 * DAY))] }), ['quote:quote']);
    assert.deepEqual(keys(week, { quotes: [quote(at(30 * DAY), 'accepted')] }), []);
  });

  it('with a cart that has something in it', () => {
    const left = rule({ on: 'cart-left' }, { per: 'cart' });
    assert.deepEqual(keys(left, { carts: [cart(at(-HOUR))] }), ['cart:cart']);
    assert.deepEqual(keys(left, { carts: [cart(at(-HOUR), [])] }), []);
  });

  it('never with what came about too soon after the run before, however late it is looked at', () => {
    const on = rule({ on: 'event', name: 'cart_item_added' }, { per: 'days', days: 1 }, at(-7 * DAY));
    const run = { ...ALONE, ruleId: 'rule', scopeKey: 'event:first', startedAt: at(-2 * DAY) };
    const late = (ago: number) => keys(on, { events: [event('cart_item_added', at(-ago))] }, [run]);
    assert.equal(late(DAY + 1).length, 0);
    assert.equal(late(DAY).length, 1);
  });

  it('once per customer, whoever they were part of before, and again after so many days', () => {
    const hot: Trigger = { on: 'lead-hot' };
    const hotSince = at(-HOUR);
    const before = (days: number): EarlierRun[] => [
      { ...ALONE, ruleId: 'rule', scopeKey: 'of who they were', startedAt: at(-days * DAY) },
    ];
    assert.equal(keys(rule(hot, { per: 'customer' }), { hotSince }).length, 1);
    assert.equal(keys(rule(hot, { per: 'customer' }), { hotSince }, before(300)).length, 0);
    assert.equal(keys(rule(hot, { per: 'days', days: 7 }), { hotSince }, before(7)).length, 0);
    assert.equal(keys(rule(hot, { per: 'days', days: 7 }), { hotSince }, before(8)).length, 1);
  });

  it('never twice for one occasion, in whatever order and number things are told', () => {
    const names = ['cart_item_added', 'quote_created', 'order_placed', 'custom.swatch'] as const;
    const events = fc.array(
      fc
        .record({ name: fc.constantFrom(...names), ago: fc.integer({ min: 0, max: 10 * DAY }) })
        .map(({ name, ago }) => event(name, at(-ago))),
      { maxLength: 30 },
    );
    const once: fc.Arbitrary<Once> = fc.oneof(
      fc.record({ per: fc.constantFrom('cart' as const, 'event' as const, 'customer' as const) }),
      fc.record({ per: fc.constant('days' as const), days: fc.integer({ min: 1, max: 9 }) }),
    );
    fc.assert(
      fc.property(events, once, fc.constantFrom(...names), fc.integer({ min: 0, max: 30 }), (told, how, name, cut) => {
        const one = rule({ on: 'event', name }, how);
        const happened = { ...NOTHING, carts: [cart(at(-HOUR))] };
        const asRuns = (starts: ReturnType<typeof startsOf>, startedAt: Date): EarlierRun[] =>
          starts.map(({ ruleId, scopeKey }) => ({ ...ALONE, ruleId, scopeKey, startedAt }));
        const first = asRuns(startsOf([one], { ...happened, events: told.slice(0, cut) }, [], NOW), NOW);
        const second = asRuns(startsOf([one], { ...happened, events: [...told, ...told].reverse() }, first, NOW), NOW);
        const all = [...first, ...second].map(({ scopeKey }) => scopeKey);
        assert.equal(new Set(all).size, all.length);
        if (how.per === 'customer' || how.per === 'days') assert.ok(all.length <= 1);
        assert.deepEqual(startsOf([one], { ...happened, events: told }, [...first, ...second], NOW), []);
      }),
    );
  });
});
