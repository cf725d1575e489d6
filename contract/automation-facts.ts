import type { LineItem, Order, OrderStatus, QuoteStatus } from './commerce.ts';

/*
 * What rules are decided from, as the database tells it and the rules take it. It crosses no wire.
 */

/** Money is a decimal. `externalId`: by which the shop, or a browser's event, names it. */
export type CartFact = {
  id: string;
  status: 'open' | 'ordered' | 'emptied';
  items: LineItem[];
  currency: string | null;
  total: string;
  url: string | null;
  updatedAt: Date;
};
export type QuoteFact = {
  id: string;
  externalId: string;
  number: string | null;
  status: QuoteStatus;
  currency: string | null;
  total: string | null;
  url: string | null;
  expiresAt: Date | null;
  updatedAt: Date;
};
export type OrderFact = {
  id: string;
  externalId: string;
  number: string | null;
  status: OrderStatus;
  currency: string;
  total: string;
  url: string | null;
  tracking: Order['tracking'];
  placedAt: Date;
};
export type Books = { carts: CartFact[]; quotes: QuoteFact[]; orders: OrderFact[] };

/** What a run is about: ids of our rows. */
export type Subject = { cart?: string; quote?: string; order?: string; event?: string };

/** What a run waits for, and since when it counts. `name`: of an event. */
export type Awaiting = { on: 'event' | 'bought' | 'replied'; name?: string; since: string };

/** Points that a rule has given somebody, and why. */
export type GivenPoints = { points: number; reason: string; at: Date };

/** Inclusive; `until: null` is open. */
type Within = { since: Date; until: Date | null };

/**
 * A trace in the rows of somebody. `names: null`: any event. `status`: that it tells of an order; null: any. A cart of the shop's that was
 * touched since, and a quote that was there since and ends no earlier than `expiresSince`, are signs as well.
 */
export type Sign =
  | ({
      sign: 'event';
      names: readonly string[] | null;
      toldBy: 'browser' | 'shop' | 'anybody';
      status: string | null;
    } & Within)
  | ({ sign: 'message' } & Within)
  | { sign: 'shop-cart'; since: Date }
  | { sign: 'quote'; since: Date; expiresSince: Date };

/** What somebody did altogether: how often each event happened, the points that rules gave, and whether anything of it is new. */
export type Deeds = { times: Record<string, number>; given: number; moved: boolean };
