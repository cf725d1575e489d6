import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANA, idOf, NUMBER, startPair, text } from '../testing/simulator.ts';

type Entries = { entries: Record<string, unknown>[]; next: number };
type Call = (method: string, path: string) => Promise<{ json: unknown }>;
const read = async (call: Call, path: string) => (await call('GET', `/simulator/${path}`)).json as Entries;

test('the log has what truly arrived, once each, whatever the sender was told', async t => {
  const { send, write, call } = await startPair(t);
  await write('ana', text('oi'));
  const id = idOf(await send({ ...text('one'), biz_opaque_callback_data: 'ours/1' }));
  await call('PUT', '/simulator/faults', { loseAnswers: 1 });
  await assert.rejects(send({ ...text('two'), biz_opaque_callback_data: 'ours/2' }));
  await call('PUT', '/simulator/faults', { loseRequests: 1 });
  await assert.rejects(send({ ...text('three'), biz_opaque_callback_data: 'ours/3' }));
  const { entries, next } = await read(call, 'log');
  assert.deepEqual(
    entries.map(entry => entry.callbackData),
    ['ours/1', 'ours/2'],
  );
  const { at: _, ...first } = entries[0]!;
  assert.deepEqual(first, {
    n: 1,
    phoneId: 'ana',
    waId: '554188887777',
    phoneNumberId: NUMBER,
    id,
    type: 'text',
    callbackData: 'ours/1',
    template: null,
    category: 'service',
  });
  assert.equal(next, 2);
  assert.deepEqual(await read(call, 'log?after=2'), { entries: [], next: 2, total: 2 });
  assert.equal((await read(call, 'log?after=1&limit=1')).entries[0]!.callbackData, 'ours/2');
});

test('what waits for an offline phone is logged when it arrives, and a reset forgets the log', async t => {
  const { send, write, call } = await startPair(t);
  await write('ana', text('oi'));
  await call('PATCH', '/simulator/phones/ana', { online: false });
  await send(text('later'));
  assert.equal((await read(call, 'log')).entries.length, 0);
  await call('PATCH', '/simulator/phones/ana', { online: true });
  assert.equal((await read(call, 'log')).entries.length, 1);
  await call('POST', '/simulator/reset');
  assert.deepEqual(await read(call, 'log'), { entries: [], next: 0, total: 0 });
});

test('each send is in the log of calls with its outcome and code', async t => {
  const { url, send, write, call } = await startPair(t);
  await send({ ...text('no window'), biz_opaque_callback_data: 'a' });
  await write('ana', text('oi'));
  await send({ ...text('taken'), biz_opaque_callback_data: 'b' });
  const sent = async (faults: object, data: string) => {
    await call('PUT', '/simulator/faults', faults);
    await send({ ...text('x'), biz_opaque_callback_data: data }).catch(() => {});
  };
  await sent({ loseRequests: 1 }, 'c');
  await sent({ loseAnswers: 1 }, 'd');
  await sent({ errors: [{ code: 131016 }] }, 'e');
  await sent({ throughputPerSecond: 1 }, 'f');
  await call('PUT', '/simulator/faults', {});
  await fetch(`${url}/v24.0/${NUMBER}/messages`, { method: 'POST', body: JSON.stringify({ to: ANA, ...text('x') }) });
  const { entries } = await read(call, 'calls');
  assert.deepEqual(
    entries.map(({ outcome, code, callbackData }) => [callbackData, outcome, code]),
    [
      ['a', 'refused', 131047],
      ['b', 'accepted', null],
      ['c', 'lost-before', null],
      ['d', 'lost-after', null],
      ['e', 'refused', 131016],
      ['f', 'refused', 130429],
      [null, 'refused', 190],
    ],
  );
  assert.ok(entries.every(entry => entry.kind === 'message' && entry.to === ANA));
});
