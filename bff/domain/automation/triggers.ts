import type { Once, Trigger } from '../../../contract/automation.ts';
import type { Subject } from '../../../contract/automation-facts.ts';
import { DAY, MINUTE } from '../duration.ts';
import { isOpen } from '../quote-expiry.ts';
import { type Cause, type CausingRun, causeOf } from './cause.ts';
import type { EventFact, Happened } from './facts.ts';

/** What happened longer ago starts nothing: it was told late, or brought in from elsewhere. */
export const STARTS_WITHIN = 7 * DAY;

/** What is needed to know whether a rule begins. */
export type Starter = { ruleId: string; trigger: Trigger; once: Once; enabledAt: Date };

/** A run that there was of a rule for somebody. */
export type EarlierRun = CausingRun & { ruleId: string; scopeKey: string; subject: Subject; startedAt: Date };

export type Start = { ruleId: string; scopeKey: string; subject: Subject; moment: Date; cause: Cause };

/**
 * `key`: names the occasion, where neither cart, quote, order nor event does. `toldAt`: when it came about, if anything but the shopper
 * themselves may have brought it about; else null.
 */
type Occasion = { moment: Date; subject: Subject; key: string; toldAt: Date | null };

/** The runs that begin with what is known of somebody, each once; `earlier`: all of their runs of these rules that there have been. */
export function startsOf(
  rules: readonly Starter[],
  happened: Happened,
  earlier: readonly EarlierRun[],
  now: Date,
): Start[] {
  const ofRule = Map.groupBy(earlier, ({ ruleId }) => ruleId);
  const oldest = now.getTime() - STARTS_WITHIN;
  // Of several that would do, the newest, in whatever order they were read.
  const recent = happened.events.filter(({ at }) => at.getTime() >= oldest).sort(newestFirst);
  const byName = Map.groupBy(recent, ({ name }) => name);
  // Many rules ask the same.
  const known = new Map<string, Occasion[]>();
  const occasions = (trigger: Trigger) => {
    const name = nameOf(trigger);
    const found = known.get(name) ?? occasionsOf(trigger, happened, byName);
    known.set(name, found);
    return found;
  };
  const starts: Start[] = [];
  for (const rule of rules) {
    const since = occasions(rule.trigger).filter(({ moment }) => moment >= rule.enabledAt);
    if (since.length === 0) continue;
    const { ruleId } = rule;
    const runs = ofRule.get(ruleId) ?? [];
    const taken = new Set(runs.map(({ scopeKey }) => scopeKey));
    let last = runs.reduce<{ startedAt: Date } | null>(newerOf, null);
    for (const { moment, subject, key, toldAt } of since) {
      const scopeKey = scopeOf(rule.once, subject, key, happened.customerId);
      const isTaken = scopeKey !== null && taken.has(scopeKey);
      if (scopeKey === null || refusedBy(rule, moment, scopeKey, isTaken, last, now)) continue;
      taken.add(scopeKey);
      last = { startedAt: now };
      starts.push({ ruleId, scopeKey, subject, moment, cause: causeOf(toldAt, earlier) });
    }
  }
  return starts;
}

/** Triggers that ask the same have the same name. */
function nameOf(trigger: Trigger): string {
  const name = names.get(trigger) ?? JSON.stringify(trigger);
  names.set(trigger, name);
  return name;
}
const names = new WeakMap<Trigger, string>();

const newestFirst = (a: EventFact, b: EventFact) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1);
const newerOf = <R extends { startedAt: Date }>(a: R | null, b: R): R => (a && a.startedAt > b.startedAt ? a : b);

/**
 * What keeps an occasion from beginning a run of a rule that is on; null: nothing. `isTaken`: there is a run for its scope. `last`: the
 * newest run of this rule for them.
 */
export function refusedBy(
  { once, enabledAt }: Pick<Starter, 'once' | 'enabledAt'>,
  moment: Date,
  scopeKey: string | null,
  isTaken: boolean,
  last: { startedAt: Date } | null,
  now: Date,
): 'too-old' | 'before-on' | 'no-scope' | 'once' | null {
  if (now.getTime() - moment.getTime() > STARTS_WITHIN) return 'too-old';
  if (moment < enabledAt) return 'before-on';
  if (scopeKey === null) return 'no-scope';
  return isTaken || (last && !mayAgain(once, last.startedAt.getTime(), moment)) ? 'once' : null;
}

