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

/** Plugins add statuses of their own: those say nothing that we know. */
const STATUS: Record<string, OrderStatus> = {
  pending: 'placed',
  'on-hold': 'placed',
  processing: 'paid',
  completed: 'delivered',
  cancelled: 'cancelled',
  failed: 'cancelled',
  refunded: 'refunded',
};

/**
 * What one of WooCommerce's webhooks says, in our words. A draft of the checkout is no order yet.
 * @param id names the fact
 * @throws SyntaxError when the body is no JSON
 */
export function readWooCommerce(topic: string, text: string, id: string): CommerceEvent[] {
  if (!['order.created', 'order.updated', 'order.restored'].includes(topic)) return [];
  const body = parseExactly(text);
  const externalId = textOf(body?.id, 200);
  const status = STATUS[String(body?.status)];
  const [currency, total] = [currencyOf(body?.currency), amountOf(body?.total)];
  const placedAt = momentOf(body?.date_created_gmt);
  const at = momentOf(body?.date_modified_gmt) ?? placedAt;
  if (!externalId || !status || !currency || !total || !placedAt || !at) return [];
  const refunded = list(body.refunds).map(refund => amountOf(String(refund?.total ?? '').replace('-', '')));
  const order = present({
    id: externalId,
    number: textOf(body.number, 100),
    items: itemsOf(body),
    currency,
    total,
    refunded: refunded[0],
    placedAt,
  });
  const common = present({ id, at, visitor: journeyIdOf(list(body.meta_data), 'key'), customer: buyerOf(body) });
  const paidAt = momentOf(body.date_paid_gmt);
  const statuses = [...new Set<OrderStatus>(['placed', ...(paidAt ? (['paid'] as const) : []), status])];
  return statuses.map(
    (each, i): CommerceEvent => ({
      ...common,
      id: `${id}#${i}`,
      at: each === 'paid' && paidAt ? paidAt : each === 'placed' ? placedAt : at,
      type: each === 'placed' ? 'order_placed' : 'order_updated',
      order: { ...order, status: each } as OrderState,
    }),
  );
}

const itemsOf = (body: Json): LineItem[] =>
  list(body.line_items)
    .slice(0, 500)
    .flatMap(line => {
      const id = textOf(line?.sku, 100) ?? textOf(line?.variation_id || line?.product_id, 100);
      if (!id) return [];
      const quantity = Number.isInteger(line.quantity) && line.quantity >= 0 ? Math.min(line.quantity, 100_000) : 1;
      const more = present({ price: amountOf(line.price), image: textOf(line.image?.src, 2000) });
      return [{ id, name: textOf(line.name) ?? id, quantity, ...more }];
    });

/** `customer_id` is 0 for a guest: else the shop had them logged in, and that is proof. */
function buyerOf({ customer_id: account, billing }: Json): Buyer | undefined {
  const name = [billing?.first_name, billing?.last_name].filter(Boolean).join(' ');
  const buyer = present({
    id: account ? textOf(account, 200) : undefined,
    name: textOf(name, 200),
    email: textOf(billing?.email, 254),
    phone: textOf(billing?.phone, 40),
    country: countryOf(billing?.country),
  });
  return Object.keys(buyer).length > 0 ? buyer : undefined;
}
