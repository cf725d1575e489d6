import { type Basket, deliveryPrice, type PricedLine, priceBasket } from './pricing.ts';
import type { OrderRequest, QuoteRequest } from './requests.ts';

export type Quote = { number: string; placedAt: string; request: QuoteRequest; lines: PricedLine[] };
export type Order = {
  number: string;
  placedAt: string;
  request: OrderRequest;
  lines: PricedLine[];
  delivery: number;
  total: number;
};

/** What became of a request: a new entry, the one it already made, or a refusal. */
export type Entered<T> =
  | { outcome: 'created' | 'repeated'; entry: T }
  | { outcome: 'refused'; reason: 'changed'; number: string }
  | { outcome: 'refused'; reason: 'unknown-product'; skus: string[] };

/**
 * The shop's own books, kept in memory for as long as it runs. A request is known by the id its client made:
 * the same one twice gives the same number, and the same id with other content is refused.
 */
export function openOrderBook(now: () => Date) {
  const quotes = new Map<string, Quote>();
  const orders = new Map<string, Order>();

  function enter<
    R extends { id: string; lines: { sku: string; quantity: number }[] },
    T extends { number: string; request: R },
  >(
    book: Map<string, T>,
    letter: string,
    request: R,
    entryFor: (number: string, placedAt: string, basket: Basket) => T,
  ): Entered<T> {
    const known = book.get(request.id);
    if (known) {
      const same = JSON.stringify(known.request) === JSON.stringify(request);
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

  return {
    requestQuote: (request: QuoteRequest) =>
      enter(quotes, 'Q', request, (number, placedAt, { lines }): Quote => ({ number, placedAt, request, lines })),
    placeOrder: (request: OrderRequest) =>
      enter(orders, 'O', request, (number, placedAt, { lines, subtotal }): Order => {
        const delivery = deliveryPrice(request.delivery, subtotal);
        return { number, placedAt, request, lines, delivery, total: subtotal + delivery };
      }),
    findOrder: (id: string) => orders.get(id),
    findQuote: (id: string) => quotes.get(id),
  };
}

export type OrderBook = ReturnType<typeof openOrderBook>;
