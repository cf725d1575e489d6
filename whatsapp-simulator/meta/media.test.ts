import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { NUMBER, startPair, text } from '../testing/simulator.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkaPhfDwADgwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const authorization = 'Bearer token';

async function upload(url: string, type = 'image/png') {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('file', new Blob([PNG], { type }), 'plan.png');
  const answer = await fetch(`${url}/v24.0/${NUMBER}/media`, {
    method: 'POST',
    headers: { authorization },
    body: form,
  });
  return { status: answer.status, json: (await answer.json()) as { id: string } };
}

test('an uploaded file is described, and handed out to those who have the token', async t => {
  const { url, call } = await startPair(t);
  const { id } = (await upload(url)).json;
  const { json } = await call('GET', `/v24.0/${id}`);
  assert.equal(json.sha256, createHash('sha256').update(PNG).digest('hex'));
  assert.equal(json.mime_type, 'image/png');
  const file = await fetch(json.url as string, { headers: { authorization } });
  assert.deepEqual(Buffer.from(await file.arrayBuffer()), PNG);
  assert.equal((await fetch(json.url as string)).status, 401);
});

test('a media url lives for less than five minutes', async t => {
  const { url, call, moveClock } = await startPair(t);
  const { id } = (await upload(url)).json;
  const link = (await call('GET', `/v24.0/${id}`)).json.url as string;
  const statusAt = async (ms: number) => {
    await moveClock(ms);
    return (await fetch(link, { headers: { authorization } })).status;
  };
  assert.equal(await statusAt(5 * 60_000 - 1), 200);
  assert.equal(await statusAt(5 * 60_000), 404);
});

test('a file of an unsupported type is refused', async t => {
  const { url } = await startPair(t);
  assert.equal((await upload(url, 'application/x-msdownload')).status, 400);
});

test('a photo from a phone comes with its digest in base64 and can be fetched by its id', async t => {
  const { url, write, call, receiver } = await startPair(t);
  const stored = await fetch(`${url}/simulator/media?filename=plan.png`, {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: PNG,
  });
  const { id } = (await stored.json()) as { id: string };
  await write('ana', { type: 'image', image: { id, caption: 'My floor' } });
  await receiver.until(() => receiver.messages().length === 1);
  const sha256 = createHash('sha256').update(PNG).digest('base64');
  assert.deepEqual(receiver.messages()[0]!.image, { caption: 'My floor', mime_type: 'image/png', sha256, id });
  assert.equal((await call('GET', `/v24.0/${id}`)).status, 200);
});

test('a link that cannot be fetched fails later with 131053', async t => {
  const { send, write, receiver, received } = await startPair(t);
  await write('ana', text('oi'));
  const answer = await send({ type: 'image', image: { link: `${receiver.url}/none?hub.verify_token=wrong` } });
  assert.equal(answer.status, 200);
  await receiver.until(() => receiver.statuses().length === 1);
  assert.equal((receiver.statuses()[0]!.errors as { code: number }[])[0]!.code, 131053);
  assert.deepEqual(await received('ana'), []);
});

test('an uploaded file that cannot go as what it is sent as fails with 131053 in a status', async t => {
  const { url, send, write, receiver, received } = await startPair(t);
  await write('ana', text('oi'));
  const upload = await fetch(`${url}/simulator/media`, {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: new Uint8Array(5 * 1024 * 1024 + 1),
  });
  const { id } = (await upload.json()) as { id: string };
  for (const type of ['image', 'video']) assert.equal((await send({ type, [type]: { id } })).status, 200);
  await receiver.until(() => receiver.statuses().length === 2);
  for (const { errors } of receiver.statuses()) assert.equal((errors as { code: number }[])[0]!.code, 131053);
  assert.deepEqual(await received('ana'), []);
});
