import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { account, startPair } from '../testing/simulator.ts';

const BYTES = new Uint8Array([1, 2, 3, 4]);
const APP = '1';

async function start(t: TestContext) {
  const { url, call } = await startPair(t);
  const open = async (changes: Record<string, string> = {}, app = APP) => {
    const query = new URLSearchParams({ file_name: 'sofa.png', file_length: '4', file_type: 'image/png', ...changes });
    const { status, json } = await call('POST', `/v24.0/${app}/uploads?${query}`, {});
    return { status, id: json.id as string, error: json.error as { code: number } | undefined };
  };
  const put = async (id: string, { bytes = BYTES, scheme = 'OAuth', offset = '0' } = {}) => {
    const headers = { authorization: `${scheme} ${account.accessToken}`, file_offset: offset };
    const answer = await fetch(`${url}/v24.0/${id}`, { method: 'POST', headers, body: bytes });
    return { status: answer.status, json: (await answer.json()) as { h?: string } };
  };
  const create = async (format: string, handles: string[]) => {
    const header = { type: 'HEADER', format, example: { header_handle: handles } };
    const components = [header, { type: 'BODY', text: 'The new sofa is here.' }];
    const template = { name: 'sofa', language: 'en', category: 'MARKETING', components };
    return call('POST', `/v24.0/${account.wabaId}/message_templates`, template);
  };
  return { url, call, open, put, create };
}

test('a session takes the bytes and gives a handle, and a template made of it tells where they can be seen', async t => {
  const { call, open, put, create } = await start(t);
  const { id } = await open();
  assert.match(id, /^upload:[\w-]+\?sig=[\w-]+$/);
  const { json } = await put(id);
  assert.match(json.h!, /^4:/);
  const made = await create('IMAGE', [json.h!]);
  assert.equal(made.status, 200, JSON.stringify(made.json));
  const { json: template } = await call('GET', `/v24.0/${made.json.id}`);
  const [header] = template.components as { example: { header_handle: string[] } }[];
  const seen = await fetch(header!.example.header_handle[0]!);
  assert.deepEqual(new Uint8Array(await seen.arrayBuffer()), BYTES);
});

test('a session is of the app that the token is of, for a type that Meta takes', async t => {
  const { open } = await start(t);
  assert.equal((await open({}, '2')).status, 400);
  assert.equal((await open({ file_type: 'image/gif' })).status, 400);
  assert.equal((await open({ file_length: '0' })).status, 400);
});

test('the bytes need the OAuth scheme, their offset, their length, and the session as it was given', async t => {
  const { open, put } = await start(t);
  const { id } = await open();
  assert.equal((await put(id, { scheme: 'Bearer' })).status, 400);
  assert.equal((await put(id, { offset: '1' })).status, 400);
  assert.equal((await put(id, { bytes: BYTES.slice(1) })).status, 400);
  assert.equal((await put(encodeURIComponent(id))).status, 400);
  assert.equal((await put(id)).status, 200);
  assert.equal((await put(id)).status, 400);
});

test('a template takes no handle that Meta never gave, nor one of another kind of file', async t => {
  const { open, put, create } = await start(t);
  const { json } = await put((await open()).id);
  assert.equal((await create('IMAGE', ['4::aW1hZ2U='])).status, 400);
  assert.equal((await create('VIDEO', [json.h!])).status, 400);
  assert.equal((await create('IMAGE', [])).status, 400);
});
