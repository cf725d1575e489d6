import type { LeadReason, ScoreTable } from '../../contract/lead-score.ts';
import { DAY, MINUTE } from './duration.ts';
import { type CustomerFacts, countedEvents, type JourneyFact, lastActivity } from './journey-facts.ts';

/** The same page or product within that time was looked at once, however often it was loaded. */
const SAME_LOOK = 30 * MINUTE;
const HIGHEST = 100;

/**
 * What comes with the product, made for furniture: people decide over weeks (so points halve in two weeks only), look often (so looking
 * soon counts no more), and mean it when they ask for a price, book a visit or begin to pay. Two strong signs make a lead hot.
 */
export const STANDARD_TABLE: ScoreTable = {
  halfLifeDays: 14,
  hotAt: 60,
  points: {
    page_viewed: { points: 1, atMost: 5 },
    collection_viewed: { points: 1, atMost: 5 },
    product_viewed: { points: 3, atMost: 5 },
    product_searched: { points: 2, atMost: 3 },
    wishlist_item_added: { points: 5, atMost: 3 },
    cart_item_added: { points: 10, atMost: 3 },
    cart_item_removed: { points: -4, atMost: 3 },
    checkout_started: { points: 15, atMost: 2 },
    quote_requested: { points: 20, atMost: 2 },
    quote_viewed: { points: 10, atMost: 3 },
    quote_accepted: { points: 25, atMost: 1 },
    quote_rejected: { points: -15, atMost: 1 },
    appointment_booked: { points: 25, atMost: 2 },
    chat_opened: { points: 3, atMost: 2 },
    message_sent: { points: 8, atMost: 3 },
    call_clicked: { points: 8, atMost: 2 },
    order_placed: { points: 20, atMost: 3 },
  },
};

export type LeadScore = {
  /** 0–100. */
  score: number;
  /** Their points add up to the score exactly. */
  reasons: LeadReason[];
  /** When time alone changes the score, at the earliest a day from now; null: never. */
  rescoreAt: Date | null;
};

/** How warm a lead is, and why. Each event, and what rules have given, fades by half every `halfLifeDays`; what it was worth and what time has taken are told apart. */
export function scoreLead(facts: CustomerFacts, table: ScoreTable, now: Date): LeadScore {
  const events = countedEvents(facts);
  const reasons: LeadReason[] = [];
  let whole = 0;
  let faded = 0;
  const ofKind = Map.groupBy(events, ({ name }): string => name);
  for (const [name, { points, atMost }] of Object.entries(table.points)) {
    const looks = distinctLooks(ofKind.get(name) ?? []);
    if (looks.length === 0) continue;
    const counted = looks.slice(-atMost);
    reasons.push({
      kind: 'event',
      name: looks[0]!.name,
      times: looks.length,
      counted: counted.length,
      points: points * counted.length,
    });
    whole += points * counted.length;
    for (const { at } of counted) faded += points * remaining(now.getTime() - at.getTime(), table);
  }
  for (const [reason, times] of Map.groupBy(facts.given, one => one.reason)) {
    const points = times.reduce((sum, one) => sum + one.points, 0);
    reasons.push({ kind: 'given', reason, times: times.length, points });
    whole += points;
    for (const { points, at } of times) faded += points * remaining(now.getTime() - at.getTime(), table);
  }
  reasons.sort(byWeight);
  const rounded = Math.round(faded);
  if (rounded !== whole) reasons.push({ kind: 'faded', quietDays: quietDays(events, now), points: rounded - whole });
  const score = Math.min(HIGHEST, Math.max(0, rounded));
  if (score !== rounded) reasons.push({ kind: 'limit', points: score - rounded });
  return { score, reasons, rescoreAt: nextChange(faded, table, now) };
}

const remaining = (age: number, { halfLifeDays }: ScoreTable) => 2 ** (-Math.max(0, age) / (halfLifeDays * DAY));

/** Oldest first in, oldest first out. */
function distinctLooks(events: readonly JourneyFact[]): JourneyFact[] {
  const lastOf = new Map<string, number>();
  return events.filter(event => {
    const key = whatWasSeen(event);
    const at = event.at.getTime();
    const last = lastOf.get(key);
    if (last !== undefined && at - last < SAME_LOOK) return false;
    lastOf.set(key, at);
    return true;
  });
}

/** Messages, orders and the like are each their own; looks at the same thing are the same. */
function whatWasSeen({ id, name, page, properties }: JourneyFact): string {
  if (!/_viewed$|_clicked$|_opened$|_searched$/.test(name)) return id;
  const items = Array.isArray(properties.items) ? properties.items : [];
  const ids = items.map(item => String((item as { id?: unknown } | null)?.id)).sort();
  return JSON.stringify([ids.length > 0 ? ids : page?.url, properties.term, properties.number]);
}

const byWeight = (a: LeadReason, b: LeadReason) =>
  Math.abs(b.points) - Math.abs(a.points) || (a.kind === 'event' && b.kind === 'event' && a.name < b.name ? -1 : 1);

function quietDays(events: readonly JourneyFact[], now: Date): number {
  const last = lastActivity(events);
  return last ? Math.max(0, Math.floor((now.getTime() - last.getTime()) / DAY)) : 0;
}

/** All parts fade alike, so the sum does: the moment at which it rounds to another whole number can be told. */
function nextChange(faded: number, { halfLifeDays }: ScoreTable, now: Date): Date | null {
  const size = Math.abs(faded);
  const rounded = Math.round(size);
  if (rounded < 1) return null;
  const fall = halfLifeDays * DAY * Math.log2(size / (rounded - 0.5));
  return new Date(now.getTime() + Math.max(DAY, Math.ceil(fall)));
}
