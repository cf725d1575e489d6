import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { CommerceEvent } from '../../contract/commerce.ts';
import { parseExactly } from './fields.ts';
import { readShopify } from './shopify.ts';
import { isSignedBy } from './signature.ts';
import { readWooCommerce } from './woocommerce.ts';

const folder = join(import.meta.dirname, 'fixtures');
const load = (name: string) => readFileSync(join(folder, name), 'utf8');
/** A webhook's body is the resource without the key around it. */
const inner = (name: string, key: string) => JSON.stringify((JSON.parse(load(name)) as Record<string, unknown>)[key]);
const TOPICS = [
  'carts/update',
  'checkouts/create',
  'draft_orders/update',
  'orders/create',
  'orders/updated',
  'customers/update',
  'nonsense',
];

describe('bodies of Shopify and WooCommerce', () => {
  for (const name of globSync('*.json', { cwd: folder })) {
    it(`${name} is read without a throw, into facts as they are described`, () => {
      const text = load(name);
      const body = JSON.parse(text) as Record<string, unknown>;
      const parts = [body, ...Object.values(body)].flat().filter(part => typeof part === 'object' && part !== null);
      for (const part of parts) {
        const found = [
          ...TOPICS.flatMap(topic => readShopify(topic, JSON.stringify(part), 'x')),
          ...readWooCommerce('order.updated', JSON.stringify(part), 'x'),
        ];
        for (const event of found) assert.deepEqual(CommerceEvent.parse(event), event);
      }
    });
  }

  it('an order of Shopify tells what it was and is, with its number, money and lines', () => {
    const events = readShopify('orders/create', inner('goshopify__order.json', 'order'), 'w1');
    assert.deepEqual(
      events.map(event => 'order' in event && event.order.status),
      ['placed', 'cancelled'],
    );
    const [placed] = events;
    assert.ok(placed && 'order' in placed);
    assert.deepEqual(
      [placed.order.number, placed.order.currency, placed.customer?.email],
      ['#9999', 'USD', 'jon@doe.ca'],
    );
    assert.equal(placed.customer?.id, undefined);
  });

  it('an order of WooCommerce tells who was logged in, and leaves a draft of the checkout out', () => {
    const [placed] = readWooCommerce('order.created', load('woodocs__orders__retrieve.json'), 'w1');
    assert.ok(placed && 'order' in placed);
    assert.equal(placed.order.id, String((JSON.parse(load('woodocs__orders__retrieve.json')) as { id: number }).id));
    const draft = { ...(JSON.parse(load('woodocs__orders__retrieve.json')) as object), status: 'checkout-draft' };
    assert.deepEqual(readWooCommerce('order.created', JSON.stringify(draft), 'w1'), []);
  });

  it('ids of 64 bits keep all their digits', () => {
    const text = '{"id":9223372036854775807,"small":12,"price":1.5,"text":"9223372036854775807"}';
    assert.deepEqual(parseExactly(text), {
      id: '9223372036854775807',
      small: 12,
      price: 1.5,
      text: '9223372036854775807',
    });
  });

  it('a signature is of these bytes and this secret, or none', () => {
    const body = Buffer.from('{"id": 1}');
    const signature = createHmac('sha256', 'secret').update(body).digest('base64');
    assert.ok(isSignedBy('secret', body, signature));
    for (const [secret, bytes, given] of [
      ['other', body, signature],
      ['secret', Buffer.from('{"id":1}'), signature],
      ['secret', body, ''],
      ['secret', body, signature.slice(0, -4)],
      ['secret', body, Buffer.from(signature, 'base64').toString('hex')],
    ] as const)
      assert.ok(!isSignedBy(secret, bytes, given));
  });
});
