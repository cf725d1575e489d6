import type { GivenPoints } from '../../contract/automation-facts.ts';
import type { OrderStatus, QuoteStatus } from '../../contract/commerce.ts';
import type { JourneyEventName, JourneySource } from '../../contract/journey-event.ts';

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
  events: readonly JourneyFact[];
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

/**
 * The events that count, oldest first. What a browser claims is left out where the shop's own books say it: an order or a request
 * for a quote with the same number.
 */
export function countedEvents({ events, orders, quotes }: Omit<CustomerFacts, 'given'>): JourneyFact[] {
  const known = new Set([...orders, ...quotes].flatMap(({ number }) => number ?? []));
  const isTold = ({ name, source, properties }: JourneyFact) =>
    source === 'web' &&
    (name === 'order_placed' || name === 'quote_requested') &&
    typeof properties.number === 'string' &&
    known.has(properties.number);
  return events.filter(event => !isTold(event)).sort(byTime);
}

export const byTime = (a: JourneyFact, b: JourneyFact) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1);

export const isByShopper = ({ name }: JourneyFact) => !BY_THE_SHOP.has(name);

/** When the shopper last did anything; null: never. */
export function lastActivity(events: readonly JourneyFact[]): Date | null {
  let newest: Date | null = null;
  for (const event of events) if (isByShopper(event) && (!newest || event.at > newest)) newest = event.at;
  return newest;
}
