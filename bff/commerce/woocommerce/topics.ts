import type { CommerceEvent } from '../../../contract/commerce.ts';
import type { StoreFact, Told } from '../facts.ts';
import { buyerOf, countryOf, momentOf, nameOf } from '../fields.ts';
import { idOf, type JsonObject, objectOf, parseExactly, textOf } from '../json.ts';
import { deletedOrderFacts, orderEvents } from './order.ts';

function customerEvents(body: JsonObject, { id, receivedAt }: Told): CommerceEvent[] {
  const billing = objectOf(body.billing);
  const at = momentOf(body.date_modified_gmt, receivedAt) ?? momentOf(body.date_created_gmt, receivedAt);
  const customer = buyerOf({
    id: idOf(body.id),
    name: nameOf(body) ?? nameOf(billing),
    email: textOf(body.email, 254) ?? textOf(billing.email, 254),
    phone: textOf(billing.phone, 40),
    country: countryOf(billing.country),
  });
  return at && customer?.id ? [{ id, at, customer, type: 'customer_updated' }] : [];
}

const READERS: Record<string, (body: JsonObject, told: Told) => StoreFact[]> = {
  'order.created': orderEvents,
  'order.updated': orderEvents,
  'order.restored': orderEvents,
  'order.deleted': deletedOrderFacts,
  'customer.created': customerEvents,
  'customer.updated': customerEvents,
};

/**
 * What one of WooCommerce's webhooks says, in our words. Products, coupons and plugins' own hooks (`action.…`) say nothing to us.
 * @throws BadBody when the body is no JSON
 */
export function readWooCommerce(text: string, told: Told): StoreFact[] {
  const body = objectOf(parseExactly(text));
  return Object.hasOwn(READERS, told.topic) ? READERS[told.topic]!(body, told) : [];
}
