import type { CartState, CommerceEvent } from '../../../contract/commerce.ts';
import type { Told } from '../facts.ts';
import { amountOf, currencyOf, present } from '../fields.ts';
import { idOf, type JsonObject, textOf } from '../json.ts';
import { commonOf, itemsOf } from './shared.ts';

/** carts/*: nobody is named in it, and no currency. */
export function cartEvents(body: JsonObject, told: Told): CommerceEvent[] {
  const common = commonOf(body, told);
  const id = idOf(body.token) ?? idOf(body.id);
  return common && id ? [{ ...common, type: 'cart_updated', cart: { id, items: itemsOf(body) } }] : [];
}

/** checkouts/*: the cart it began with, and somebody's address. What was completed is an order, which tells itself. */
export function checkoutEvents(body: JsonObject, told: Told): CommerceEvent[] {
  const common = commonOf(body, told);
  const id = idOf(body.cart_token) ?? idOf(body.token);
  if (!common || !id || body.completed_at) return [];
  const cart: CartState = {
    items: itemsOf(body),
    id,
    ...present({
      currency: currencyOf(body.currency),
      total: amountOf(body.total_price),
      url: textOf(body.abandoned_checkout_url, 2000),
    }),
  };
  return [{ ...common, type: 'checkout_started', cart }];
}
