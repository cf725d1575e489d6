import type { Buyer, CommerceEvent, LineItem, OrderState, OrderStatus } from '../../contract/commerce.ts';
import {
  amountOf,
  countryOf,
  currencyOf,
  type Json,
  journeyIdOf,
  list,
  momentOf,
  parseExactly,
  present,
  textOf,
} from './fields.ts';

/**
 * What one of Shopify's webhooks says, in our words. What we do not act on is nothing. Who a customer of Shopify is is no proof: a guest's
 * typed address finds their record as well.
 * @param id names the fact
 * @throws SyntaxError when the body is no JSON
 */
export function readShopify(topic: string, text: string, id: string): CommerceEvent[] {
  const body = parseExactly(text);
  const externalId = textOf(body?.id ?? body?.token, 200);
  const at = momentOf(body?.updated_at) ?? momentOf(body?.created_at) ?? momentOf(body?.happened_at);
  if (!externalId || !at) return [];
  const common = present({ id, at, visitor: journeyIdOf(list(body.note_attributes), 'name'), customer: buyerOf(body) });
  switch (topic) {
    case 'carts/create':
    case 'carts/update':
      return [{ ...common, type: 'cart_updated', cart: cartOf(body, externalId) }];
    case 'checkouts/create':
    case 'checkouts/update': {
      const cart = {
        ...cartOf(body, textOf(body.token, 200) ?? externalId),
        ...present({ url: textOf(body.abandoned_checkout_url, 2000) }),
      };
      return body.completed_at ? [] : [{ ...common, type: 'checkout_started', cart }];
    }
    case 'draft_orders/create':
    case 'draft_orders/update':
      return quoteEvents(body, externalId, common);
    case 'orders/create':
    case 'orders/updated':
    case 'orders/paid':
    case 'orders/edited':
    case 'orders/fulfilled':
    case 'orders/partially_fulfilled':
    case 'orders/cancelled':
      return orderEvents(body, externalId, common);
    default:
      return [];
  }
}

type Common = { id: string; at: string; visitor: string; customer: Buyer };

function orderEvents(body: Json, id: string, common: Common): CommerceEvent[] {
  const total = amountOf(body.current_total_price ?? body.total_price) ?? amountOf(body.total_price);
  const currency = currencyOf(body.currency);
  const placedAt = momentOf(body.processed_at) ?? momentOf(body.created_at);
  if (!total || !currency || !placedAt) return [];
  const fulfillment = list(body.fulfillments).at(-1);
  const tracking =
    fulfillment &&
    present({
      company: textOf(fulfillment.tracking_company, 100),
      number: textOf(fulfillment.tracking_number, 100),
      url: textOf(fulfillment.tracking_url, 2000),
    });
  const refunds = list(body.refunds)
    .flatMap(refund => list(refund?.transactions))
    .filter(({ kind }) => kind === 'refund');
  const refunded = refunds.length > 0 ? sum(refunds.map(({ amount }) => amount)) : undefined;
  const state = present({
    id,
    number: textOf(body.name, 100),
    items: itemsOf(body),
    currency,
    total,
    refunded,
    url: textOf(body.order_status_url, 2000),
    tracking: tracking && Object.keys(tracking).length > 0 ? tracking : undefined,
    cartId: textOf(body.checkout_token ?? body.cart_token, 200),
    placedAt,
  });
  // One body tells of all that has been: paid before shipped, each a fact of its own.
  return statusesOf(body).map(
    (status, i): CommerceEvent => ({
      ...common,
      id: `${common.id}#${i}`,
      type: status === 'placed' ? 'order_placed' : 'order_updated',
      order: { ...state, status } as OrderState,
    }),
  );
}

function statusesOf(body: Json): OrderStatus[] {
  const { financial_status: paid, fulfillment_status: fulfilled } = body;
  return [
    'placed',
    ...(['paid', 'partially_refunded', 'refunded'].includes(paid) ? (['paid'] as const) : []),
    ...(fulfilled === 'fulfilled' ? (['shipped'] as const) : []),
    ...(list(body.fulfillments).some(it => it?.shipment_status === 'delivered') ? (['delivered'] as const) : []),
    ...(paid === 'refunded' ? (['refunded'] as const) : []),
    ...(body.cancelled_at ? (['cancelled'] as const) : []),
  ];
}

function quoteEvents(body: Json, id: string, common: Common): CommerceEvent[] {
  const quote = {
    items: itemsOf(body),
    id,
    ...present({
      number: textOf(body.name, 100),
      currency: currencyOf(body.currency),
      total: amountOf(body.total_price),
      url: textOf(body.invoice_url, 2000),
      note: textOf(body.note, 4000),
      orderId: textOf(body.order_id, 200),
    }),
  };
  const types = [
    'quote_created' as const,
    ...(body.invoice_sent_at ? ['quote_sent' as const] : []),
    ...(body.status === 'completed' ? ['quote_accepted' as const] : []),
  ];
  return types.map((type, i) => ({ ...common, id: `${common.id}#${i}`, type, quote }));
}

const cartOf = (body: Json, id: string) => ({
  id,
  items: itemsOf(body),
  ...present({ currency: currencyOf(body.currency), total: amountOf(body.total_price) }),
});

const itemsOf = (body: Json): LineItem[] =>
  list(body.line_items)
    .slice(0, 500)
    .flatMap(line => {
      const id = textOf(line?.sku, 100) ?? textOf(line?.variant_id ?? line?.product_id ?? line?.id, 100);
      if (!id) return [];
      const quantity = Number.isInteger(line.quantity) && line.quantity >= 0 ? Math.min(line.quantity, 100_000) : 1;
      const more = present({ variant: textOf(line.variant_title, 200), price: amountOf(line.price) });
      return [{ id, name: textOf(line.title ?? line.name) ?? id, quantity, ...more }];
    });

function buyerOf(body: Json): Buyer | undefined {
  const { customer, billing_address: billing, shipping_address: shipping } = body;
  const name = [customer?.first_name ?? billing?.first_name, customer?.last_name ?? billing?.last_name]
    .filter(Boolean)
    .join(' ');
  const buyer = present({
    name: textOf(name, 200),
    email: textOf(body.email ?? customer?.email, 254),
    phone: textOf(body.phone ?? customer?.phone ?? billing?.phone ?? shipping?.phone, 40),
    country: countryOf(billing?.country_code ?? shipping?.country_code ?? customer?.default_address?.country_code),
  });
  return Object.keys(buyer).length > 0 ? buyer : undefined;
}

/** In ten-thousandths: no floats. */
function sum(amounts: unknown[]): string {
  const parts = amounts.reduce<bigint>((all, amount) => {
    const [whole = '0', rest = ''] = (amountOf(amount) ?? '0').split('.');
    return all + BigInt(whole) * 10_000n + BigInt(rest.padEnd(4, '0'));
  }, 0n);
  return `${parts / 10_000n}.${String(parts % 10_000n).padStart(4, '0')}`;
}
