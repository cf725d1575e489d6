import { currencyOf, itemsOf, number, text, type Whatever } from './items.ts';
import type { Tell } from './tracker.ts';

/** GA4's names and ours. */
export const GA4: Record<string, string> = {
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
};

/** The older form: what happened is the name of the part that is there. */
const PARTS: Record<string, string> = {
  add: 'add_to_cart',
  remove: 'remove_from_cart',
  detail: 'view_item',
  click: 'select_item',
  checkout: 'begin_checkout',
  purchase: 'purchase',
};

type ConsentCall = (kind: 'default' | 'update', isGranted: boolean) => void;

/** Hears what the page tells its own analytics: GA4's events, as objects or by gtag(), in old and new forms, and consent. */
export function hearDataLayer(
  layer: Whatever[],
  tell: Tell,
  onConsent: ConsentCall,
  guard: (work: () => void) => void,
): void {
  const hear = (entry: Whatever) =>
    guard(() => {
      if (!entry || typeof entry !== 'object') return;
      // gtag() pushes its arguments.
      if (typeof entry[0] === 'string') {
        const [what, name, values] = entry;
        const storage = values?.analytics_storage;
        if (what === 'consent' && storage) onConsent(name, storage === 'granted');
        if (what === 'event') read(name, values, tell);
      } else read(entry.event, entry.ecommerce ?? entry, tell);
    });
  for (const entry of [...layer]) hear(entry);
  const push = layer.push;
  layer.push = function (this: Whatever[], ...entries) {
    const result = push.apply(this, entries);
    for (const entry of entries) hear(entry);
    return result;
  };
}

function read(event: unknown, values: Whatever, tell: Tell): void {
  const part = Object.keys(PARTS).find(name => values?.[name]?.products ?? values?.[name]?.items) ?? '';
  const name = GA4[event as string] ?? GA4[PARTS[part]!];
  if (!name) return;
  const from = { ...values, ...values?.[part], ...values?.[part]?.actionField };
  const items = itemsOf(from.items ?? from.products);
  tell(name, {
    items: items.length > 0 ? items : undefined,
    value: number(from.value ?? from.revenue, 1e12),
    currency: currencyOf(from.currency ?? from.currencyCode),
    term: text(from.search_term),
    number:
      name === 'order_placed' || name === 'quote_requested'
        ? text(from.transaction_id ?? from.lead_id ?? from.id, 100)
        : undefined,
  });
}
