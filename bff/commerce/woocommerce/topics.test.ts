import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { CommerceEvent } from '../../../contract/commerce.ts';
import type { StoreFact } from '../facts.ts';
import { dedupeKeyOf, homeOf } from './naming.ts';
import { readWooCommerce } from './topics.ts';

const sample = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../fixtures/woodocs__${file}.json`), 'utf8'));
const order = sample('orders__retrieve');

const read = (topic: string, body: unknown): StoreFact[] =>
  readWooCommerce(JSON.stringify(body), { id: 'd', topic, receivedAt: new Date('2026-11-01T00:00:00Z') });

function orderIn(body: object) {
  const last = read('order.updated', body).at(-1);
  return last && 'order' in last ? { ...last.order, customer: last.customer, at: last.at } : undefined;
}

describe("what WooCommerce's webhooks say", () => {
  it('is what our own API would take', () => {
    for (const [topic, body] of [
      ['order.created', order],
      ['order.created', sample('orders__create_response')],
      ['customer.updated', sample('customers__retrieve')],
      ['customer.created', sample('customers__create_response')],
    ] as const) {
      const facts = read(topic, body);
      assert.ok(facts.length > 0, topic);
      for (const fact of facts) CommerceEvent.parse(fact);
    }
  });

  const STATUSES: [said: string, status: string | undefined][] = [
    ['pending', 'placed'],
    ['on-hold', 'placed'],
    ['processing', 'paid'],
    ['wc-completed', 'delivered'],
    ['completed', 'delivered'],
    ['cancelled', 'cancelled'],
    ['failed', 'cancelled'],
    ['trash', 'cancelled'],
    ['refunded', 'refunded'],
    ['a-plugin-s-own', 'paid'],
    ['constructor', 'paid'],
    ['checkout-draft', undefined],
    ['', undefined],
  ];
  for (const [said, status] of STATUSES) {
    it(`is ${status ? `an order that is ${status}` : 'no order yet'} where it says "${said}"`, () => {
      assert.equal(orderIn({ ...order, status: said })?.status, status);
    });
  }

  it('is UTC, though it lacks the Z', () => {
    assert.deepEqual(
      [orderIn(order)?.placedAt, orderIn(order)?.at],
      ['2017-03-22T19:28:02.000Z', '2017-03-22T19:28:08.000Z'],
    );
  });

  it('names an account that was logged in, and none for a guest', () => {
    assert.equal(orderIn({ ...order, customer_id: 26 })?.customer?.id, '26');
    assert.equal(orderIn(order)?.customer?.id, undefined);
    assert.equal(orderIn(order)?.customer?.country, 'US');
  });

  it('has names as people read them, and prices without floats', () => {
    const items = orderIn({
      ...order,
      line_items: [{ sku: 'x', name: 'Oak &amp; &#8220;Ash&#8221;', price: 0.1 + 0.2, quantity: 1 }],
    })?.items;
    assert.deepEqual(items, [{ id: 'x', name: 'Oak & “Ash”', price: '0.3000', quantity: 1 }]);
  });

  it('tells what was given back, though it is written below zero', () => {
    assert.equal(orderIn({ ...order, refunds: [{ total: '-10.00' }, { total: '-2.5' }] })?.refunded, '12.5000');
  });

  it('of an order that is gone is that it is cancelled', () => {
    assert.deepEqual(read('order.deleted', { id: 727 }), [
      { type: 'order_progressed', orderId: '727', at: '2026-11-01T00:00:00.000Z', status: 'cancelled' },
    ]);
  });

  it('is nothing to us of products, coupons and plugins', () => {
    for (const topic of ['product.updated', 'coupon.created', 'action.woocommerce_add_to_cart', 'toString'])
      assert.deepEqual(read(topic, order), []);
  });
});

describe("a name for a state of WooCommerce's order", () => {
  const name = (body: object, topic = 'order.updated', delivery = 'x') =>
    dedupeKeyOf(topic, Buffer.from(JSON.stringify(body)), delivery);

  it('is one, whichever webhook or poll brings it', () => {
    assert.equal(name(order), name({ ...order, meta_data: [] }, 'order.created', 'y'));
  });

  it('is another when anything of it changes within the same second', () => {
    const names = [order, { ...order, status: 'completed' }, { ...order, total: '1' }, { ...order, refunds: [{}] }].map(
      body => name(body),
    );
    assert.equal(new Set(names).size, names.length);
  });

  it('is the delivery’s where the body says nothing of its state', () => {
    assert.notEqual(name({ id: 1 }, 'order.deleted', 'x'), name({ id: 1 }, 'order.deleted', 'y'));
    assert.equal(name({ id: 1 }, 'order.deleted', 'x'), name({ id: 1 }, 'order.deleted', 'x'));
  });
});

it("knows a shop's home in any spelling", () => {
  for (const home of ['https://Woo.example', 'https://woo.example/', 'https://woo.example:443//'])
    assert.equal(homeOf(home), 'https://woo.example');
  assert.equal(homeOf('https://woo.example/shop/'), 'https://woo.example/shop');
  for (const none of ['', 'woo.example', 'javascript:alert(1)']) assert.equal(homeOf(none), '');
});
