import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idOf, NUMBER, startPair, text } from '../testing/simulator.ts';

const chat = `/simulator/phones/ana/chats/${NUMBER}`;

test('an offline phone has nothing and the business only `sent`; online it gets all of it, in order', async t => {
  const { send, write, call, receiver, received } = await startPair(t);
  await write('ana', text('oi'));
  await call('PATCH', '/simulator/phones/ana', { online: false });
  for (const body of ['one', 'two', 'three']) await send(text(body));
  assert.deepEqual(await received('ana'), []);
  await receiver.until(() => receiver.statuses().length === 3);
  assert.ok(receiver.statuses().every(each => each.status === 'sent'));
  await call('PATCH', '/simulator/phones/ana', { online: true });
  await receiver.until(() => receiver.statuses().length === 6);
  assert.deepEqual(
    (await received('ana')).map(message => message.bubble.text),
    ['one', 'two', 'three'],
  );
});

test('what is written offline leaves the phone when it is online', async t => {
  const { write, call, receiver } = await startPair(t);
  await call('PATCH', '/simulator/phones/ana', { online: false });
  assert.equal((await write('ana', text('later'))).status, 'pending');
  await call('PATCH', '/simulator/phones/ana', { online: true });
  await receiver.until(() => receiver.messages().length === 1);
});

test('opening the chat reads what came; without read receipts the business never learns of it', async t => {
  const { send, write, call, receiver } = await startPair(t);
  await write('ana', text('oi'));
  await send(text('read me'));
  assert.equal((await call('GET', '/simulator/phones/ana')).json.unread, 1);
  await call('PATCH', chat, { open: true });
  await receiver.until(() => receiver.statuses().some(each => each.status === 'read'));
  await call('PATCH', '/simulator/phones/ana', { readReceipts: false });
  const secret = idOf(await send(text('quietly')));
  assert.equal((await call('GET', '/simulator/phones/ana')).json.unread, 0);
  await write('ana', text('a marker, sent after all statuses'));
  await receiver.until(() => receiver.messages().length === 2);
  const statuses = receiver
    .statuses()
    .filter(each => each.id === secret)
    .map(each => each.status);
  assert.deepEqual(statuses, ['sent', 'delivered']);
});

test('a blocked business stays at `sent`, also after the block is lifted', async t => {
  const { send, write, call, receiver, received } = await startPair(t);
  await write('ana', text('oi'));
  await call('PATCH', chat, { blocked: true });
  await send(text('hello?'));
  await call('PATCH', chat, { blocked: false });
  await write('ana', text('a marker'));
  await receiver.until(() => receiver.messages().length === 2);
  assert.deepEqual(
    receiver.statuses().map(each => each.status),
    ['sent'],
  );
  assert.deepEqual(await received('ana'), []);
});

test('the business marks a message read: it and the earlier ones get their blue ticks', async t => {
  const { write, call } = await startPair(t);
  await write('ana', text('first'));
  const second = await write('ana', text('second'));
  await write('ana', text('third'));
  const body = { messaging_product: 'whatsapp', status: 'read', message_id: second.id };
  assert.deepEqual((await call('POST', `/v24.0/${NUMBER}/messages`, body)).json, { success: true });
  const { json } = await call('GET', `${chat}/messages`);
  assert.deepEqual(
    (json.messages as { status: string }[]).map(each => each.status),
    ['read', 'read', 'delivered'],
  );
});

test('quotes, reactions, referrals and unsupported messages arrive as Meta writes them', async t => {
  const { send, write, receiver } = await startPair(t);
  const referral = { source_url: 'https://fb.me/x', source_id: '1', source_type: 'ad', ctwa_clid: 'c' };
  await write('ana', { ...text('from your ad'), referral });
  const id = idOf(await send(text('welcome')));
  await write('ana', { ...text('thanks'), context: { message_id: id } });
  await write('ana', { type: 'reaction', reaction: { message_id: id, emoji: '👍' } });
  await write('ana', { type: 'reaction', reaction: { message_id: id, emoji: '' } });
  await write('ana', { type: 'unsupported' });
  await receiver.until(() => receiver.messages().length === 5);
  const [ad, quote, reaction, taken, unsupported] = receiver.messages();
  assert.deepEqual(ad!.referral, referral);
  assert.deepEqual(quote!.context, { from: '15550783881', id });
  assert.deepEqual(reaction!.reaction, { message_id: id, emoji: '👍' });
  assert.deepEqual(taken!.reaction, { message_id: id });
  assert.equal((unsupported!.errors as { code: number }[])[0]!.code, 131051);
});

test('a tapped button and a chosen row come back as interactive replies', async t => {
  const { send, write, call, receiver } = await startPair(t);
  await write('ana', text('oi'));
  const reply = { type: 'reply', reply: { id: 'ten', title: '10:00' } };
  const asked = await send({
    type: 'interactive',
    interactive: { type: 'button', body: { text: 'When?' }, action: { buttons: [reply] } },
  });
  const row = { id: 'mitte', title: 'Mitte', description: 'Torstr. 1' };
  const listed = await send({
    type: 'interactive',
    interactive: {
      type: 'list',
      body: { text: 'Where?' },
      action: { button: 'Showrooms', sections: [{ rows: [row] }] },
    },
  });
  await call('POST', '/simulator/phones/ana/taps', { messageId: idOf(asked), button: 0 });
  await call('POST', '/simulator/phones/ana/taps', { messageId: idOf(listed), row: 'mitte' });
  await receiver.until(() => receiver.messages().length === 3);
  const [, button, list] = receiver.messages();
  assert.deepEqual(button!.interactive, { type: 'button_reply', button_reply: { id: 'ten', title: '10:00' } });
  assert.deepEqual(list!.interactive, { type: 'list_reply', list_reply: row });
});
