import type { MessageView } from './api.ts';
import { h, icon } from './dom.ts';
import type { MessageActions } from './message-view.ts';

type Shelf = NonNullable<MessageView['bubble']['shelf']>;
export type Product = Shelf['sections'][number]['products'][number];

/** Products with their prices; what is put into the cart is ordered with one message, and each can be asked about. */
export function shelfElement(
  message: MessageView,
  { sections }: Shelf,
  actions: Pick<MessageActions, 'order' | 'ask'>,
) {
  const cart = new Map<string, number>();
  const send = h(
    'button',
    { type: 'button', class: 'action', disabled: true, onclick: () => actions.order(message, cart) },
    'Send the cart',
  );
  const count = (product: Product, event: Event) => {
    const quantity = Math.max(0, Math.floor(Number((event.target as HTMLInputElement).value)) || 0);
    if (quantity > 0) cart.set(product.retailerId, quantity);
    else cart.delete(product.retailerId);
    send.disabled = cart.size === 0;
  };
  const rows = sections.flatMap(({ title, products }) => [
    title ? h('h3', { dir: 'auto' }, title) : null,
    ...products.map(product =>
      h(
        'div',
        { class: 'row' },
        h('span', { dir: 'auto' }, product.name, h('small', {}, priceOf(product))),
        h(
          'button',
          { type: 'button', 'aria-label': `Ask about ${product.name}`, onclick: () => actions.ask(message, product) },
          icon('reply'),
        ),
        h('input', {
          type: 'number',
          min: '0',
          max: '99',
          value: '0',
          'aria-label': `How many: ${product.name}`,
          oninput: (event: Event) => count(product, event),
        }),
      ),
    ),
  ]);
  return h(
    'details',
    { class: 'list shelf' },
    h('summary', { class: 'action' }, icon('list'), 'View items'),
    ...rows,
    send,
  );
}

export const priceOf = ({ price, currency }: Product) => `${price.toFixed(2)} ${currency}`;

/** Where the question about a product of a message belongs. */
export const contextOf = ({ id, bubble }: MessageView, product: Product | null) => ({
  message_id: id,
  ...(product && {
    referred_product: { catalog_id: bubble.shelf!.catalogId, product_retailer_id: product.retailerId },
  }),
});

/** The message that orders what is in the cart, at the prices that were shown. */
export function orderOf({ id, bubble }: MessageView, cart: ReadonlyMap<string, number>) {
  const { catalogId, sections } = bubble.shelf!;
  const items = sections
    .flatMap(({ products }) => products)
    .filter(({ retailerId }) => cart.has(retailerId))
    .map(({ retailerId, price, currency }) => {
      const amount = { item_price: price, currency };
      return { product_retailer_id: retailerId, quantity: cart.get(retailerId)!, ...amount };
    });
  return { type: 'order', context: { message_id: id }, order: { catalog_id: catalogId, product_items: items } };
}
