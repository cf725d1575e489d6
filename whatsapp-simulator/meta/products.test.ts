import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { errorOf, idOf, NUMBER, startPair, text } from '../testing/simulator.ts';

const products = Array.from({ length: 31 }, (_, n) => ({
  ...{ retailerId: `P${n}`, name: `Product ${n}`, price: n + 0.5, currency: 'EUR' },
}));
const item = (id: string) => ({ product_retailer_id: id });
const one = (action: object) => ({ type: 'interactive', interactive: { type: 'product', action } });
const list = (sections: object[], changes: object = {}) => ({
  type: 'interactive',
  interactive: {
    type: 'product_list',
    header: { type: 'text', text: 'Chairs' },
    body: { text: 'These fit your table.' },
    action: { catalog_id: 'C', sections },
    ...changes,
  },
});

async function start(t: TestContext, account: object = { catalogs: [{ id: 'C', products }] }) {
  const pair = await startPair(t, { account });
  await pair.write('ana', text('oi'));
  return pair;
}

test('the phone shows products by their names and prices, and sends a cart back that names its message', async t => {
  const { send, call, received, receiver } = await start(t);
  assert.equal((await send(one({ catalog_id: 'C', ...item('P1') }))).status, 200);
  const sections = [
    { title: 'Oak', product_items: [item('P2'), item('P3')] },
    { title: 'Ash', product_items: [item('P4')] },
  ];
  const id = idOf(await send(list(sections)));
  await receiver.until(() => receiver.statuses().filter(({ status }) => status === 'delivered').length === 2);
  const [single, many] = await received('ana');
  assert.deepEqual(single!.bubble.shelf!.sections[0]!.products, [products[1]]);
  assert.deepEqual(
    many!.bubble.shelf!.sections.map(({ title, products }) => [title, products.map(({ name }) => name)]),
    [
      ['Oak', ['Product 2', 'Product 3']],
      ['Ash', ['Product 4']],
    ],
  );
  const cart = [{ ...item('P2'), quantity: 2, item_price: 2.5, currency: 'EUR' }];
  const order = {
    type: 'order',
    to: NUMBER,
    context: { message_id: id },
    order: { catalog_id: 'C', product_items: cart },
  };
  await call('POST', '/simulator/phones/ana/messages', order);
  await receiver.until(() => receiver.messages().some(({ type }) => type === 'order'));
  const sent = receiver.messages().find(({ type }) => type === 'order') as Record<string, { id?: string }>;
  assert.equal(sent.context!.id, id);
});

const refused: [what: string, body: object, code: number][] = [
  ['a product that is not in the catalogue', one({ catalog_id: 'C', ...item('P99') }), 131009],
  ['a catalogue that is not the account’s', one({ catalog_id: 'D', ...item('P1') }), 131009],
  ['a list of which one product is not there', list([{ product_items: [item('P1'), item('P99')] }]), 131009],
  ['a list without a header', list([{ product_items: [item('P1')] }], { header: undefined }), 131008],
  ['two sections without titles', list([{ product_items: [item('P1')] }, { product_items: [item('P2')] }]), 131009],
  [
    '31 products',
    list([
      { title: 'A', product_items: products.slice(0, 30).map(({ retailerId }) => item(retailerId)) },
      { title: 'B', product_items: [item('P30')] },
    ]),
    131009,
  ],
];
for (const [what, body, code] of refused) {
  test(`refused with ${code}: ${what}`, async t => {
    const { send } = await start(t);
    assert.equal(errorOf(await send(body)).code, code);
  });
}

test('an account without a catalogue sends no products', async t => {
  const { send } = await start(t, {});
  assert.equal(errorOf(await send(one({ catalog_id: 'C', ...item('P1') }))).code, 131009);
});

test('a question from the page of a product names it, with the message it was shown in if there is one', async t => {
  const { send, write, received, receiver } = await start(t);
  const referred_product = { catalog_id: 'C', ...item('P3') };
  const asked = await write('ana', { ...text('Still there?'), context: { referred_product } });
  assert.deepEqual(asked.bubble.about, products[3]);
  const id = idOf(await send(one({ catalog_id: 'C', ...item('P1') })));
  await receiver.until(() => receiver.statuses().some(({ status }) => status === 'delivered'));
  const [shown] = await received('ana');
  await write('ana', { ...text('In black?'), context: { message_id: shown!.id, referred_product } });
  await receiver.until(() => receiver.messages().length === 3);
  const [, first, second] = receiver.messages();
  const from = '15550783881';
  assert.deepEqual(first!.context, { from, referred_product });
  assert.deepEqual(second!.context, { from, id, referred_product });
});

test('a product that is in no catalogue of the business cannot be asked about, and a context names something', async t => {
  const { call } = await start(t);
  const ask = async (context: object) =>
    (await call('POST', '/simulator/phones/ana/messages', { to: NUMBER, ...text('?'), context })).status;
  assert.equal(await ask({ referred_product: { catalog_id: 'C', ...item('P99') } }), 404);
  assert.equal(await ask({ referred_product: { catalog_id: 'D', ...item('P1') } }), 404);
  assert.equal(await ask({}), 400);
});
