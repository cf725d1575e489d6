import type { JourneyItem } from './journey-event.ts';

/**
 * What somebody's events come to, by one score table: all that their standing asks of them, and so little that it is kept and added to
 * instead of reading a long past anew with each step. It is plain JSON; moments are in ms.
 */
export type JourneySummary = {
  /** The newest event that is in it; null: none is. Older ones cannot be added any more. */
  upTo: { at: number; id: string } | null;
  firstAt: number | null;
  /** When the shopper last did anything. */
  lastAt: number | null;
  visits: Visits;
  pageViews: number;
  productViews: number;
  /** When anything last happened to a cart, a quote or an order. */
  booksAt: number | null;
  /** They did what only somebody does who considers to buy. */
  considers: boolean;
  page: { url: string; title: string; at: number } | null;
  /** By name, of those that the table gives points for. */
  looks: Record<string, Looks>;
  /** Newest last. */
  claims: Claim[];
  /** Of each browser the cart that is open in it. */
  carts: Record<string, OpenCart>;
};

/** How often somebody came to the site, and when they last did anything there. */
export type Visits = { count: number; lastAt: number | null };

/** What somebody did of one kind, as far as a score asks for it. Oldest first. */
export type Looks = {
  times: number;
  /** When they did it last, as many as may count. */
  newest: number[];
  /** What was looked at so lately that looking again is the same look, and when it counted. */
  lately: [what: string, at: number][];
};

/**
 * What a browser says of an order or a request for a quote that the shop's own books may know by its number: then it does not count
 * again.
 */
export type Claim = { name: string; number: string; at: number };

/** A cart that is not ended. `id`: the event it began with. `lines`: by product and variant. */
export type OpenCart = {
  id: string;
  subjectId: string;
  currency: string | null;
  checkoutStartedAt: number | null;
  createdAt: number;
  updatedAt: number;
  lines: Record<string, { item: JourneyItem; quantity: number }>;
};
