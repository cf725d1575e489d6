import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, errorOf, NUMBER, startPair, text } from '../testing/simulator.ts';

const hi = { name: 'hi', language: 'en', category: 'UTILITY', components: [{ type: 'BODY', text: 'Hi.' }] };
const sayHi = { type: 'template', template: { name: 'hi', language: { code: 'en' } } };
const path = `/simulator/account/${account.wabaId}`;
const DAY = 24 * 60 * 60 * 1000;

test('the portfolio limit counts people outside the window once a day, and replies go on', async t => {
  const { send, write, call, moveClock, receiver } = await startPair(t, { templates: [hi] });
  await call('PATCH', path, { messagingLimit: 'TIER_250' });
  await call('PUT', '/simulator/faults', { adoptUnknown: true, throughputPerSecond: 1000 });
  const to = (person: number) => `+49301000${1000 + person}`;
  for (let person = 0; person < 250; person++) assert.equal((await send({ to: to(person), ...sayHi })).status, 200);
  assert.equal(errorOf(await send({ to: to(250), ...sayHi })).code, 131048);
  assert.equal((await send({ to: to(3), ...sayHi })).status, 200);
  await write('ana', text('oi'));
  assert.equal((await send(text('a reply'))).status, 200);
  assert.equal((await send(sayHi)).status, 200);
  await moveClock(DAY);
  assert.equal((await send({ to: to(250), ...sayHi })).status, 200);
  await receiver.until(() => receiver.changes().some(change => change.field === 'business_capability_update'));
  const { value } = receiver.changes().find(change => change.field === 'business_capability_update')!;
  assert.equal(value.max_daily_conversations_per_business, 250);
  const { json } = await call('GET', `/v24.0/${NUMBER}?fields=whatsapp_business_manager_messaging_limit`);
  assert.deepEqual(json, { whatsapp_business_manager_messaging_limit: 'TIER_250', id: NUMBER });
});

const standings: [standing: string, code: number, health: string, field: string, event: string][] = [
  ['locked', 131031, 'BLOCKED', 'account_update', 'DISABLED_UPDATE'],
  ['unpaid', 131042, 'BLOCKED', 'account_update', 'ACCOUNT_VIOLATION'],
  ['restricted', 368, 'LIMITED', 'account_update', 'ACCOUNT_RESTRICTION'],
];
for (const [standing, code, health, field, event] of standings) {
  test(`an account that is ${standing} is refused with ${code}, says so in its health, and hears of it`, async t => {
    const { send, call, receiver } = await startPair(t, { templates: [hi] });
    await call('PATCH', path, { standing });
    assert.equal(errorOf(await send(sayHi)).code, code);
    const { json } = await call('GET', `/v24.0/${NUMBER}?fields=health_status`);
    assert.equal((json.health_status as { can_send_message: string }).can_send_message, health);
    await receiver.until(() => receiver.changes().some(change => change.field === field));
    assert.equal(receiver.changes()[0]!.value.event, event);
    await call('PATCH', path, { standing: 'good' });
    assert.equal((await send(sayHi)).status, 200);
  });
}

test('who is restricted may still answer', async t => {
  const { send, write, call } = await startPair(t);
  await write('ana', text('oi'));
  await call('PATCH', path, { standing: 'restricted' });
  assert.equal((await send(text('hello'))).status, 200);
});

test('a throughput is counted per number, in and out together; its upgrade is told', async t => {
  const { send, write, call, receiver } = await startPair(t);
  await call('PATCH', `/simulator/numbers/${NUMBER}`, { throughput: 2 });
  await write('ana', text('oi'));
  assert.equal((await send(text('second'))).status, 200);
  assert.equal(errorOf(await send(text('third'))).code, 130429);
  await call('PATCH', `/simulator/numbers/${NUMBER}`, { throughput: 1000, quality: 'RED' });
  assert.equal((await send(text('third again'))).status, 200);
  const events = () =>
    receiver
      .changes()
      .filter(({ field }) => field === 'phone_number_quality_update')
      .map(({ value }) => value.event);
  await receiver.until(() => events().length === 2);
  assert.deepEqual(events(), ['THROUGHPUT_UPGRADE', 'FLAGGED']);
  const { json } = await call('GET', `/v24.0/${NUMBER}`);
  assert.deepEqual([json.throughput, json.quality_rating], [{ level: 'HIGH' }, 'RED']);
});

test('while a token is exchanged both are good; afterwards the old one is refused with 190', async t => {
  const { call, receiver } = await startPair(t);
  const rotated = { ...account, webhookUrl: receiver.url, accessToken: 'new' };
  await call('PUT', '/simulator/account', { ...rotated, previousAccessToken: 'token' });
  assert.equal((await call('GET', `/v24.0/${NUMBER}`)).status, 200);
  await call('PUT', '/simulator/account', rotated);
  assert.equal(errorOf(await call('GET', `/v24.0/${NUMBER}`)).code, 190);
});

test('alerts and any other webhook can be sent by hand, signed, with the time and the id of their entry', async t => {
  const { call, receiver } = await startPair(t);
  await call('POST', `${path}/alerts`, { type: 'INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO' });
  await call('POST', `${path}/webhooks`, { field: 'security', value: { event: 'PIN_CHANGED' }, entryId: '7' });
  await receiver.until(() => receiver.changes().length === 2);
  const entries = receiver.posts.flatMap(
    post => (JSON.parse(post.body) as { entry: { id: string; time: number }[] }).entry,
  );
  assert.deepEqual(
    entries.map(({ id, time }) => [id, time]),
    [
      [account.wabaId, 1773144000],
      ['7', 1773144000],
    ],
  );
});
