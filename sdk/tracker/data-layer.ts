import type { Whatever } from './items.ts';
import type { Guard, Tell } from './tracker.ts';

/** GA4's names and ours. `page_view` is not among them: pages are seen without it. */
export const GA4 = {
  view_item_list: 'collection_viewed',
  select_item: 'product_clicked',
  view_item: 'product_viewed',
  add_to_wishlist: 'wishlist_item_added',
  add_to_cart: 'cart_item_added',
  remove_from_cart: 'cart_item_removed',
  view_cart: 'cart_viewed',
  begin_checkout: 'checkout_started',
  add_payment_info: 'payment_info_entered',
  purchase: 'order_placed',
  search: 'product_searched',
  view_search_results: 'product_searched',
  generate_lead: 'quote_requested',
  select_promotion: 'link_clicked',
} as const;

/** The older form: what happened is the name of the part that is there. */
const PARTS: Record<string, keyof typeof GA4> = {
  add: 'add_to_cart',
  remove: 'remove_from_cart',
  detail: 'view_item',
  click: 'select_item',
  checkout: 'begin_checkout',
  purchase: 'purchase',
};

type ConsentCall = (kind: unknown, values: Whatever) => void;

/**
 * Hears what the page tells its own analytics, before now and from now on: GA4's events, as objects or by gtag(), in old and new
 * forms, and consent.
 */
export function hearDataLayer(layer: Whatever[], tell: Tell, onConsent: ConsentCall, guard: Guard): void {
  const hear = (entry: Whatever) =>
    guard(() => {
      // gtag() pushes its arguments.
      const [what, name, values] =
        typeof entry?.[0] === 'string' ? entry : ['event', entry?.event, entry?.ecommerce ?? entry];
      if (what === 'consent') onConsent(name, values);
      if (what === 'event') read(name, values, tell);
    });
  const { push } = layer;
  layer.push = function (...entries) {
    const result = push.apply(this, entries);
    entries.forEach(hear);
    return result;
  };
  layer.slice().forEach(hear);
}

function read(event: string, values: Whatever, tell: Tell): void {
  const part = Object.keys(PARTS).find(name => values?.[name]?.products ?? values?.[name]?.items);
  const known = part ? PARTS[part]! : event;
  if (!Object.hasOwn(GA4, known)) return;
  const name = GA4[known as keyof typeof GA4];
  const from = { ...values, ...(part && values[part]), ...(part && values[part].actionField) };
  // The older form tells each step of a checkout.
  if (from.step > 1) return;
  tell('analytics', name, {
    items: from.items ?? from.products,
    value: from.value ?? from.revenue,
    currency: from.currency ?? from.currencyCode,
    term: from.search_term,
    coupon: from.coupon,
    number: from.transaction_id ?? from.lead_id ?? (part && from.id),
  });
}
