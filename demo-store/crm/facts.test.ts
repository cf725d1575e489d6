import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BookChange, openOrderBook } from '../orders/order-book.ts';
import { ORDER_UPDATES, OrderRequest, QuoteRequest } from '../orders/requests.ts';
import { factOf } from './facts.ts';

const ID = '01900000-0000-4000-8000-000000000001';
const VISITOR = 'v'.repeat(43);
const SHOP = 'http://shop.test';

function shop() {
  const clock = { now: new Date('2026-03-10T12:00:00Z') };
  const changes: BookChange[] = [];
  const book = openOrderBook(
    () => clock.now,
    change => changes.push(change),
  );
  return { book, clock, facts: () => changes.map(change => factOf(change, SHOP)) };
}

const order = OrderRequest.parse({
  id: ID,
  lines: [{ sku: 'holm-sofa.rust', quantity: 2 }],
  name: 'Anna Berg',
  email: 'anna@example.com',
  phone: '0151 23456789',
  delivery: 'room',
  street: 'Weg 1',
  postcode: '10997',
  city: 'Berlin',
  visitor: VISITOR,
});
const quote = QuoteRequest.parse({
  id: ID,
  name: 'Anna Berg',
  email: 'anna@example.com',
  message: 'A table for twelve.',
});

test('an order is told with its money as decimals, its browser, and absolute addresses', () => {
  const { book, facts } = shop();
  book.placeOrder(order, 'C-1001');
  const [fact] = facts() as Record<string, Record<string, unknown>>[];
  assert.equal(fact!.type, 'order_placed');
  assert.equal(fact!.visitor, VISITOR);
  assert.deepEqual(fact!.customer, {
    id: 'C-1001',
    name: 'Anna Berg',
    email: 'anna@example.com',
    phone: '0151 23456789',
    country: 'DE',
  });
  assert.equal(fact!.order!.total, '6389.00');
  assert.deepEqual((fact!.order!.items as { price: string; image: string }[])[0]!.price, '3130.00');
  assert.match((fact!.order!.items as { image: string }[])[0]!.image, /^http:\/\/shop\.test\/art\//);
});

test('each step of an order is a fact of its own, and an order sent twice is none', () => {
  const { book, facts } = shop();
  book.placeOrder(order);
  book.placeOrder(order);
  book.moveOrder(ID, 'paid');
  book.moveOrder(ID, 'paid');
  book.moveOrder(ID, 'shipped');
  assert.deepEqual(
    facts().map(({ id }) => id),
    [`order:${ID}:placed`, `order:${ID}:paid`, `order:${ID}:shipped`],
  );
  assert.equal(book.moveOrder(ID, 'cancelled'), undefined);
});

test('a quote is told from the request to the answer, with its price and its end', () => {
  const { book, clock, facts } = shop();
  book.requestQuote(quote);
  book.offerQuote(ID, 124_050, 14);
  clock.now = new Date('2026-03-10T13:00:00Z');
  for (const status of ['sent', 'viewed', 'accepted', 'rejected'] as const) book.moveQuote(ID, status);
  const told = facts();
  assert.deepEqual(
    told.map(({ type }) => type),
    ['quote_requested', 'quote_created', 'quote_sent', 'quote_viewed', 'quote_accepted'],
  );
  const { total, expiresAt } = told[1]!.quote as { total: string; expiresAt: string };
  assert.deepEqual(
    [total, expiresAt, told[2]!.at],
    ['1240.50', '2026-03-24T12:00:00.000Z', '2026-03-10T13:00:00.000Z'],
  );
});

test('a box that was ticked at the checkout is told once, with the order, in the words that stood beside it', () => {
  const { book, facts } = shop();
  book.placeOrder({ ...order, orderUpdates: true });
  book.moveOrder(ID, 'paid');
  const consents = facts().map(({ customer }) => (customer as { whatsappConsent?: object }).whatsappConsent);
  assert.deepEqual(consents, [{ topic: 'all', action: 'opt-in', wording: ORDER_UPDATES }, undefined]);
});

test('without it nothing is told of consent', () => {
  const { book, facts } = shop();
  book.placeOrder(order);
  assert.equal('whatsappConsent' in (facts()[0]!.customer as object), false);
});