/**
 * Who became part of somebody else has brought their runs along, so that keys with an id in them are not all there is. What came about too
 * soon after the last run starts nothing later either, whenever it is looked at.
 */
function mayAgain(once: Once, last: number, moment: Date): boolean {
  if (once.per === 'customer') return false;
  return once.per !== 'days' || moment.getTime() - last >= once.days * DAY;
}

/** What a run is counted by; null: the occasion names nothing of that kind. */
export function scopeOf(once: Once, subject: Subject, key: string, customerId: string): string | null {
  switch (once.per) {
    case 'customer':
      return `customer:${customerId}`;
    case 'days':
    case 'event':
      return key;
    case 'cart':
    case 'quote':
    case 'order': {
      const id = subject[once.per];
      return id ? `${once.per}:${id}` : null;
    }
  }
}

/** What of that which happened begins a rule with this trigger. */
export function occasionsOf(trigger: Trigger, happened: Happened, byName: Map<string, EventFact[]>): Occasion[] {
  const { carts, quotes, hotSince, dormantSince } = happened;
  switch (trigger.on) {
    case 'event':
      return (byName.get(trigger.name) ?? []).map(event => ({
        moment: event.at,
        subject: { ...subjectOf(event, happened), event: event.id },
        key: `event:${event.id}`,
        toldAt: isByShopper(event) ? null : event.at,
      }));
    case 'cart-left':
      return carts
        .filter(({ status, items }) => status === 'open' && items.length > 0)
        .map(({ id, updatedAt }) => ({
          moment: updatedAt,
          subject: { cart: id },
          key: `cart:${id}`,
          toldAt: updatedAt,
        }));
    case 'order-status':
      return orderEvents(trigger.status, byName).flatMap(event => {
        const { order } = subjectOf(event, happened);
        const occasion = { moment: event.at, key: `order:${order}`, toldAt: event.at };
        return order ? [{ ...occasion, subject: { order, event: event.id } }] : [];
      });
    case 'quote-expiring':
      return quotes.flatMap(quote => {
        if (!quote.expiresAt || !isOpen(quote)) return [];
        const moment = new Date(quote.expiresAt.getTime() - trigger.minutesBefore * MINUTE);
        return [{ moment, subject: { quote: quote.id }, key: `quote:${quote.id}`, toldAt: quote.updatedAt }];
      });
    case 'lead-hot':
      return since(hotSince, 'hot', hotSince);
    case 'dormant':
      return since(dormantSince, 'dormant', null);
  }
}

const since = (moment: Date | null, what: string, toldAt: Date | null): Occasion[] =>
  moment ? [{ moment, subject: {}, key: `${what}:${moment.toISOString()}`, toldAt }] : [];

/** A page may say what it likes of a browser; what servers tell may be an answer to what a rule has told them. */
const isByShopper = ({ source, name }: EventFact) => source === 'web' || name === 'message_sent';

/** What the shop's books tell of an order's way; a browser's word is not among it. */
function orderEvents(status: string, byName: Map<string, EventFact[]>): EventFact[] {
  const told = (name: string) => (byName.get(name) ?? []).filter(({ source }) => source !== 'web');
  if (status === 'placed') return told('order_placed');
  return told('order_status_changed').filter(({ properties }) => properties.status === status);
}

/** The cart, quote or order that an event is about. Of carts an event names none: it is the one that moved last. */
function subjectOf({ name, properties }: EventFact, { carts, quotes, orders }: Happened): Subject {
  const called = (facts: readonly { id: string; externalId: string; number: string | null }[], id: unknown) =>
    facts.find(fact => fact.externalId === id) ??
    facts.find(({ number }) => number !== null && number === properties.number);
  if (/^(cart|checkout)_/.test(name)) {
    const [cart] = carts.filter(({ status }) => status === 'open').sort((a, b) => +b.updatedAt - +a.updatedAt);
    return cart ? { cart: cart.id } : {};
  }
  if (name.startsWith('quote_')) {
    const quote = called(quotes, properties.quoteId);
    return quote ? { quote: quote.id } : {};
  }
  if (/^(order|shipment)_/.test(name)) {
    const order = called(orders, properties.orderId);
    return order ? { order: order.id } : {};
  }
  return {};
}
