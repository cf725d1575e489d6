import type { Buyer, CommerceEvent, LineItem } from '../../../contract/commerce.ts';
import type { Told } from '../facts.ts';
import { amountOf, buyerOf, countryOf, momentOf, nameOf, present, quantityOf, visitorOf } from '../fields.ts';
import { idOf, type JsonObject, listOf, objectOf, textOf } from '../json.ts';

export type Common = Pick<CommerceEvent, 'id' | 'at' | 'visitor' | 'customer'>;

/** What every fact of a whole cart, quote or order carries; nothing when it does not say as of when it is. */
export function commonOf(body: JsonObject, { id, receivedAt }: Told): Common | undefined {
  const at = momentOf(body.updated_at, receivedAt) ?? momentOf(body.created_at, receivedAt);
  if (!at) return undefined;
  return present({ id, at, visitor: visitorOf(listOf(body.note_attributes), 'name'), customer: shopifyBuyer(body) });
}

/** When it happened, where the body does not say: when Shopify sent it, or else when it came. */
export const triggeredAt = ({ receivedAt, triggeredAt: at }: Told): string =>
  momentOf(at, receivedAt) ?? receivedAt.toISOString();

/** The `id` is what `admin_graphql_api_id` ends with; some senders have rounded the number. */
export const gidOf = (body: JsonObject): string | undefined =>
  /\/(\d+)$/.exec(textOf(body.admin_graphql_api_id) ?? '')?.[1] ?? idOf(body.id);

/**
 * Without an account: Shopify puts a guest's order under whoever's record the typed address is on, so that its customer is no proof of
 * who was there.
 */
export function shopifyBuyer(body: JsonObject): Buyer | undefined {
  const customer = objectOf(body.customer);
  const places = [body.billing_address, body.shipping_address, customer.default_address].map(objectOf);
  const first = <T>(read: (place: JsonObject) => T | undefined): T | undefined =>
    places.map(read).find(value => value !== undefined);
  return buyerOf({
    name: nameOf(customer) ?? first(place => nameOf(place)),
    email: textOf(body.email, 254) ?? textOf(customer.email, 254),
    phone:
      textOf(body.phone, 40) ??
      textOf(body.sms_marketing_phone, 40) ??
      textOf(customer.phone, 40) ??
      first(place => textOf(place.phone, 40)),
    country: first(place => countryOf(place.country_code)),
  });
}

/** Named as the shop's pages name them: by the SKU, else by the variant. */
export const itemsOf = (body: JsonObject): LineItem[] =>
  listOf(body.line_items)
    .slice(0, 500)
    .flatMap(line => {
      const id = textOf(line.sku, 100) ?? textOf(line.variant_id ?? line.product_id ?? line.id, 100);
      if (!id) return [];
      const name = textOf(line.title) ?? textOf(line.name) ?? id;
      const more = present({ variant: textOf(line.variant_title, 200), price: amountOf(line.price) });
      return [{ id, name, quantity: quantityOf(line.quantity), ...more }];
    });
