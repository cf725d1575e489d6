import type { Whatever } from './items.ts';
import type { Guard, On, Tell } from './tracker.ts';

const SHOPIFY = {
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

/** The shop's analytics may tell the same, and more of it: they go first. */
const AFTER_ANALYTICS = 500;

/** Hears Shopify's customer events, and WooCommerce's theme and blocks, where the page has them. */
export function hearStores(tell: Tell, on: On, guard: Guard): void {
  const { Shopify, jQuery } = window as Whatever;
  for (const [event, name] of Object.entries(SHOPIFY)) {
    guard(() =>
      Shopify?.analytics?.subscribe?.(event, ({ data }: Whatever) => guard(() => readShopify(name, data, tell))),
    );
  }
  const later = (source: string, name: string, properties?: Whatever) => {
    const at = Date.now();
    setTimeout(() => guard(() => tell(source, name, properties, at)), AFTER_ANALYTICS);
  };
  for (const [event, name] of [
    ['added_to_cart', 'cart_item_added'],
    ['removed_from_cart', 'cart_item_removed'],
  ] as const) {
    // The theme gives the button that was pressed.
    guard(() =>
      jQuery?.(document.body).on(event, (_event: unknown, _fragments: unknown, _hash: unknown, button: Whatever) =>
        guard(() => {
          const { product_sku, product_id, quantity } = button?.[0]?.dataset ?? {};
          later('theme', name, { items: [{ id: product_sku || product_id, quantity: quantity || 1 }] });
        }),
      ),
    );
    // The blocks say no more than that it happened.
    on(document, `wc-blocks_${event}`, () => later('blocks', name));
  }
}

function readShopify(name: string, data: Whatever, tell: Tell): void {
  const { productVariant, cartLine, cart, checkout, collection, searchResult } = data;
  const lines = cartLine
    ? [cartLine]
    : (cart?.lines ?? checkout?.lineItems ?? collection?.productVariants ?? [productVariant]);
  const variantOf = (line: Whatever) => line?.merchandise ?? line?.variant ?? line;
  const items = lines.map((line: Whatever) => {
    const { product, sku, id, price, image, title } = variantOf(line) ?? {};
    return {
      id: sku || id,
      name: product?.title ?? title,
      variant: title,
      category: product?.type,
      price: price?.amount,
      quantity: line?.quantity,
      url: product?.url,
      image: image?.src,
    };
  });
  tell('shopify', name, {
    items,
    value: (checkout?.totalPrice ?? cart?.cost?.totalAmount)?.amount,
    currency: checkout?.currencyCode ?? variantOf(lines[0])?.price?.currencyCode,
    term: searchResult?.query,
    number: checkout?.order?.id,
  });
}
