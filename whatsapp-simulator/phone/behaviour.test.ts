import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, startPair, text } from '../testing/simulator.ts';

const offer = {
  name: 'offer',
  language: 'en',
  category: 'MARKETING',
  components: [{ type: 'BODY', text: 'A sale.' }],
};
const templates = [offer, { ...offer, name: 'shipped', category: 'UTILITY' }];
const template = (name: string) => ({ type: 'template', template: { name, language: { code: 'en' } } });
const codeOf = (status: Record<string, unknown>) => (status.errors as { code: number }[])[0]!.code;

const marketing: [claim: string, behaviour: object, code: number][] = [
  ['someone who opted out of marketing', { optedOut: true }, 131050],
  ['someone whom others have written enough offers', { marketingCap: true }, 131049],
  ['someone in the experiment', { inExperiment: true }, 130472],
];
for (const [claim, behaviour, code] of marketing) {
  test(`${claim} gets no marketing (${code} in a status) and still gets the rest`, async t => {
    const { send, call, receiver, received } = await startPair(t, { templates });
    await call('PATCH', '/simulator/phones/ana', behaviour);
    assert.equal((await send(template('offer'))).status, 200);
    await receiver.until(() => receiver.statuses().length === 1);
    assert.equal(codeOf(receiver.statuses()[0]!), code);
    await send(template('shipped'));
    assert.equal((await received('ana')).length, 1);
  });
}

for (const behaviour of [{ blocked: true }, { notOnWhatsApp: true }]) {
  test(`a phone with ${JSON.stringify(behaviour)} is undeliverable, in the answer or later`, async t => {
    const { send, call, receiver, received } = await startPair(t, { templates });
    await call('PATCH', '/simulator/phones/ana', behaviour);
    assert.equal(errorOf(await send(template('shipped'))).code, 131026);
    await call('PUT', '/simulator/faults', { reportFailures: 'status' });
    assert.equal((await send(template('shipped'))).status, 200);
    await receiver.until(() => receiver.statuses().length === 1);
    assert.equal(codeOf(receiver.statuses()[0]!), 131026);
    assert.deepEqual(await received('ana'), []);
  });
}

test('a late failure comes after `delivered`, and the message is on the phone', async t => {
  const { send, write, call, receiver, received } = await startPair(t);
  await write('ana', text('oi'));
  await call('PATCH', '/simulator/phones/ana', { lateFailure: 131000 });
  await send(text('x'));
  await receiver.until(() => receiver.statuses().length === 3);
  assert.deepEqual(
    receiver.statuses().map(each => each.status),
    ['sent', 'delivered', 'failed'],
  );
  assert.equal((await received('ana')).length, 1);
});

test('any code can be asked of one phone, in the answer or in a status, and taken back', async t => {
  const { send, call, receiver } = await startPair(t, { templates });
  const codes = [368, 130497, 131037, 131064, 137000];
  for (const code of codes) {
    await call('PATCH', '/simulator/phones/ana', { fails: { code, in: 'answer' } });
    assert.equal(errorOf(await send(template('shipped'))).code, code);
    await call('PATCH', '/simulator/phones/ana', { fails: { code } });
    assert.equal((await send(template('shipped'))).status, 200);
  }
  await receiver.until(() => receiver.statuses().length === codes.length);
  assert.deepEqual(receiver.statuses().map(codeOf), codes);
  const { json } = await call('PATCH', '/simulator/phones/ana', { fails: null });
  assert.equal(json.fails, null);
  assert.equal((await send(template('shipped'))).status, 200);
});
