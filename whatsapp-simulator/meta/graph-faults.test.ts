import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANA, errorOf, NUMBER, startPair, text } from '../testing/simulator.ts';

test('a lost answer breaks the connection, and the message has arrived all the same', async t => {
  const { send, write, call, received } = await startPair(t);
  await write('ana', text('oi'));
  await call('PUT', '/simulator/faults', { loseAnswers: 1 });
  await assert.rejects(send(text('did it?')));
  assert.equal((await received('ana')).length, 1);
});

test('a lost request breaks the connection, and nothing has happened', async t => {
  const { send, write, call, received } = await startPair(t);
  await write('ana', text('oi'));
  await call('PUT', '/simulator/faults', { loseRequests: 1 });
  await assert.rejects(send(text('did it?')));
  assert.deepEqual(await received('ana'), []);
});

test('injected errors come with their code and HTTP status', async t => {
  const { send, call } = await startPair(t);
  await call('PUT', '/simulator/faults', { errors: { rate: 1, code: 131016 } });
  const answer = await send(text('x'));
  assert.deepEqual([answer.status, errorOf(answer).code], [500, 131016]);
});

test('the same seed strikes the same calls', async t => {
  const { send, write, call } = await startPair(t);
  await write('ana', text('oi'));
  const strikes = async (seed: number) => {
    await call('PUT', '/simulator/faults', { seed, errors: { rate: 0.5, code: 131000 } });
    const statuses = [];
    for (let count = 0; count < 12; count++) statuses.push((await send(text('x'))).status);
    return statuses;
  };
  const first = await strikes(7);
  assert.deepEqual(await strikes(7), first);
  assert.equal(new Set(first).size, 2);
});

test('a reset leaves the account and takes messages, faults and the clock back', async t => {
  const { write, call, received, moveClock } = await startPair(t);
  await write('ana', text('oi'));
  await moveClock(1000);
  await call('PUT', '/simulator/faults', { loseRequests: 1 });
  await call('POST', '/simulator/reset');
  assert.equal((await call('GET', '/simulator/clock')).json.offsetMs, 0);
  assert.equal((await call('GET', '/simulator/faults')).json.loseRequests, 0);
  assert.deepEqual(await received('ana'), []);
  assert.equal(((await call('GET', '/simulator/phones/ana/chats')).json.chats as unknown[]).length, 1);
});

test('several errors strike at their own rates, for all numbers or for one', async t => {
  const { send, write, call } = await startPair(t);
  await write('ana', text('oi'));
  const errors = [
    { rate: 0.4, code: 130429 },
    { rate: 0.4, code: 131016 },
  ];
  await call('PUT', '/simulator/faults', { pairRate: false, errors });
  const codes = new Set<number | undefined>();
  for (let count = 0; count < 40; count++) codes.add(errorOf(await send(text('x')))?.code);
  assert.deepEqual(codes, new Set([undefined, 130429, 131016]));
  await call('PUT', '/simulator/faults', { pairRate: false, perNumber: { 999: { errors: [{ code: 368 }] } } });
  assert.equal((await send(text('x'))).status, 200);
  await call('PUT', '/simulator/faults', { pairRate: false, perNumber: { [NUMBER]: { errors: [{ code: 368 }] } } });
  assert.equal(errorOf(await send(text('x'))).code, 368);
});

test('an error can come later, in a failed status', async t => {
  const { send, write, call, receiver, received } = await startPair(t);
  await write('ana', text('oi'));
  await call('PUT', '/simulator/faults', { errors: [{ code: 131048, in: 'status' }] });
  assert.equal((await send(text('x'))).status, 200);
  await receiver.until(() => receiver.statuses().length === 1);
  assert.equal((receiver.statuses()[0]!.errors as { code: number }[])[0]!.code, 131048);
  assert.deepEqual(await received('ana'), []);
});

test('a garbled answer is HTML with a 502, and says nothing of whether the message was taken', async t => {
  const { url, call, write, received } = await startPair(t);
  await write('ana', text('oi'));
  await call('PUT', '/simulator/faults', { garble: 1 });
  for (let count = 0; count < 12; count++) {
    const answer = await fetch(`${url}/v24.0/${NUMBER}/messages`, {
      method: 'POST',
      headers: { authorization: 'Bearer token' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: ANA, ...text('x') }),
    });
    assert.equal(answer.status, 502);
    assert.match(await answer.text(), /^<html>/);
  }
  const taken = (await received('ana')).length;
  assert.ok(taken > 0 && taken < 12, String(taken));
});
