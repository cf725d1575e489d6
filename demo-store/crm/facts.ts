import { ACCOUNTS } from '../accounts/accounts.ts';
import type { BookChange, Order, Quote } from '../orders/order-book.ts';
import type { PricedLine } from '../orders/pricing.ts';
import { ORDER_UPDATES } from '../orders/requests.ts';

/** One fact for POST /v1/commerce/events. Its `id` is the same however often it is told. */
export type CommerceFact = { id: string; type: string; at: string; [more: string]: unknown };

/** What the chat's CRM is told of a change in the shop's books. `shopUrl`: the origin of the shop's pages. */
export function factOf(change: BookChange, shopUrl: string): CommerceFact {
  return change.kind === 'order' ? orderFact(change.order, shopUrl) : quoteFact(change.quote, shopUrl);
}

function orderFact(order: Order, shopUrl: string): CommerceFact {
  const { request, status, number, total } = order;
  return {
    id: `order:${request.id}:${status}`,
    type: status === 'placed' ? 'order_placed' : 'order_updated',
    at: order.changedAt,
    ...who(order, status === 'placed' && request.orderUpdates ? ORDER_UPDATES : null),
    order: {
      id: request.id,
      number,
      status,
      items: order.lines.map(line => itemOf(line, shopUrl)),
      currency: 'EUR',
      total: amount(total),
      ...(status === 'refunded' ? { refunded: amount(total) } : {}),
      url: `${shopUrl}/orders/${request.id}`,
      ...(order.tracking ? { tracking: { company: 'Timber Express', number: order.tracking } } : {}),
      placedAt: order.placedAt,
    },
  };
}

function quoteFact(quote: Quote, shopUrl: string): CommerceFact {
  const { request, status, number, offer } = quote;
  return {
    id: `quote:${request.id}:${status}`,
    type: `quote_${status}`,
    at: quote.changedAt,
    ...who(quote),
    quote: {
      id: request.id,
      number,
      items: quote.lines.map(line => itemOf(line, shopUrl)),
      currency: 'EUR',
      ...(offer ? { total: amount(offer.total), expiresAt: offer.expiresAt } : {}),
      url: `${shopUrl}/quotes/${request.id}`,
      note: request.message,
    },
  };
}

/** `agreedTo`: the words that they ticked; said once, with the order. */
function who({ request, accountId }: Order | Quote, agreedTo: string | null = null) {
  const { name, email, phone } = request;
  const account = ACCOUNTS.find(({ id }) => id === accountId);
  return {
    ...(request.visitor ? { visitor: request.visitor } : {}),
    customer: {
      ...(account ? { id: account.id } : {}),
      name,
      email,
      ...(phone ? { phone, country: 'country' in request ? request.country : 'DE' } : {}),
      ...(agreedTo ? { whatsappConsent: { topic: 'all', action: 'opt-in', wording: agreedTo } } : {}),
    },
  };
}

const itemOf = (line: PricedLine, shopUrl: string) => ({
  id: line.sku,
  name: line.name,
  variant: line.finish,
  price: amount(line.price),
  quantity: line.quantity,
  url: shopUrl + line.url,
  image: shopUrl + line.image,
});

/** Cents as a decimal: 124050 is "1240.50". */
const amount = (cents: number) => (cents / 100).toFixed(2);
