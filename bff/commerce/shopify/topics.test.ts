import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { CommerceEvent } from '../../../contract/commerce.ts';
import type { StoreFact } from '../facts.ts';
import { BadBody } from '../json.ts';
import { readShopify } from './topics.ts';

const RECEIVED = new Date('2026-11-01T00:00:00Z');

/** A sample as the webhook brings it: without the key around it. */
function sample(file: string, key: string): Record<string, unknown> {
  const whole = JSON.parse(readFileSync(join(import.meta.dirname, `../fixtures/${file}.json`), 'utf8'));
  return [whole[key]].flat()[0];
}

const read = (topic: string, body: unknown, triggeredAt?: string): StoreFact[] =>
  readShopify(typeof body === 'string' ? body : JSON.stringify(body), {
    ...{ id: 'd', topic, receivedAt: RECEIVED, triggeredAt },
  });

/** Each as `type status`, with when. */
const been = (facts: StoreFact[]) =>
  facts.map(fact => {
    const status = 'order' in fact ? fact.order.status : 'status' in fact ? fact.status : '';
    return `${fact.type} ${status ?? ''}`.trim();
  });

const draft = sample('goshopify__draft_order', 'draft_order');
const order = sample('shopifypy__order', 'order');

describe("what Shopify's webhooks say", () => {
  const SAMPLES: [file: string, key: string, topic: string, said: string[]][] = [
    ['shopifypy__carts', 'carts', 'carts/update', ['cart_updated']],
    ['shopifypy__checkouts', 'checkouts', 'checkouts/create', ['checkout_started']],
    ['goshopify__draft_order', 'draft_order', 'draft_orders/create', ['quote_created', 'quote_created']],
    [
      'shopifypy__draft_order_completed',
      'draft_order',
      'draft_orders/update',
      ['quote_created', 'quote_accepted', 'quote_accepted'],
    ],
    ['shopifypy__order', 'order', 'orders/create', ['order_placed placed', 'order_placed placed']],
    [
      'goshopify__order',
      'order',
      'orders/cancelled',
      ['order_placed placed', 'order_updated cancelled', 'order_updated cancelled'],
    ],
    ['goshopify__fulfillment', 'fulfillment', 'fulfillments/create', ['order_progressed shipped']],
    ['goshopify__fulfillment_event', 'fulfillment_event', 'fulfillment_events/create', ['order_progressed shipped']],
    ['goshopify__customer', 'customer', 'customers/update', ['customer_updated']],
    ['goshopify__product', 'product', 'products/update', []],
  ];
  for (const [file, key, topic, said] of SAMPLES) {
    it(`is ${said.join(', ') || 'nothing to us'} in ${topic} (${file}), each as our own API would take it`, () => {
      const facts = read(topic, sample(file, key));
      assert.deepEqual(been(facts), said);
      for (const fact of facts) if (fact.type !== 'order_progressed') CommerceEvent.parse(fact);
    });
  }

  it('keeps ids that no number holds, also where the sender has rounded the number', () => {
    const exact = JSON.stringify({ ...order, id: 0 }).replace('"id":0', '"id":9007199254740993001');
    const rounded = {
      ...order,
      id: 820982911946154500,
      admin_graphql_api_id: 'gid://shopify/Order/820982911946154508',
    };
    const idOf = (body: unknown) => {
      const [fact] = read('orders/create', body);
      return fact && 'order' in fact ? fact.order.id : undefined;
    };
    assert.equal(idOf(exact), '9007199254740993001');
    assert.equal(idOf(rounded), '820982911946154508');
  });

  it('finds the phone wherever it is', () => {
    const places: object[] = [
      { phone: '+49 1', billing_address: { phone: '+49 2' } },
      { customer: { phone: '+49 1' }, billing_address: { phone: '+49 2' } },
      { billing_address: { phone: '+49 1' }, shipping_address: { phone: '+49 2' } },
      { shipping_address: { phone: '+49 1' } },
      { sms_marketing_phone: '+49 1' },
    ];
    const { phone: _, customer: __, billing_address: ___, shipping_address: ____, ...bare } = order;
    for (const place of places) {
      const [fact] = read('orders/create', { ...bare, ...place });
      assert.equal(fact && 'customer' in fact ? fact.customer?.phone : '', '+49 1', JSON.stringify(place));
    }
  });

  it('takes nobody for logged in: a guest is put under whoever has the typed address', () => {
    for (const [topic, body] of [
      ['orders/create', order],
      ['customers/update', sample('goshopify__customer', 'customer')],
    ] as const) {
      const [fact] = read(topic, body);
      assert.ok(fact && 'customer' in fact && fact.customer && !('id' in fact.customer));
    }
  });

  it('is a quote that was sent, with when, once its invoice was', () => {
    const [, sent] = read('draft_orders/update', {
      ...draft,
      status: 'invoice_sent',
      invoice_sent_at: '2019-04-10T00:00:00Z',
      updated_at: '2019-04-10T00:00:01Z',
    });
    assert.equal(sent?.type, 'quote_sent');
    assert.equal('at' in sent! && sent.at, '2019-04-10T00:00:00.000Z');
    assert.deepEqual(been(read('draft_orders/delete', { id: 994118539 })), ['quote_rejected']);
  });

  it('tells a refund by what was given back, of the order as it was', () => {
    const body = {
      ...order,
      financial_status: 'refunded',
      current_total_price: '0.00',
      refunds: [
        { transactions: [{ kind: 'refund', status: 'success', amount: '100.10' }] },
        {
          transactions: [
            { kind: 'refund', status: 'failure', amount: '5.00' },
            { kind: 'refund', amount: '309.84' },
          ],
        },
      ],
    };
    const last = read('orders/updated', body).at(-1)!;
    assert.ok('order' in last);
    assert.deepEqual([last.order.status, last.order.total, last.order.refunded], ['refunded', '409.94', '409.9400']);
  });

  it('of a checkout that was completed is told by its order alone', () => {
    const checkout = { ...sample('shopifypy__checkouts', 'checkouts'), completed_at: '2012-10-12T08:00:00Z' };
    assert.deepEqual(read('checkouts/update', checkout), []);
  });

  it('happened at no moment after it came, whatever the shop’s clock says', () => {
    const [fact] = read('orders/create', {
      ...order,
      created_at: '2099-01-01T00:00:00Z',
      updated_at: '2099-01-01T00:00:00Z',
    });
    assert.ok(fact && 'at' in fact && fact.at === RECEIVED.toISOString());
  });

  it('names whom a privacy request is about', () => {
    const body = { customer: { id: 9007199254740, email: 'a@b.example', phone: null }, orders_to_redact: [1, '2', 0] };
    assert.deepEqual(read('customers/redact', body), [
      {
        type: 'privacy',
        kind: 'erase-customer',
        person: { customerId: '9007199254740', email: 'a@b.example', phone: undefined, orders: ['1', '2'] },
      },
    ]);
    assert.deepEqual(
      ['customers/data_request', 'shop/redact'].map(topic => (read(topic, '{}')[0] as { kind: string }).kind),
      ['export', 'erase-shop'],
    );
  });

  const ODD = [
    '[]',
    'null',
    '7',
    '{}',
    '{"id":{}}',
    '{"id":1,"updated_at":"yesterday","line_items":7}',
    '{"__proto__":1}',
  ];
  for (const topic of [
    'orders/create',
    'carts/update',
    'draft_orders/update',
    'refunds/create',
    'customers/update',
    '__proto__',
  ])
    it(`is nothing, and no error, in ${topic} without what it needs`, () => {
      for (const odd of ODD) assert.deepEqual(read(topic, odd), [], odd);
    });

  it('cannot be read where it is no JSON', () => {
    assert.throws(() => read('orders/create', '{'), BadBody);
  });
});
