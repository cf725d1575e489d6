import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idOf, NUMBER, startPair, text } from '../testing/simulator.ts';

test('a chat is open on the phone while a page watches it, and closed when the page is gone', async t => {
  const { url, send, write, call, receiver } = await startPair(t);
  await write('ana', text('oi'));
  const isOpen = async () => {
    const { json } = await call('GET', '/simulator/phones/ana/chats');
    return (json.chats as { open: boolean }[])[0]!.open;
  };
  const page = new AbortController();
  const stream = await fetch(`${url}/simulator/live?phone=ana&chat=${NUMBER}`, { signal: page.signal });
  await stream.body!.getReader().read();
  assert.equal(await isOpen(), true);
  const seen = idOf(await send(text('you see this')));
  await receiver.until(() => receiver.statuses().some(each => each.id === seen && each.status === 'read'));

  page.abort();
  while (await isOpen());
  const unseen = idOf(await send(text('and not this')));
  await write('ana', text('a marker, sent after all statuses'));
  await receiver.until(() => receiver.messages().length === 2);
  const statuses = receiver.statuses().filter(each => each.id === unseen);
  assert.deepEqual(
    statuses.map(each => each.status),
    ['sent', 'delivered'],
  );
});
