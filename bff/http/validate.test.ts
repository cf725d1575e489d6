import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Problem } from '../../contract/problem.ts';
import { MINUTE } from '../domain/duration.ts';
import type { Shopper } from '../testing/http-clients.ts';
import { countRows } from '../testing/row-counts.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';

const clientId = randomUUID();
const deep = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

/** `path`: the field that the answer must name. */
type Case = [name: string, body: unknown, path?: string];

const REFUSED: Case[] = [
  ['an unknown key', { clientId, text: 'x', role: 'agent' }, 'role'],
  ['an unknown key inside', { clientId, text: 'x', page: { url: 'u', title: 't', id: 1 } }, 'id'],
  ['no text', { clientId }, 'text'],
  ['an empty text', { clientId, text: '' }, 'text'],
  ['a text of blanks', { clientId, text: ' \n\t ' }, 'text'],
  ['4097 code units', { clientId, text: 'x'.repeat(4097) }, 'text'],
  ['2049 surrogate pairs', { clientId, text: '😀'.repeat(2049) }, 'text'],
  ['NUL in the text', { clientId, text: 'a\0b' }, 'text'],
  ['half a surrogate pair, first', `{"clientId":"${clientId}","text":"\\ud83d"}`, 'text'],
  ['half a surrogate pair, last', `{"clientId":"${clientId}","text":"\\ude00 x"}`, 'text'],
  ['NUL in the page title', { clientId, text: 'x', page: { url: 'u', title: 'a\0' } }, 'page.title'],
  ['a text that is a number', { clientId, text: 42 }, 'text'],
  ['a text that is a list', { clientId, text: ['x'] }, 'text'],
  ['a text that is an object', { clientId, text: { $ne: null } }, 'text'],
  ['a text that is null', { clientId, text: null }, 'text'],
  ['a text that is true', { clientId, text: true }, 'text'],
  ['an id that is no uuid', { clientId: 'x', text: 'x' }, 'clientId'],
  ['an id that is SQL', { clientId: "'; drop table merchants; --", text: 'x' }, 'clientId'],
  ['a body that is a list', [{ clientId, text: 'x' }]],
  ['a body that is null', 'null'],
  ['a body that is a string', '"x"'],
  ['a body that is a number', '1e999'],
  ['broken JSON', '{"clientId":'],
  ['JSON and more', `{"clientId":"${clientId}","text":"x"} true`],
  ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d)],
  ['no bytes', ''],
  ['10,000 nested lists', deep(10_000)],
  ['30,000 nested lists', deep(30_000)],
  ['10,000 nested objects in the text', `{"clientId":"${clientId}","text":${nested(10_000)}}`, 'text'],
  ['__proto__', `{"clientId":"${clientId}","text":"x","__proto__":{"admin":true}}`],
  ['a page url that is too long', { clientId, text: 'x', page: { url: 'u'.repeat(2001), title: '' } }, 'page.url'],
];

describe('what a shopper sends', () => {
  let app: TestApp;
  let shopper: Shopper;
  let rows: Record<string, number>;
  before(async () => {
    app = await startTestApp();
    shopper = await app.http.visit(app.a);
    rows = await countRows(app.test.ownerSql);
  });
  after(() => app.stop());
  beforeEach(() => app.clock.advance(MINUTE));

  for (const [name, body, path] of REFUSED) {
    it(`is refused with 400 for ${name}`, async () => {
      const answer = await shopper.call<Problem>('/v1/messages', { body });
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.json.code, 'invalid-request');
      if (path) assert.ok(answer.json.detail?.includes(path), answer.text);
    });
  }

  it('left nothing behind by any of these', async () => {
    assert.deepEqual(await countRows(app.test.ownerSql), rows);
  });

  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json-seq',
    'application/vnd.api+json',
    '',
  ]) {
    it(`is refused with 400 as ${type || 'nothing in particular'}`, async () => {
      const body = Buffer.from(JSON.stringify({ clientId: randomUUID(), text: 'x' }));
      const answer = await shopper.call<Problem>('/v1/messages', { body, headers: { 'content-type': type } });
      assert.equal(answer.status, 400, answer.text);
    });
  }

  it('is taken as application/json with parameters, in any case', async () => {
    const body = { clientId: randomUUID(), text: 'x' };
    const headers = { 'content-type': 'Application/JSON; charset=UTF-8' };
    assert.equal((await shopper.call('/v1/messages', { body, headers })).status, 201);
  });

  for (const text of ['x'.repeat(4096), '😀'.repeat(2048), '‮مرحبا‬ \r\n\u2028 <script>', "Robert'); drop table"]) {
    it(`is kept as it is: ${JSON.stringify(text).slice(0, 40)}`, async () => {
      const answer = await shopper.say(text);
      assert.equal(answer.status, 201, answer.text);
      assert.deepEqual(answer.json.message.content, { kind: 'text', text });
    });
  }

  const huge = JSON.stringify({ clientId, text: 'x'.repeat(70_000) });
  it('is refused with 413 above 64 KiB', async () => {
    const answer = await shopper.call<Problem>('/v1/messages', { body: huge });
    assert.equal(answer.status, 413);
    assert.equal(answer.json.code, 'too-large');
  });

  it('is refused with 413 above 64 KiB also in chunks of unknown length', async () => {
    // The server may hang up on what it does not read, so this connection is not to be used again.
    const headers = { connection: 'close' };
    const answer = await shopper.call<Problem>('/v1/messages', { body: new Blob([huge]).stream(), headers });
    assert.equal(answer.status, 413);
  });

  it('is refused with 413 when 100,000 nested lists are sent', async () => {
    assert.equal((await shopper.call('/v1/messages', { body: deep(100_000) })).status, 413);
  });

  const queries: [path: string, named: string][] = [
    ['/v1/messages?limit=0', 'limit'],
    ['/v1/messages?limit=101', 'limit'],
    ['/v1/messages?limit=x', 'limit'],
    ['/v1/messages?limit=1e1000', 'limit'],
    ['/v1/messages?before=-1', 'before'],
    ['/v1/messages?before=1.5', 'before'],
    ['/v1/messages?before=1&before=2', 'before'],
    ['/v1/messages?page=2', 'page'],
    ['/v1/stream?conversation=x', 'conversation'],
    ['/v1/stream?token=x', 'token'],
    ['/v1/widget', 'key'],
    ['/v1/widget?key=wx_', 'key'],
    ['/v1/widget?key=wx_%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00%00', 'key'],
  ];
  for (const [path, named] of queries) {
    it(`is refused with 400 as ${path}`, async () => {
      const answer = await shopper.call<Problem>(path);
      assert.equal(answer.status, 400, answer.text);
      assert.ok(answer.json.detail?.includes(named), answer.text);
    });
  }

  for (const q of ['%00', 'a%00b']) {
    it(`is refused with 400 as a search for ${q}`, async () => {
      for (const field of ['q', 'cursor']) {
        const answer = await app.agent(app.a).call<Problem>(`/conversations?${field}=${q}`);
        assert.equal(answer.status, 400, answer.text);
        assert.ok(answer.json.detail?.includes(field), answer.text);
      }
    });
  }

  for (const upTo of [0, -1, 1.5, '1', null, 2 ** 53, [1]]) {
    it(`is no reading mark: ${JSON.stringify(upTo)}`, async () => {
      assert.equal((await shopper.call('/v1/read', { body: { upTo } })).status, 400);
    });
  }

  it('is a reading mark up to the largest whole number', async () => {
    assert.equal((await shopper.call('/v1/read', { body: { upTo: 2 ** 53 - 1 } })).status, 204);
  });
});
