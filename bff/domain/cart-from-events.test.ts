import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { JourneyEventName } from '../../contract/journey-event.ts';
import { cartsFromEvents } from './cart-from-events.ts';
import type { JourneyFact } from './journey-facts.ts';

const start = Date.parse('2026-03-10T12:00:00Z');
type Item = { id: string; quantity?: number; price?: number; variant?: string };
const fact = (i: number, name: JourneyEventName, items?: Item[]): JourneyFact => ({
  id: `event ${i}`,
  subjectId: 's',
  name,
  source: 'web',
  at: new Date(start + i * 1000),
  page: null,
  properties: { ...(items && { items }), currency: 'EUR' },
});
const history = (...told: [JourneyEventName, Item[]?][]) =>
  cartsFromEvents(told.map(([name, items], i) => fact(i, name, items)));
const lines = (cart: { items: { id: string; quantity: number }[] }) =>
  cart.items.map(({ id, quantity }) => `${quantity} ${id}`);

describe('carts as events tell them', () => {
  it('add up by piece, and by variant', () => {
    const [cart] = history(
      ['cart_item_added', [{ id: 'oak', price: 1240.1 }]],
      ['cart_item_added', [{ id: 'oak', quantity: 2 }]],
      ['cart_item_added', [{ id: 'oak', variant: 'dark', price: 0.35, quantity: 3 }]],
    );
    assert.deepEqual(lines(cart!), ['3 oak', '3 oak']);
    assert.equal(cart!.total, '3721.35');
    assert.equal(cart!.id, 'event 0');
  });

  it('believe what names the whole cart', () => {
    const [cart] = history(['cart_item_added', [{ id: 'oak' }]], ['cart_viewed', [{ id: 'ash', quantity: 2 }]]);
    assert.deepEqual(lines(cart!), ['2 ash']);
  });

  it('end when the last piece is taken out, and begin anew', () => {
    const carts = history(
      ['cart_item_added', [{ id: 'oak', quantity: 2 }]],
      ['cart_item_removed', [{ id: 'oak', quantity: 1 }]],
      ['cart_item_removed', [{ id: 'oak' }]],
      ['cart_item_removed', [{ id: 'oak' }]],
      ['cart_item_added', [{ id: 'ash' }]],
    );
    assert.deepEqual(
      carts.map(({ status, id }) => [status, id]),
      [
        ['emptied', 'event 0'],
        ['open', 'event 4'],
      ],
    );
  });

  it('end when they are ordered, and know when the way to pay began', () => {
    const [cart, next] = history(
      ['cart_item_added', [{ id: 'oak' }]],
      ['checkout_started', [{ id: 'oak' }]],
      ['order_placed'],
    );
    assert.equal(cart!.status, 'ordered');
    assert.deepEqual(cart!.checkoutStartedAt, new Date(start + 1000));
    assert.equal(next, undefined);
  });

  it('hold nothing that is none, and never less than nothing, whatever is told', () => {
    const name = fc.constantFrom<JourneyEventName>(
      'cart_item_added',
      'cart_item_removed',
      'cart_viewed',
      'order_placed',
    );
    const item = fc.record({ id: fc.constantFrom('a', 'b'), quantity: fc.integer({ min: 0, max: 3 }) });
    const junk = fc.oneof(fc.array(item, { maxLength: 3 }), fc.constant([{ no: 1 }]), fc.constant('items'));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, junk), { maxLength: 20 }), told => {
        const carts = cartsFromEvents(told.map(([name, items], i) => fact(i, name, items as Item[])));
        for (const cart of carts) {
          assert.ok(cart.items.every(({ quantity }) => quantity > 0) || cart.status !== 'open');
          assert.match(cart.total, /^\d+\.\d{2,4}$/);
        }
        assert.ok(carts.filter(({ status }) => status === 'open').length <= 1);
      }),
    );
  });
});
