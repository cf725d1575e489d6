import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, errorOf, idOf, startPair } from '../testing/simulator.ts';

const path = `/v24.0/${account.wabaId}/message_templates`;
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

const body = (text: string, ...examples: string[]) => ({
  type: 'BODY',
  text,
  ...(examples.length > 0 ? { example: { body_text: [examples] } } : {}),
});
const reminder = {
  name: 'reminder',
  language: 'en',
  category: 'MARKETING',
  components: [body('Hi {{1}}, your cart is still here.', 'Ana')],
};
const say = (name: string, ...parameters: string[]) => ({
  type: 'template',
  template: {
    name,
    language: { code: 'en' },
    components: parameters.map(text => ({ type: 'body', parameters: [{ type: 'text', text }] })),
  },
});
const offer = { ...reminder, name: 'offer', components: [body('A sale.')] };

type Listed = { id: string; name: string; status: string };
type Page = { data: Listed[]; paging: { cursors: { after: string }; next?: string } };

test('a template is submitted, approved after its review, told of, and can be sent', async t => {
  const { call, send, receiver } = await startPair(t, { account: { reviewMs: 0 } });
  const { json } = await call('POST', path, reminder);
  assert.deepEqual([json.status, json.category], ['PENDING', 'MARKETING']);
  await receiver.until(() => receiver.changes().length === 1);
  assert.deepEqual(receiver.changes()[0], {
    field: 'message_template_status_update',
    value: {
      event: 'APPROVED',
      message_template_id: Number(json.id),
      message_template_name: 'reminder',
      message_template_language: 'en',
      reason: 'NONE',
      message_template_category: 'MARKETING',
    },
  });
  assert.equal((await send(say('reminder', 'Ana'))).status, 200);
});

test('a name is taken once per language, and blocked for 30 days after it was deleted', async t => {
  const { call, moveClock } = await startPair(t, { templates: [reminder] });
  const subcode = async () =>
    ((await call('POST', path, reminder)).json.error as { error_subcode: number } | undefined)?.error_subcode;
  assert.equal(await subcode(), 2388024);
  assert.deepEqual((await call('DELETE', `${path}?name=reminder`)).json, { success: true });
  assert.equal(await subcode(), 2388023);
  await moveClock(30 * DAY);
  assert.equal(await subcode(), undefined);
});

test('the list comes in pages and can be filtered', async t => {
  const templates = Array.from({ length: 60 }, (_, index) => ({ ...offer, name: `offer_${index}` }));
  const { call, url: origin } = await startPair(t, { templates: [...templates, { ...offer, status: 'PAUSED' }] });
  const page = async (address: string) => (await call('GET', address)).json as Page;
  const seen: string[] = [];
  let next: string | undefined = path;
  while (next) {
    const { data, paging } = await page(next.replace(origin, ''));
    seen.push(...data.map(template => template.name));
    next = paging.next;
  }
  assert.equal(new Set(seen).size, 61);
  const { data } = await page(`${path}?limit=1000&status=paused`);
  assert.deepEqual(
    data.map(template => template.name),
    ['offer'],
  );
  assert.equal(((await call('GET', `/v24.0/${data[0]!.id}`)).json as Listed).status, 'PAUSED');
});

test('pauses last three hours, then six, and the third disables', async t => {
  const { call, send, receiver, moveClock } = await startPair(t, { templates: [offer] });
  const { id } = ((await call('GET', path)).json as Page).data[0]!;
  const pause = () => call('POST', `/simulator/templates/${id}`, { status: 'PAUSED' });
  await pause();
  assert.equal(errorOf(await send(say('offer'))).code, 132015);
  await moveClock(3 * HOUR);
  assert.equal((await send(say('offer'))).status, 200);
  await pause();
  await moveClock(9 * HOUR - 1);
  assert.equal(errorOf(await send(say('offer'))).code, 132015);
  assert.deepEqual((await call('POST', `/v24.0/${id}/unpause`)).json, { success: true });
  await pause();
  assert.equal(errorOf(await send(say('offer'))).code, 132016);
  const titles = () =>
    receiver.changes().map(({ value }) => (value.other_info as { title: string } | undefined)?.title);
  const told = ['FIRST_PAUSE', 'UNPAUSE', 'SECOND_PAUSE', 'UNPAUSE', 'DISABLED'];
  await receiver.until(() => titles().filter(Boolean).length === told.length);
  assert.deepEqual(titles().filter(Boolean), told);
});

