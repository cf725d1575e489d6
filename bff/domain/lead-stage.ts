import type { QuoteStatus } from '../../contract/commerce.ts';
import type { Stage } from '../../contract/lead-score.ts';
import { DAY } from './duration.ts';
import { type CustomerFacts, lastActivity } from './journey-facts.ts';

/** Who was further than `visitor` and has done nothing for that long is dormant. */
export const QUIET_FOR = 90 * DAY;

export type Progress = {
  stage: Stage;
  /** How far they ever came. */
  furthest: Exclude<Stage, 'dormant'>;
  /** When quiet alone would make them dormant; null: it would not. */
  dormantAt: Date | null;
};

/** Only somebody does these who considers to buy. */
export const CONSIDERING: ReadonlySet<string> = new Set([
  'cart_item_added',
  'wishlist_item_added',
  'checkout_started',
  'checkout_contact_submitted',
  'payment_info_entered',
  'quote_requested',
  'appointment_booked',
]);
const OPEN: ReadonlySet<QuoteStatus> = new Set(['created', 'sent', 'viewed', 'accepted']);

/** How far along somebody is, by facts alone. What a browser says of an order is a claim, and makes nobody a customer. */
export function progressOf(facts: Omit<CustomerFacts, 'given'>, now: Date): Progress {
  const { journey, wroteAt } = facts;
  const orders = facts.orders.filter(({ status }) => status !== 'cancelled').length;
  const quotes = facts.quotes.filter(({ status }) => status !== 'requested');
  const isEngaged = journey.productViews >= 3 || wroteAt.length > 0 || journey.visits.count >= 2;
  const isConsidering = facts.quotes.length > 0 || journey.considers;
  const base = orders >= 2 ? 'repeat' : orders === 1 ? 'customer' : null;
  const early = isConsidering ? 'considering' : isEngaged ? 'engaged' : 'visitor';
  const furthest = base ?? (quotes.length > 0 ? 'quoted' : early);
  const current = base ?? (quotes.some(({ status }) => OPEN.has(status)) ? 'quoted' : early);

  const last = lastActivity(facts);
  const dormantAt = furthest !== 'visitor' && last ? new Date(last.getTime() + QUIET_FOR) : null;
  const isDormant = dormantAt !== null && now >= dormantAt;
  return { stage: isDormant ? 'dormant' : current, furthest, dormantAt: isDormant ? null : dormantAt };
}
