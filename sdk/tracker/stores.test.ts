import { expect } from '@open-wc/testing';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { closeTrackedPage, eventsOf, leave, openTrackedPage, type TrackedPage } from '../testing/tracked-page.ts';
import { until } from '../testing/until.ts';
import type { Whatever } from './items.ts';

type Listener = (...args: Whatever[]) => void;

let page: TrackedPage;
let listeners: Map<string, Listener>;
const listen = (name: string, listener: Listener) => listeners.set(name, listener);

async function told(count: number) {
  await until(() => {
    leave();
    return eventsOf(page.shop).length > count;
  });
  return eventsOf(page.shop)
    .slice(1)
    .map(({ name, properties }) => [name, properties]);
}

async function start() {
  await (await page.start({ consent: 'granted' })).journeyId();
  await until(() => listeners.size > 1);
}

const variant = {
  id: '44',
  sku: 'oak-180',
  title: '180 cm',
  price: { amount: 1299, currencyCode: 'EUR' },
  product: { id: '4', title: 'Oak Table', url: '/products/oak', type: 'Tables' },
  image: { src: 'https://cdn.test/oak.jpg' },
};
const item = {
  id: 'oak-180',
  name: 'Oak Table',
  variant: '180 cm',
  category: 'Tables',
  price: 1299,
  url: '/products/oak',
  image: 'https://cdn.test/oak.jpg',
};

describe('what stores tell by themselves', () => {
  beforeEach(() => {
    page = openTrackedPage();
    listeners = new Map();
  });
  afterEach(closeTrackedPage);

  it("is heard of Shopify's customer events", async () => {
    Object.assign(window, { Shopify: { analytics: { subscribe: listen } } });
    await start();
    const tell = (name: string, data: object) => listeners.get(name)!({ data });
    tell('product_viewed', { productVariant: variant });
    tell('product_added_to_cart', { cartLine: { merchandise: variant, quantity: 2 } });
    tell('search_submitted', { searchResult: { query: 'oak', productVariants: [] } });
    tell('cart_viewed', {
      cart: { lines: [{ merchandise: variant, quantity: 2 }], cost: { totalAmount: { amount: '2598.0' } } },
    });
    tell('checkout_completed', {
      checkout: {
        lineItems: [{ variant, quantity: 1 }],
        totalPrice: { amount: 1299 },
        currencyCode: 'EUR',
        order: { id: '5511' },
      },
    });
    tell('checkout_started', {});
    expect(await told(6)).to.deep.equal([
      ['product_viewed', { items: [item], currency: 'EUR' }],
      ['cart_item_added', { items: [{ ...item, quantity: 2 }], currency: 'EUR' }],
      ['product_searched', { term: 'oak' }],
      ['cart_viewed', { items: [{ ...item, quantity: 2 }], value: 2598, currency: 'EUR' }],
      ['order_placed', { items: [{ ...item, quantity: 1 }], value: 1299, currency: 'EUR', number: '5511' }],
      ['checkout_started', {}],
    ]);
    expect([...listeners.keys()]).not.to.include('page_viewed');
  });

  describe('in WooCommerce', () => {
    const button = () => {
      const it = document.createElement('button');
      Object.assign(it.dataset, { product_id: '44', product_sku: 'oak-180', quantity: '2' });
      return [it];
    };
    beforeEach(async () => {
      Object.assign(window, { jQuery: () => ({ on: listen }) });
      await start();
    });

    it('is heard of the theme', async () => {
      listeners.get('added_to_cart')!({}, {}, 'hash', button());
      listeners.get('removed_from_cart')!({}, {}, 'hash', undefined);
      expect(await told(2)).to.deep.equal([
        ['cart_item_added', { items: [{ id: 'oak-180', quantity: 2 }] }],
        ['cart_item_removed', {}],
      ]);
    });

    it('is one, when theme, blocks and analytics tell the same', async () => {
      document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart', { bubbles: true }));
      listeners.get('added_to_cart')!({}, {}, 'hash', button());
      page.dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'oak-180', price: 1299 }] } });
      listeners.get('removed_from_cart')!({}, {}, 'hash', button());
      expect(await told(2)).to.deep.equal([
        ['cart_item_added', { items: [{ id: 'oak-180', price: 1299 }] }],
        ['cart_item_removed', { items: [{ id: 'oak-180', quantity: 2 }] }],
      ]);
    });
  });
});
