import { NEXT_OF_ORDER, NEXT_OF_QUOTE, type OrderStatus, type QuoteStatus } from './life.ts';
import { type Basket, deliveryPrice, type PricedLine, priceBasket } from './pricing.ts';
import type { OrderRequest, QuoteRequest } from './requests.ts';

type Entry<R, S> = {
  number: string;
  placedAt: string;
  request: R;
  lines: PricedLine[];
  /** Who was logged in at the shop when it was made. */
  accountId: string | null;
  status: S;
  /** ISO 8601, of the newest change of status. */
  changedAt: string;
};

/** `offer`: what the office asks for, in cents, and until when. */
export type Quote = Entry<QuoteRequest, QuoteStatus> & { offer: { total: number; expiresAt: string } | null };
export type Order = Entry<OrderRequest, OrderStatus> & { delivery: number; total: number; tracking: string | null };

/** What became of a request: a new entry, the one it already made, or a refusal. */
export type Entered<T> =
  | { outcome: 'created' | 'repeated'; entry: T }
  | { outcome: 'refused'; reason: 'changed'; number: string }
  | { outcome: 'refused'; reason: 'unknown-product'; skus: string[] };

/** Something came about in the books: whoever listens is told the entry as it is then. */
export type BookChange = { kind: 'order'; order: Order } | { kind: 'quote'; quote: Quote };

const DAY = 24 * 60 * 60 * 1000;

/**
 * The shop's own books, kept in memory for as long as it runs. A request is known by the id its client made:
 * the same one twice gives the same number, and the same id with other content is refused.
 */
export function openOrderBook(now: () => Date, onChange: (change: BookChange) => void = () => {}) {
  const quotes = new Map<string, Quote>();
  const orders = new Map<string, Order>();

  function enter<
    R extends { id: string; visitor?: string | undefined; lines: { sku: string; quantity: number }[] },
    T extends { number: string; request: R },
  >(
    book: Map<string, T>,
    letter: string,
    request: R,
    entryFor: (number: string, placedAt: string, basket: Basket) => T,
  ): Entered<T> {
    const known = book.get(request.id);
    if (known) {
      // Consent may have come between two attempts: what is ordered is the same.
      const same = JSON.stringify({ ...known.request, visitor: '' }) === JSON.stringify({ ...request, visitor: '' });
      return same
        ? { outcome: 'repeated', entry: known }
        : { outcome: 'refused', reason: 'changed', number: known.number };
    }
    const basket = priceBasket(request.lines);
    if (basket.unknown.length > 0) return { outcome: 'refused', reason: 'unknown-product', skus: basket.unknown };
    const at = now();
    const number = `${letter}-${at.getUTCFullYear()}-${String(book.size + 1).padStart(4, '0')}`;
    const entry = entryFor(number, at.toISOString(), basket);
    book.set(request.id, entry);
    return { outcome: 'created', entry };
  }

  function told<T>(entered: Entered<T>, change: (entry: T) => BookChange): Entered<T> {
    if (entered.outcome === 'created') onChange(change(entered.entry));
    return entered;
  }

  /** A step that is not open from here is refused: undefined. */
  function step<S extends string, T extends { status: S; changedAt: string }>(
    book: Map<string, T>,
    id: string,
    status: S,
    next: Record<S, readonly S[]>,
    more: Partial<T> = {},
  ): T | undefined {
    const entry = book.get(id);
    if (!entry || !next[entry.status].includes(status)) return undefined;
    const changed = { ...entry, ...more, status, changedAt: now().toISOString() };
    book.set(id, changed);
    return changed;
  }

  return {
    requestQuote: (request: QuoteRequest, accountId: string | null = null) =>
      told(
        enter(quotes, 'Q', request, (number, placedAt, { lines }): Quote => {
          const life = { accountId, status: 'requested', changedAt: placedAt, offer: null } as const;
          return { number, placedAt, request, lines, ...life };
        }),
        quote => ({ kind: 'quote', quote }),
      ),
    placeOrder: (request: OrderRequest, accountId: string | null = null) =>
      told(
        enter(orders, 'O', request, (number, placedAt, { lines, subtotal }): Order => {
          const delivery = deliveryPrice(request.delivery, subtotal);
          const life = { accountId, status: 'placed', changedAt: placedAt, tracking: null } as const;
          return { number, placedAt, request, lines, delivery, total: subtotal + delivery, ...life };
        }),
        order => ({ kind: 'order', order }),
      ),
    /** `tracking`: the carrier's number, when it is shipped. */
    moveOrder(id: string, status: OrderStatus): Order | undefined {
      const tracking =
        status === 'shipped' ? { tracking: `WX${id.replaceAll('-', '').slice(0, 10).toUpperCase()}` } : {};
      const order = step(orders, id, status, NEXT_OF_ORDER, tracking);
      if (order) onChange({ kind: 'order', order });
      return order;
    },
    /** Puts a price on a request, good for `days`. */
    offerQuote(id: string, total: number, days: number): Quote | undefined {
      const offer = { total, expiresAt: new Date(now().getTime() + days * DAY).toISOString() };
      const quote = step(quotes, id, 'created', NEXT_OF_QUOTE, { offer });
      if (quote) onChange({ kind: 'quote', quote });
      return quote;
    },
    moveQuote(id: string, status: Exclude<QuoteStatus, 'created'>): Quote | undefined {
      const quote = step(quotes, id, status, NEXT_OF_QUOTE);
      if (quote) onChange({ kind: 'quote', quote });
      return quote;
    },
    findOrder: (id: string) => orders.get(id),
    findQuote: (id: string) => quotes.get(id),
    /** Newest first. */
    orders: () => [...orders.values()].reverse(),
    quotes: () => [...quotes.values()].reverse(),
  };
}

export type OrderBook = ReturnType<typeof openOrderBook>;
