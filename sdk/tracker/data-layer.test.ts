import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { GA4, hearDataLayer } from './data-layer.ts';
import { knownOf, type Whatever } from './items.ts';

function hear(...past: unknown[]) {
  const told: [name: string, properties: Whatever][] = [];
  const consents: unknown[][] = [];
  const layer: unknown[] = [...past];
  hearDataLayer(
    layer,
    (_source, name, properties) => told.push([name, JSON.parse(JSON.stringify(knownOf(properties)))]),
    (...call) => consents.push(call),
    work => {
      try {
        work();
      } catch {
        // As the tracker does.
      }
    },
  );
  return { layer, told, consents };
}

function gtagOf(layer: unknown[]) {
  return function gtag(..._args: unknown[]) {
    // biome-ignore lint/complexity/noArguments: gtag() pushes exactly this
    layer.push(arguments);
  };
}

const items = [{ item_id: 'oak', price: '1,299.00', quantity: '1' }];
const oak = { id: 'oak', price: 1299, quantity: 1 };

describe("the page's data layer", () => {
  for (const [theirs, ours] of Object.entries(GA4)) {
    it(`takes ${theirs} for ${ours}, as an object and by gtag()`, () => {
      const { layer, told } = hear({ event: theirs, ecommerce: { currency: 'EUR', value: '1299', items } });
      gtagOf(layer)('event', theirs, { currency: 'EUR', value: 1299, items });
      const properties = { items: [oak], value: 1299, currency: 'EUR' };
      expect(told).to.deep.equal([
        [ours, properties],
        [ours, properties],
      ]);
    });
  }

  it('hears what was pushed before and what comes after, and leaves what push gives back', () => {
    const { layer, told } = hear({ event: 'view_cart' });
    expect(layer.push({ event: 'view_item' }, { event: 'add_to_cart' })).to.equal(3);
    expect(told.map(([name]) => name)).to.deep.equal(['cart_viewed', 'product_viewed', 'cart_item_added']);
  });

  it('gives what another has put in the place of push', () => {
    const layer: unknown[] = [];
    layer.push = () => 42;
    hearDataLayer(
      layer,
      () => {},
      () => {},
      work => work(),
    );
    expect(layer.push({ event: 'view_item' })).to.equal(42);
  });

  it('reads the forms of before GA4', () => {
    const products = [{ id: 'oak', price: '1299', quantity: '1' }];
    const { told } = hear(
      { ecommerce: null },
      { event: 'addToCart', ecommerce: { currencyCode: 'EUR', add: { products } } },
      { ecommerce: { detail: { products } } },
      { event: 'x', ecommerce: { purchase: { actionField: { id: 'A-7', revenue: '1.299,00' }, products } } },
      { event: 'purchase', ecommerce: { purchase: { transaction_id: 'A-8', items } } },
      { event: 'checkout', ecommerce: { checkout: { actionField: { step: 2 }, products } } },
      { event: 'gtm.click' },
    );
    expect(told).to.deep.equal([
      ['cart_item_added', { items: [oak], currency: 'EUR' }],
      ['product_viewed', { items: [oak] }],
      ['order_placed', { items: [oak], value: 1299, number: 'A-7' }],
      ['order_placed', { items: [oak], number: 'A-8' }],
    ]);
  });

  it('leaves page_view, and what it does not know', () => {
    const names = ['page_view', 'gtm.js', 'scroll', 'constructor', '__proto__', 'toString', 7, {}, null];
    const { told } = hear(...names.map(event => ({ event })), 7, 'event', null, undefined, [], [[]]);
    expect(told).to.deep.equal([]);
  });

  it('hears consent', () => {
    const { layer, consents } = hear();
    gtagOf(layer)('consent', 'update', { analytics_storage: 'granted' });
    expect(consents).to.deep.equal([['update', { analytics_storage: 'granted' }]]);
  });

  it('survives whatever is pushed, and still hears what comes after', () => {
    const cyclic: Whatever = { event: 'view_item', ecommerce: { items: [{ item_id: 'c' }] } };
    cyclic.ecommerce.self = cyclic.ecommerce.items[0].self = cyclic;
    const thrower = {
      get event(): string {
        throw new Error('mine');
      },
    };
    const trap = new Proxy([], {
      get: () => {
        throw new Error('mine');
      },
    });
    const { layer, told } = hear(thrower);
    const big = { event: 'view_item', ecommerce: { items: [{ item_id: 'x'.repeat(1_000_000) }] } };
    for (const entry of [cyclic, thrower, trap, big, Object.freeze({ event: 'view_item', ecommerce: trap })]) {
      expect(layer.push(entry)).to.be.a('number');
    }
    layer.push({ event: 'view_cart' });
    expect(told.at(-1)).to.deep.equal(['cart_viewed', {}]);
    expect(told.map(([, { items }]) => items?.[0].id.length)).to.deep.equal([1, 100, undefined]);
  });
});
