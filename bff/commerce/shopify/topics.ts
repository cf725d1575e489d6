import type { StoreFact, Told } from '../facts.ts';
import { type JsonObject, objectOf, parseExactly } from '../json.ts';
import { cartEvents, checkoutEvents } from './cart.ts';
import { deletedDraftEvents, draftOrderEvents } from './draft-order.ts';
import { orderEvents } from './order.ts';
import { deletedOrderFacts, parcelEventFacts, parcelFacts, refundFacts } from './parcel.ts';
import { isPrivacyTopic, privacyFacts } from './privacy.ts';
import { commonOf, shopifyBuyer } from './shared.ts';

type Reader = (body: JsonObject, told: Told) => StoreFact[];

const customerEvents: Reader = (body, told) => {
  const common = commonOf(body, told);
  // The record is the customer: what an order has in a field of its own is here at the top.
  const customer = shopifyBuyer({ customer: body });
  return common && customer ? [{ ...common, customer, type: 'customer_updated' }] : [];
};

const READERS: Record<string, Reader> = {
  'carts/create': cartEvents,
  'carts/update': cartEvents,
  'checkouts/create': checkoutEvents,
  'checkouts/update': checkoutEvents,
  'draft_orders/create': draftOrderEvents,
  'draft_orders/update': draftOrderEvents,
  'draft_orders/delete': deletedDraftEvents,
  'orders/create': orderEvents,
  'orders/updated': orderEvents,
  'orders/paid': orderEvents,
  'orders/edited': orderEvents,
  'orders/fulfilled': orderEvents,
  'orders/partially_fulfilled': orderEvents,
  'orders/cancelled': orderEvents,
  'orders/delete': deletedOrderFacts,
  'fulfillments/create': parcelFacts,
  'fulfillments/update': parcelFacts,
  'fulfillment_events/create': parcelEventFacts,
  'refunds/create': refundFacts,
  'customers/create': customerEvents,
  'customers/update': customerEvents,
  'app/uninstalled': () => [{ type: 'uninstalled' }],
};

/**
 * What one of Shopify's webhooks says, in our words; nothing for what we do not act on.
 * @throws BadBody when the body is no JSON
 */
export function readShopify(text: string, told: Told): StoreFact[] {
  const body = objectOf(parseExactly(text));
  const read = Object.hasOwn(READERS, told.topic) ? READERS[told.topic] : undefined;
  if (read) return read(body, told);
  return isPrivacyTopic(told.topic) ? privacyFacts(told.topic, body) : [];
}
