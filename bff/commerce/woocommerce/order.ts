import type { CommerceEvent, LineItem, OrderState, OrderStatus } from '../../../contract/commerce.ts';
import type { OrderProgress, Told } from '../facts.ts';
import {
  amountOf,
  buyerOf,
  countryOf,
  currencyOf,
  momentOf,
  nameOf,
  present,
  quantityOf,
  sumOf,
  visitorOf,
} from '../fields.ts';
import { idOf, type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import { decodeEntities } from './entities.ts';

const STATUS: Record<string, OrderStatus> = {
  pending: 'placed',
  'on-hold': 'placed',
  processing: 'paid',
  shipped: 'shipped',
  delivered: 'delivered',
  completed: 'delivered',
  cancelled: 'cancelled',
  failed: 'cancelled',
  trash: 'cancelled',
  refunded: 'refunded',
};
/** A checkout that is not finished is no order yet. */
const NOT_YET = new Set(['checkout-draft', 'auto-draft', 'draft', 'new']);

/** An order as it stands; that it was paid is a fact of its own, with its own time. */
export function orderEvents(body: JsonObject, { id, receivedAt }: Told): CommerceEvent[] {
  const said = (textOf(body.status, 100) ?? '').replace(/^wc-/, '');
  const paidAt = momentOf(body.date_paid_gmt, receivedAt);
  const orderId = idOf(body.id);
  const [currency, total] = [currencyOf(body.currency), amountOf(body.total)];
  const placedAt = momentOf(body.date_created_gmt, receivedAt);
  if (NOT_YET.has(said) || !said || !orderId || !currency || !total || !placedAt) return [];
  // Plugins have statuses of their own: whether it was paid is what is certain then.
  const status = Object.hasOwn(STATUS, said) ? STATUS[said]! : paidAt ? 'paid' : 'placed';
  const order = present({
    id: orderId,
    number: textOf(body.number, 100),
    items: itemsOf(body),
    currency,
    total,
    refunded: sumOf(listOf(body.refunds).map(refund => amountOf(String(refund.total ?? '').replace('-', '')))),
    placedAt,
  });
  const common = present({ visitor: visitorOf(listOf(body.meta_data), 'key'), customer: buyerOfOrder(body) });
  const now = momentOf(body.date_modified_gmt, receivedAt) ?? placedAt;
  const been = [...(paidAt ? [{ status: 'paid' as const, at: paidAt }] : []), { status, at: now }];
  return been.map(
    (each, i): CommerceEvent => ({
      ...common,
      id: `${id}#${i}`,
      at: each.at,
      type: each.status === 'placed' ? 'order_placed' : 'order_updated',
      order: { ...order, status: each.status } as OrderState,
    }),
  );
}

const itemsOf = (body: JsonObject): LineItem[] =>
  listOf(body.line_items)
    .slice(0, 500)
    .flatMap(line => {
      const id = textOf(line.sku, 100) ?? idOf(line.variation_id) ?? idOf(line.product_id);
      if (!id) return [];
      const more = present({ price: amountOf(line.price), image: textOf(objectOf(line.image).src, 2000) });
      const name = decodeEntities(textOf(line.name) ?? id);
      return [{ id: id.slice(0, 100), name, quantity: quantityOf(line.quantity), ...more }];
    });

/** `customer_id` is 0 for a guest: else the shop had them logged in, and that is proof. */
function buyerOfOrder({ customer_id: account, billing }: JsonObject) {
  const { email, phone, country, ...rest } = objectOf(billing);
  return buyerOf({
    id: idOf(account),
    name: nameOf(rest),
    email: textOf(email, 254),
    phone: textOf(phone, 40),
    country: countryOf(country),
  });
}

/** order.deleted: all that is told is the id, and nothing of when. */
export function deletedOrderFacts(body: JsonObject, { receivedAt }: Told): OrderProgress[] {
  const orderId = idOf(body.id);
  return orderId ? [{ type: 'order_progressed', orderId, at: receivedAt.toISOString(), status: 'cancelled' }] : [];
}