test('quality, category and rejection are told as Meta tells them', async t => {
  const { call, receiver } = await startPair(t, { templates: [offer] });
  const { id } = ((await call('GET', path)).json as Page).data[0]!;
  const change = (body: object) => call('POST', `/simulator/templates/${id}`, body);
  await change({ quality: 'YELLOW' });
  await change({ correctCategory: 'UTILITY' });
  await change({ category: 'UTILITY' });
  await change({ status: 'REJECTED', reason: 'PROMOTIONAL' });
  await receiver.until(() => receiver.changes().length === 4);
  const [quality, notice, category, rejected] = receiver.changes().map(({ value }) => value);
  assert.deepEqual([quality!.previous_quality_score, quality!.new_quality_score], ['UNKNOWN', 'YELLOW']);
  assert.deepEqual([notice!.new_category, notice!.correct_category], ['MARKETING', 'UTILITY']);
  assert.deepEqual([category!.previous_category, category!.new_category], ['MARKETING', 'UTILITY']);
  assert.deepEqual([rejected!.event, rejected!.reason], ['REJECTED', 'PROMOTIONAL']);
});

for (const [pacing, statuses, arrived] of [
  ['release', ['sent', 'delivered'], 1],
  ['drop', ['failed'], 0],
] as const) {
  test(`what is held for its quality is told so; after a ${pacing} it is ${statuses.at(-1)}`, async t => {
    const { call, send, receiver, received } = await startPair(t, { templates: [offer] });
    const { id } = ((await call('GET', path)).json as Page).data[0]!;
    await call('POST', `/simulator/templates/${id}`, { pacing: 'hold' });
    const answer = await send(say('offer'));
    const [sent] = answer.json.messages as { message_status: string }[];
    assert.equal(sent!.message_status, 'held_for_quality_assessment');
    assert.deepEqual(await received('ana'), []);
    await call('POST', `/simulator/templates/${id}`, { pacing });
    await receiver.until(() => receiver.statuses().length === statuses.length);
    assert.deepEqual(
      receiver.statuses().map(status => status.status),
      statuses,
    );
    assert.equal(receiver.statuses()[0]!.id, idOf(answer));
    assert.equal((await received('ana')).length, arrived);
    assert.equal((await send(say('offer'))).status, arrived === 1 ? 200 : 400);
  });
}

test('an approved template is edited once a day, and reviewed again', async t => {
  const { call, send } = await startPair(t, { templates: [offer], account: { reviewMs: null } });
  const { id } = ((await call('GET', path)).json as Page).data[0]!;
  assert.equal((await call('POST', `/v24.0/${id}`, { components: [body('A bigger sale.')] })).status, 200);
  assert.equal(errorOf(await send(say('offer'))).code, 132001);
  await call('POST', `/simulator/templates/${id}`, { status: 'APPROVED' });
  assert.equal((await send(say('offer'))).status, 200);
  assert.equal(errorOf(await call('POST', `/v24.0/${id}`, { components: [body('Another.')] })).code, 100);
});

test('a code is written out by Meta, and asks for its button', async t => {
  const { call, send, received } = await startPair(t, { account: { reviewMs: 0 } });
  const components = [
    { type: 'BODY', add_security_recommendation: true },
    { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy' }] },
  ];
  const { json } = await call('POST', path, { name: 'code', language: 'en', category: 'AUTHENTICATION', components });
  await call('POST', `/simulator/templates/${json.id}`, { status: 'APPROVED' });
  const parameters = [{ type: 'text', text: '123456' }];
  const sent = [
    { type: 'body', parameters },
    { type: 'button', sub_type: 'url', index: '0', parameters },
  ];
  await send({ type: 'template', template: { name: 'code', language: { code: 'en' }, components: sent } });
  assert.equal((await received('ana'))[0]!.bubble.text, '*123456* is your verification code.');
});
