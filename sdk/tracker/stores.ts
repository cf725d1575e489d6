import { currencyOf, itemOf, number, text, type Whatever } from './items.ts';
import type { Tell } from './tracker.ts';

const SHOPIFY: Record<string, string> = {
  product_viewed: 'product_viewed',
  collection_viewed: 'collection_viewed',
  search_submitted: 'product_searched',
  product_added_to_cart: 'cart_item_added',
  product_removed_from_cart: 'cart_item_removed',
  cart_viewed: 'cart_viewed',
  checkout_started: 'checkout_started',
  checkout_contact_info_submitted: 'checkout_contact_submitted',
  payment_info_submitted: 'payment_info_entered',
  checkout_completed: 'order_placed',
};

/** Hears Shopify's customer events and its shoppers' choice about them, and WooCommerce's theme, where the page has them. */
export function hearStores(
  tell: Tell,
  decide: (consent: 'granted' | 'denied') => void,
  guard: (work: () => void) => void,
): void {
  const { Shopify, jQuery } = window as Whatever;
  guard(() => Shopify?.customerPrivacy?.analyticsProcessingAllowed?.() && decide('granted'));
  document.addEventListener('visitorConsentCollected', event =>
    guard(() => decide((event as CustomEvent).detail?.analyticsAllowed ? 'granted' : 'denied')),
  );
  for (const [event, name] of Object.entries(SHOPIFY)) {
    guard(() =>
      Shopify?.analytics?.subscribe?.(event, ({ data }: Whatever) => guard(() => readShopify(name, data, tell))),
    );
  }
  for (const [event, name] of [
    ['added_to_cart', 'cart_item_added'],
    ['removed_from_cart', 'cart_item_removed'],
  ] as const) {
    guard(() =>
      jQuery?.(document.body).on(event, (_event: unknown, _fragments: unknown, _hash: unknown, button: Whatever) =>
        guard(() => {
          const data = button?.data?.() ?? {};
          const item = itemOf({ id: data.product_sku || data.product_id, quantity: data.quantity });
          if (item) tell(name, { items: [item] });
        }),
      ),
    );
  }
}

function readShopify(name: string, data: Whatever, tell: Tell): void {
  const { productVariant, cartLine, cart, checkout, collection, searchResult } = data;
  const lines = cartLine
    ? [cartLine]
    : (cart?.lines ?? checkout?.lineItems ?? collection?.productVariants ?? [productVariant]);
  const items = lines.flatMap((line: Whatever) => {
    const variant = line?.merchandise ?? line?.variant ?? line;
    const price = variant?.price?.amount;
    const image = variant?.image?.src;
    const found =
      variant &&
      itemOf({
        ...line,
        id: variant.sku || variant.id,
        name: variant.product?.title,
        variant: variant.title,
        price,
        image,
      });
    return found ?? [];
  });
  tell(name, {
    items: items.length > 0 ? items : undefined,
    value: number((checkout?.totalPrice ?? cart?.cost?.totalAmount)?.amount, 1e12),
    currency: currencyOf(
      checkout?.currencyCode ?? lines[0]?.merchandise?.price?.currencyCode ?? productVariant?.price?.currencyCode,
    ),
    term: text(searchResult?.query),
    number: text(checkout?.order?.id, 100),
  });
}
