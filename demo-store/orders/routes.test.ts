import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSessions } from '../accounts/sessions.ts';
import { openOrderBook } from './order-book.ts';
import { shopApi } from './routes.ts';

const now = () => new Date('2026-03-10T12:00:00Z');
const ID = '01900000-0000-4000-8000-000000000001';
const OTHER = '01900000-0000-4000-8000-000000000002';

const order = {
  id: ID,
  lines: [{ sku: 'holm-sofa.rust', quantity: 2 }],
  name: 'Anna Berg',
  email: 'anna@example.com',
  phone: '',
  delivery: 'room',
  street: 'Weg 1',
  postcode: '10997',
  city: 'Berlin',
  country: 'DE',
};
const quote = { id: ID, name: 'Anna Berg', email: 'anna@example.com', message: 'A table for twelve.' };

function shop() {
  const book = openOrderBook(now);
  const api = shopApi(book, openSessions());
  const post = async (path: string, body: unknown) => {
    const response = await api.request(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return {
      status: response.status,
      body: (await response.json()) as {
        number?: string;
        url?: string;
        title?: string;
        errors?: Record<string, string>;
      },
    };
  };
  return { book, api, post };
}

test('an order is priced by the shop: catalogue price, surcharge, quantity and delivery', async () => {
  const { book, post } = shop();
  const { status, body } = await post('/orders', order);
  assert.equal(status, 201);
  assert.deepEqual(body, { number: 'O-2026-0001', url: `/orders/${ID}` });
  assert.equal(book.findOrder(ID)?.total, 2 * (289000 + 24000) + 12900);
});

test('a price sent by the client is refused, not believed', async () => {
  const { book, post } = shop();
  const { status } = await post('/orders', { ...order, lines: [{ sku: 'holm-sofa.rust', quantity: 1, price: 1 }] });
  assert.equal(status, 422);
  assert.equal(book.findOrder(ID), undefined);
});

test('the same order sent twice is one order with one number', async () => {
  const { post } = shop();
  await post('/orders', order);
  const again = await post('/orders', order);
  assert.equal(again.status, 200);
  assert.equal(again.body.number, 'O-2026-0001');
  assert.equal((await post('/orders', { ...order, id: OTHER })).body.number, 'O-2026-0002');
});

test('the same id with another content is refused with the number it has', async () => {
  const { book, post } = shop();
  await post('/orders', order);
  const changed = await post('/orders', { ...order, city: 'Potsdam' });
  assert.equal(changed.status, 409);
  assert.equal(changed.body.number, 'O-2026-0001');
  assert.equal(book.findOrder(ID)?.request.city, 'Berlin');
});

test('every wrong field says what is wrong with it', async () => {
  const { post } = shop();
  const { status, body } = await post('/orders', {
    ...order,
    name: ' ',
    email: 'anna',
    phone: 'call me',
    street: '',
    postcode: '1099',
    city: '',
  });
  assert.equal(status, 422);
  assert.deepEqual(Object.keys(body.errors ?? {}).sort(), ['city', 'email', 'name', 'phone', 'postcode', 'street']);
  assert.match(body.errors!.postcode!, /10997/);
});

test('the postcode follows the country', async () => {
  const { post } = shop();
  assert.equal((await post('/orders', { ...order, country: 'NL', postcode: '1016 dk' })).status, 201);
  assert.equal((await post('/orders', { ...order, id: OTHER, country: 'AT', postcode: '10997' })).status, 422);
});

test('an order that is collected needs a showroom and no address', async () => {
  const { post } = shop();
  const collected = { ...order, delivery: 'showroom', street: '', postcode: '', city: '' };
  assert.deepEqual(Object.keys((await post('/orders', collected)).body.errors ?? {}), ['showroom']);
  assert.equal((await post('/orders', { ...collected, showroom: 'berlin' })).status, 201);
});

test('an empty cart, a product that does not exist and a body that is no JSON are refused', async () => {
  const { post } = shop();
  assert.equal((await post('/orders', { ...order, lines: [] })).body.errors?.lines, 'Your cart is empty.');
  assert.match(
    (await post('/orders', { ...order, lines: [{ sku: 'holm-sofa.gold', quantity: 1 }] })).body.title!,
    /no longer sold/,
  );
  assert.equal((await post('/orders', '{')).status, 422);
});

test('a quote needs words and a way to answer, but no product', async () => {
  const { post } = shop();
  assert.deepEqual((await post('/quotes', quote)).body, { number: 'Q-2026-0001', url: `/quotes/${ID}` });
  assert.equal((await post('/quotes', quote)).status, 200);
  const { body } = await post('/quotes', { ...quote, id: OTHER, email: '', message: '' });
  assert.deepEqual(body.errors, {
    email: 'Please tell us your e-mail address.',
    message: 'Please write a line about what you have in mind.',
  });
});

test('the basket prices what it knows and lists what it does not', async () => {
  const { api } = shop();
  const response = await api.request(
    '/basket?line=tove-chair.oak:2&line=tove-chair.gold:1&line=tove-chair.oak:0&line=nonsense',
  );
  const basket = (await response.json()) as {
    subtotal: number;
    unknown: string[];
    deliveries: { id: string; price: number }[];
  };
  assert.equal(basket.subtotal, 69000);
  assert.deepEqual(basket.unknown, ['tove-chair.gold']);
  assert.equal(basket.deliveries.find(({ id }) => id === 'kerb')?.price, 4900);
});

test('delivery to the kerb is free at exactly 1,000 euros', async () => {
  const { deliveryPrice } = await import('./pricing.ts');
  assert.equal(deliveryPrice('kerb', 99999), 4900);
  assert.equal(deliveryPrice('kerb', 100000), 0);
});
