import type { GivenPoints } from '../../contract/automation-facts.ts';
import type { OrderStatus, QuoteStatus } from '../../contract/commerce.ts';
import type { JourneyEventName, JourneySource } from '../../contract/journey-event.ts';
import type { JourneySummary } from '../../contract/journey-summary.ts';

/** Something on a customer's journey. `subjectId`: in which browser, or of which customer. */
export type JourneyFact = {
  id: string;
  subjectId: string;
  name: JourneyEventName;
  source: JourneySource;
  at: Date;
  page: { url: string; title: string } | null;
  properties: Record<string, unknown>;
};

export type OrderFact = { number: string | null; status: OrderStatus; placedAt: Date };
export type QuoteFact = { number: string | null; status: QuoteStatus };

/** What is known of one customer. The order of the lists means nothing. */
export type CustomerFacts = {
  /** What their events come to. */
  journey: JourneySummary;
  /** When they wrote. */
  wroteAt: readonly Date[];
  orders: readonly OrderFact[];
  quotes: readonly QuoteFact[];
  /** What rules have given. */
  given: readonly GivenPoints[];
};

/** What the shop does, not the shopper: nobody was here for it. */
const BY_THE_SHOP: ReadonlySet<JourneyEventName> = new Set<JourneyEventName>([
  'quote_created',
  'quote_sent',
  'quote_expiring',
  'quote_expired',
  'order_paid',
  'order_status_changed',
  'order_refunded',
  'shipment_status_changed',
]);

export const isByShopper = ({ name }: Pick<JourneyFact, 'name'>) => !BY_THE_SHOP.has(name);

/** It moves a cart, a quote or an order. */
export const isOfBooks = ({ name }: Pick<JourneyFact, 'name'>) => /^(cart|checkout|quote|order|shipment)_/.test(name);

export const byTime = (a: JourneyFact, b: JourneyFact) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1);

/** When the shopper last did anything or wrote; null: never. */
export function lastActivity({ journey, wroteAt }: Pick<CustomerFacts, 'journey' | 'wroteAt'>): Date | null {
  const last = Math.max(journey.lastAt ?? -Infinity, ...wroteAt.map(Number));
  return last === -Infinity ? null : new Date(last);
}
