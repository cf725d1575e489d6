import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANA, errorOf, idOf, NUMBER, startPair, text } from '../testing/simulator.ts';

const DAY = 24 * 60 * 60 * 1000;

test('the answer gives the wa_id that WhatsApp keeps, the BSUID and a wamid', async t => {
  const { send, write } = await startPair(t);
  await write('ana', text('oi'));
  const { status, json } = await send(text('hello'));
  assert.equal(status, 200);
  assert.deepEqual(json.contacts, [{ input: ANA, wa_id: '554188887777', user_id: 'BR.13491208655302741918' }]);
  assert.match(idOf({ status, json }), /^wamid\.[A-Za-z0-9+/]+=*$/);
});

test('a message to a BSUID is answered without wa_id, and `to` wins over `recipient`', async t => {
  const { send, write } = await startPair(t);
  await write('sofia', text('hola'));
  await write('ana', text('oi'));
  const recipient = 'MX.50928817364455120937';
  const { json } = await send({ to: undefined, recipient, ...text('hola') });
  assert.deepEqual(json.contacts, [{ input: recipient, user_id: recipient }]);
  const both = await send({ recipient, ...text('oi') });
  assert.equal((both.json.contacts as { wa_id: string }[])[0]!.wa_id, '554188887777');
});

test('statuses come in order, with our data, prices, and the contact once the phone has it', async t => {
  const { send, write, call, receiver } = await startPair(t);
  await write('ana', text('oi'));
  await call('PATCH', `/simulator/phones/ana/chats/${NUMBER}`, { open: true });
  const id = idOf(await send({ ...text('hello'), biz_opaque_callback_data: 'ours' }));
  await receiver.until(() => receiver.statuses().length === 3);
  assert.deepEqual(
    receiver.statuses().map(each => each.status),
    ['sent', 'delivered', 'read'],
  );
  assert.deepEqual(receiver.statuses()[0], {
    id,
    status: 'sent',
    timestamp: '1773144000',
    recipient_id: '554188887777',
    recipient_user_id: 'BR.13491208655302741918',
    biz_opaque_callback_data: 'ours',
    pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' },
  });
  const withContacts = receiver.changes().filter(change => 'statuses' in change.value && 'contacts' in change.value);
  assert.equal(withContacts.length, 2);
});

test('the service window is open one millisecond before 24 hours and closed at exactly 24 hours', async t => {
  const { send, write, moveClock } = await startPair(t);
  await write('ana', text('oi'));
  await moveClock(DAY - 1);
  assert.equal((await send(text('in time'))).status, 200);
  await moveClock(DAY);
  const late = await send(text('too late'));
  assert.equal(late.status, 400);
  assert.equal(errorOf(late).code, 131047);
});

test('errors have the shape Meta gives them', async t => {
  const { send } = await startPair(t);
  const { json } = await send(text('no window'));
  const { fbtrace_id, ...error } = json.error as Record<string, unknown>;
  assert.deepEqual(error, {
    message: '(#131047) Re-engagement message',
    type: 'OAuthException',
    code: 131047,
    error_data: {
      messaging_product: 'whatsapp',
      details:
        'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
    },
  });
  assert.equal(typeof fbtrace_id, 'string');
});

const long = 'x'.repeat(4097);
const refused: [claim: string, code: number, status: number, body: object][] = [
  ['a text of 4097 characters', 100, 400, text(long)],
  ['a misspelt key', 100, 400, { type: 'text', text: { body: 'x', preview: true } }],
  ['a missing body', 131008, 400, { type: 'text', text: {} }],
  ['an unknown type', 100, 400, { type: 'telegram', telegram: {} }],
  ['a number that is none', 100, 400, { to: 'ana', ...text('x') }],
  ['no recipient at all', 100, 400, { to: undefined, ...text('x') }],
  ['the own number', 131021, 400, { to: '+15550783881', ...text('x') }],
  ['someone who is not on WhatsApp', 131026, 400, { to: '+4930123456', ...text('x') }],
  [
    'a template that does not exist',
    132001,
    404,
    { type: 'template', template: { name: 'none', language: { code: 'en' } } },
  ],
  ['an image by id and link', 131009, 400, { type: 'image', image: { id: '1', link: 'https://x.example/a.png' } }],
  ['an image that was never uploaded', 131009, 400, { type: 'image', image: { id: '1' } }],
  ['two buttons of one title', 131009, 400, buttons('Yes', 'Yes')],
  ['a button title of 21 characters', 100, 400, buttons('x'.repeat(21))],
  ['our data of 513 characters', 100, 400, { ...text('x'), biz_opaque_callback_data: 'x'.repeat(513) }],
];

for (const [claim, code, status, body] of refused) {
  test(`${claim} is refused with ${code}`, async t => {
    const { send, write } = await startPair(t);
    await write('ana', text('oi'));
    const answer = await send(body);
    assert.deepEqual([answer.status, errorOf(answer).code], [status, code], JSON.stringify(answer.json));
  });
}

function buttons(...titles: string[]) {
  const all = titles.map((title, index) => ({ type: 'reply', reply: { id: String(index), title } }));
  return { type: 'interactive', interactive: { type: 'button', body: { text: 'Well?' }, action: { buttons: all } } };
}

test('a text of 4096 characters is taken', async t => {
  const { send, write } = await startPair(t);
  await write('ana', text('oi'));
  assert.equal((await send(text('x'.repeat(4096)))).status, 200);
});

test('a wrong token is refused with 401 and 190, an unknown number with 100 and subcode 33', async t => {
  const { url, call } = await startPair(t);
  const answer = await fetch(`${url}/v24.0/${NUMBER}`, { headers: { authorization: 'Bearer wrong' } });
  assert.equal(answer.status, 401);
  assert.equal(((await answer.json()) as { error: { code: number } }).error.code, 190);
  const unknown = await call('POST', '/v24.0/999/messages', {});
  assert.equal(unknown.status, 400);
  assert.equal((unknown.json.error as { error_subcode: number }).error_subcode, 33);
});

test('a burst of 45 to one person passes, the 46th is refused with 131056', async t => {
  const { send, write } = await startPair(t);
  await write('ana', text('oi'));
  for (let count = 0; count < 45; count++) assert.equal((await send(text(`${count}`))).status, 200);
  assert.equal(errorOf(await send(text('one too many'))).code, 131056);
});

test('more than the throughput in one second is refused with 130429', async t => {
  const { send, write, call } = await startPair(t);
  await write('ana', text('oi'));
  await call('PUT', '/simulator/faults', { throughputPerSecond: 2 });
  assert.equal((await send(text('second of this second'))).status, 200);
  assert.equal(errorOf(await send(text('third'))).code, 130429);
});

test('with late failures the answer is 200 and the error comes as a failed status', async t => {
  const { send, call, receiver } = await startPair(t);
  await call('PUT', '/simulator/faults', { reportFailures: 'status' });
  const answer = await send({ ...text('x'), biz_opaque_callback_data: 'ours' });
  assert.equal(answer.status, 200);
  await receiver.until(() => receiver.statuses().length === 1);
  const [failed] = receiver.statuses();
  assert.equal(failed!.status, 'failed');
  assert.equal(failed!.id, idOf(answer));
  assert.equal(failed!.biz_opaque_callback_data, 'ours');
  assert.equal((failed!.errors as { code: number }[])[0]!.code, 131047);
});
