import type { JourneyEventName } from '../../contract/journey-event.ts';
import type { LeadReason, ScoreTable } from '../../contract/lead-score.ts';
import { DAY } from './duration.ts';
import { type CustomerFacts, lastActivity } from './journey-facts.ts';

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

/** How warm a lead is, and why: by the table that their journey was summed up by. Each event, and what rules have given, fades by half every `halfLifeDays`; what it was worth and what time has taken are told apart. */
export function scoreLead(facts: CustomerFacts, table: ScoreTable, now: Date): LeadScore {
  const reasons: LeadReason[] = [];
  let whole = 0;
  let faded = 0;
  for (const [name, { points, atMost }] of Object.entries(table.points)) {
    const { times, newest } = happened(facts, name);
    if (times === 0) continue;
    const counted = newest.slice(-atMost);
    const worth = points * counted.length;
    reasons.push({ kind: 'event', name: name as JourneyEventName, times, counted: counted.length, points: worth });
    whole += worth;
    for (const at of counted) faded += points * remaining(now.getTime() - at, table);
  }
  for (const [reason, times] of Map.groupBy(facts.given, one => one.reason)) {
    const points = times.reduce((sum, one) => sum + one.points, 0);
    reasons.push({ kind: 'given', reason, times: times.length, points });
    whole += points;
    for (const { points, at } of times) faded += points * remaining(now.getTime() - at.getTime(), table);
  }
  reasons.sort(byWeight);
  const rounded = Math.round(faded);
  if (rounded !== whole) reasons.push({ kind: 'faded', quietDays: quietDays(facts, now), points: rounded - whole });
  const score = Math.min(HIGHEST, Math.max(0, rounded));
  if (score !== rounded) reasons.push({ kind: 'limit', points: score - rounded });
  return { score, reasons, rescoreAt: nextChange(faded, table, now) };
}

const remaining = (age: number, { halfLifeDays }: ScoreTable) => 2 ** (-Math.max(0, age) / (halfLifeDays * DAY));

/**
 * How often something happened, and when it last did; oldest first. What a browser claims is left out where the shop's own books say it:
 * an order or a request for a quote with the same number.
 */
function happened(
  { journey, wroteAt, orders, quotes }: CustomerFacts,
  name: string,
): { times: number; newest: number[] } {
  const { times, newest } = (Object.hasOwn(journey.looks, name) && journey.looks[name]) || { times: 0, newest: [] };
  const written = name === 'message_sent' ? wroteAt.map(Number) : [];
  const claims = journey.claims.filter(claim => claim.name === name);
  const unknown = claims.filter(claim => ![...orders, ...quotes].some(({ number }) => number === claim.number));
  const more = [...written, ...unknown.map(({ at }) => at)];
  if (more.length === 0) return { times, newest };
  return { times: times + more.length, newest: [...newest, ...more].sort((a, b) => a - b) };
}

const byWeight = (a: LeadReason, b: LeadReason) =>
  Math.abs(b.points) - Math.abs(a.points) || (a.kind === 'event' && b.kind === 'event' && a.name < b.name ? -1 : 1);

function quietDays(facts: CustomerFacts, now: Date): number {
  const last = lastActivity(facts);
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
