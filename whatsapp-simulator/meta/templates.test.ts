import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, idOf, NUMBER, startPair } from '../testing/simulator.ts';

const reminder = {
  name: 'cart_reminder',
  language: 'en_US',
  category: 'MARKETING',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Still thinking?' },
    { type: 'BODY', text: 'Hi {{1}}, your {{2}} is waiting.' },
    { type: 'FOOTER', text: 'Reply STOP to opt out' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Book a visit' },
        { type: 'URL', text: 'Open cart', url: 'https://shop.example/cart/{{1}}' },
      ],
    },
  ],
};
const shipped = {
  name: 'shipped',
  language: 'en_US',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: 'Order {{order_id}} is on its way.' }],
};
const templates = [
  reminder,
  shipped,
  { ...shipped, name: 'paused', status: 'PAUSED' },
  { ...shipped, name: 'pending', status: 'PENDING' },
  {
    ...shipped,
    name: 'photo',
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Look' },
    ],
  },
];

const textParameters = (...values: string[]) => values.map(text => ({ type: 'text', text }));
const body = (...values: string[]) => ({ type: 'body', parameters: textParameters(...values) });
const button = (sub_type: string, index: string, parameter: object) => ({
  type: 'button',
  sub_type,
  index,
  parameters: [parameter],
});
const template = (name: string, ...components: object[]) => ({
  type: 'template',
  template: { name, language: { code: 'en_US' }, components },
});
const fullReminder = template(
  'cart_reminder',
  body('Ana', 'oak table'),
  button('quick_reply', '0', { type: 'payload', payload: 'book:1' }),
  button('url', '1', { type: 'text', text: 'abc' }),
);

test('a template needs no window; it is accepted, filled in and priced by its category', async t => {
  const { send, received, receiver } = await startPair(t, { templates });
  const answer = await send(fullReminder);
  assert.equal(answer.status, 200, JSON.stringify(answer.json));
  assert.equal((answer.json.messages as { message_status: string }[])[0]!.message_status, 'accepted');
  const [message] = await received('ana');
  assert.deepEqual(message!.bubble, {
    header: { text: 'Still thinking?' },
    text: 'Hi Ana, your oak table is waiting.',
    footer: 'Reply STOP to opt out',
    buttons: [
      { kind: 'reply', text: 'Book a visit', id: 'book:1', from: 'template' },
      { kind: 'url', text: 'Open cart', url: 'https://shop.example/cart/abc' },
    ],
  });
  await receiver.until(() => receiver.statuses().length === 2);
  const pricing = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'marketing' };
  assert.deepEqual(receiver.statuses()[0]!.pricing, pricing);
});

test('a tapped quick reply comes back as a button message that quotes the template', async t => {
  const { send, call, receiver } = await startPair(t, { templates });
  const id = idOf(await send(fullReminder));
  await call('POST', '/simulator/phones/ana/taps', { messageId: id, button: 0 });
  await receiver.until(() => receiver.messages().length === 1);
  const [tapped] = receiver.messages();
  assert.equal(tapped!.type, 'button');
  assert.deepEqual(tapped!.button, { payload: 'book:1', text: 'Book a visit' });
  assert.deepEqual(tapped!.context, { from: '15550783881', id });
});

test('someone who stopped offers gets no marketing: a failed status with 131050, and the business hears of the stop', async t => {
  const { send, call, receiver, received } = await startPair(t, { templates });
  await call('PATCH', `/simulator/phones/ana/chats/${NUMBER}`, { marketing: false });
  assert.equal((await send(fullReminder)).status, 200);
  await receiver.until(() => receiver.statuses().length === 1);
  assert.equal((receiver.statuses()[0]!.errors as { code: number }[])[0]!.code, 131050);
  const preference = receiver.changes().find(change => change.field === 'user_preferences')!;
  assert.equal((preference.value.user_preferences as { value: string }[])[0]!.value, 'stop');
  assert.deepEqual(await received('ana'), []);
});

const named = (parameter_name: string | undefined, text = '1001') => ({
  type: 'body',
  parameters: [{ type: 'text', parameter_name, text }],
});

test('a named parameter is filled in by its name', async t => {
  const { send, received } = await startPair(t, { templates });
  assert.equal((await send(template('shipped', named('order_id')))).status, 200);
  assert.equal((await received('ana'))[0]!.bubble.text, 'Order 1001 is on its way.');
});

const refused: [claim: string, code: number, send: object][] = [
  ['one value too few', 132000, template('cart_reminder', body('Ana'))],
  ['one value too many', 132000, template('cart_reminder', body('Ana', 'table', 'x'))],
  ['a url button without its suffix', 131008, template('cart_reminder', body('Ana', 'table'))],
  ['a line break in a value', 132018, template('shipped', named('order_id', 'a\nb'))],
  ['a name the template does not have', 100, template('shipped', named('order'))],
  ['a text of more than 1024 characters', 132005, template('shipped', named('order_id', 'x'.repeat(1010)))],
  ['a paused template', 132015, template('paused', named('order_id'))],
  ['a template that is not approved yet', 132001, template('pending', named('order_id'))],
  ['a text where an image belongs', 132012, template('photo', { type: 'header', parameters: textParameters('x') })],
];

for (const [claim, code, send] of refused) {
  test(`${claim} is refused with ${code}`, async t => {
    const pair = await startPair(t, { templates });
    const answer = await pair.send(send);
    assert.equal(errorOf(answer)?.code, code, JSON.stringify(answer.json));
  });
}
