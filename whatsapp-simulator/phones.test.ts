import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPair } from './testing/simulator.ts';

type Page = { phones: { id: string; waId: string }[]; total: number };

test('many phones are made at once, each with its own number, and the list stays short', async t => {
  const { call } = await startPair(t);
  const made = (await call('POST', '/simulator/phones/bulk', { count: 2500 })).json as Page;
  assert.equal(new Set(made.phones.map(phone => phone.waId)).size, 2500);
  const more = (await call('POST', '/simulator/phones/bulk', { count: 1 })).json as Page;
  assert.ok(!made.phones.some(phone => phone.waId === more.phones[0]!.waId));
  const first = (await call('GET', '/simulator/phones')).json as Page;
  assert.deepEqual([first.phones.length, first.total], [200, 2505]);
  const next = (await call('GET', `/simulator/phones?limit=2&after=${first.phones[199]!.id}`)).json as Page;
  assert.deepEqual(next.phones[0]!.id, made.phones[196]!.id);
  const found = (await call('GET', '/simulator/phones?search=person%202500')).json as Page;
  assert.deepEqual(found.phones[0]!.id, made.phones[2499]!.id);
});

test('with adoptUnknown whoever is written to becomes a phone', async t => {
  const { send, call, received } = await startPair(t, {
    templates: [{ name: 'hi', language: 'en', category: 'UTILITY', components: [{ type: 'BODY', text: 'Hi.' }] }],
  });
  const hi = { to: '+4930123456', type: 'template', template: { name: 'hi', language: { code: 'en' } } };
  assert.equal((await send(hi)).status, 400);
  await call('PUT', '/simulator/faults', { adoptUnknown: true });
  assert.equal((await send(hi)).status, 200);
  assert.equal((await received('n4930123456')).length, 1);
});
