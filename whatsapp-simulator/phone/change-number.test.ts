import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NUMBER, startPair, text } from '../testing/simulator.ts';

test('who moves to another number keeps the chat; the business hears of both ids and reaches the new number alone', async t => {
  const { send, write, call, receiver, received } = await startPair(t);
  await write('ana', text('oi'));
  const change = { phone: '+55 41 97777-6666', bsuid: 'BR.99999999999999999999' };
  assert.equal((await call('POST', '/simulator/phones/ana/number', change)).json.waId, '554177776666');
  await receiver.until(() => receiver.messages().length === 3);
  const [, number, id] = receiver.messages();
  assert.equal(number!.from, '554188887777');
  assert.deepEqual(number!.system, {
    body: 'User Ana Souza changed from 554188887777 to 554177776666',
    wa_id: '554177776666',
    type: 'user_changed_number',
  });
  assert.equal((id!.system as { user_id: string }).user_id, 'BR.99999999999999999999');
  assert.equal((await send({ ...text('old') })).status, 400);
  assert.equal((await send({ to: '+5541977776666', ...text('new') })).status, 200);
  assert.equal((await received('ana')).length, 1);
});

test('a number that another phone has cannot be taken', async t => {
  const { call } = await startPair(t);
  assert.equal((await call('POST', '/simulator/phones/ana/number', { phone: '+49 151 23456789' })).status, 409);
});

test('a recording that is listened to tells `played`, once, unless receipts are off', async t => {
  const { url, send, write, call, receiver } = await startPair(t);
  await write('ana', text('oi'));
  const file = await fetch(`${url}/simulator/media`, {
    method: 'POST',
    headers: { 'content-type': 'audio/ogg; codecs=opus' },
    body: 'OggS',
  });
  const { id } = (await file.json()) as { id: string };
  const sent = await send({ type: 'audio', audio: { id, voice: true } });
  const [{ id: messageId }] = sent.json.messages as [{ id: string }];
  await receiver.until(() => receiver.statuses().length === 2);
  for (let times = 0; times < 2; times++) await call('POST', '/simulator/phones/ana/taps', { messageId, play: true });
  await write('ana', text('a marker'));
  await receiver.until(() => receiver.messages().length === 2);
  assert.deepEqual(
    receiver.statuses().map(each => each.status),
    ['sent', 'delivered', 'played'],
  );
});

test('what the Cloud API cannot hand on may have a name', async t => {
  const { write, receiver } = await startPair(t);
  await write('ana', { type: 'unsupported', unsupported: { type: 'poll' } });
  await receiver.until(() => receiver.messages().length === 1);
  assert.deepEqual(receiver.messages()[0]!.unsupported, { type: 'poll' });
  assert.equal((receiver.changes()[0]!.value.metadata as { phone_number_id: string }).phone_number_id, NUMBER);
});
