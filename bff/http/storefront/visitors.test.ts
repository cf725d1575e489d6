import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { countRows, dumpRows } from '../../testing/row-counts.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('a shopper before and at the first act', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  it('leaves no row in any table by loading the widget or by preflights', async () => {
    const before = await countRows(app.test.ownerSql);
    const origin = app.a.origin;
    for (const path of [
      `/v1/widget?key=${app.a.key}`,
      '/v1/widget?key=wx_nobodynobodynobodynob',
      '/healthz',
      '/readyz',
    ]) {
      await app.http.call(path, { headers: { origin } });
    }
    for (const path of ['/v1/visitors', '/v1/messages', '/v1/stream', '/v1/whatsapp-link']) {
      const answer = await app.http.call(path, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
      assert.equal(answer.status, 204);
    }
    assert.deepEqual(await countRows(app.test.ownerSql), before);
  });

  it('shows the widget to any page, and lets it be kept for a minute', async () => {
    const answer = await app.http.call(`/v1/widget?key=${app.a.key}`, {
      headers: { origin: 'https://anywhere.example' },
    });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=60');
    const expected = { merchant: { name: 'Ash' }, greeting: 'Hello!', color: '#7a4f2b', whatsapp: false };
    assert.deepEqual(answer.json, expected);
  });

  it('makes one guest with one conversation at the first act, and keeps only a hash of the token', async () => {
    const before = await countRows(app.test.ownerSql);
    const shopper = await app.http.visit(app.a);
    assert.match(shopper.token, /^wxv_[\w-]{22}_[\w-]{43}$/);
    const now = await countRows(app.test.ownerSql);
    const grown = Object.entries(now).filter(([table, rows]) => rows !== before[table]);
    assert.deepEqual(Object.fromEntries(grown), {
      'public.customers': before['public.customers']! + 1,
      'public.visitors': before['public.visitors']! + 1,
      'public.whatsapp_conversations': before['public.whatsapp_conversations']! + 1,
    });
    const everything = await dumpRows(app.test.ownerSql);
    const secret = shopper.token.slice(-43);
    assert.ok(everything.includes(shopper.conversation));
    for (const form of [
      secret,
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret, 'base64url').toString('hex'),
    ]) {
      assert.ok(!everything.includes(form));
    }
  });

  it('gives every visitor another token', async () => {
    const [one, two] = [await app.http.visit(app.a), await app.http.visit(app.a)];
    assert.notEqual(one.token, two.token);
    assert.notEqual(one.conversation, two.conversation);
  });

  for (const key of ['wx_AAAAAAAAAAAAAAAAAAAAAA', 'wx_AZAAAAAAcACAAAAAAAAAAQ']) {
    it(`knows no shop ${key}`, async () => {
      const made = await app.http.call('/v1/visitors', { body: { key }, headers: { origin: app.a.origin } });
      assert.equal(made.status, 404);
      assert.equal(made.json.code, 'not-found');
    });
  }

  const origins: [name: string, origin: string | undefined, status: number][] = [
    ["the shop's own page", 'https://ash.example', 201],
    ['no page at all', undefined, 201],
    ["another shop's page", 'https://birch.example', 403],
    ['the same host by http', 'http://ash.example', 403],
    ['another port', 'https://ash.example:444', 403],
    ['a host that begins alike', 'https://ash.example.evil.test', 403],
    ['a sandboxed frame', 'null', 403],
  ];
  for (const [name, origin, status] of origins) {
    it(`answers ${status} to ${name}`, async () => {
      const made = await app.http.call('/v1/visitors', { body: { key: app.a.key }, headers: origin ? { origin } : {} });
      assert.equal(made.status, status, made.text);
      const allowed = made.headers.get('access-control-allow-origin');
      assert.equal(allowed, status === 201 ? (origin ?? null) : null);
      assert.match(made.headers.get('vary') ?? '', /\borigin\b/i);
    });
  }

  it('refuses a token that is used on a page of another shop', async () => {
    const shopper = await app.http.visit(app.a);
    const answer = await shopper.call('/v1/conversation', { headers: { origin: app.b.origin } });
    assert.equal(answer.status, 403);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });

  it('tells a page that its token is gone, whatever its origin', async () => {
    const shopper = await app.http.visit(app.a);
    await app.test.ownerSql.begin(async tx => {
      await tx`select set_config('app.merchant_id', ${app.a.id}, true)`;
      await tx`update visitors set revoked_at = now()`;
    });
    for (const path of ['/v1/conversation', '/v1/messages', '/v1/stream']) {
      const answer = await shopper.call(path, { headers: { origin: 'https://anywhere.example' } });
      assert.equal(answer.status, 401);
      assert.equal(answer.headers.get('access-control-allow-origin'), 'https://anywhere.example');
    }
  });

  it('names methods and headers in a preflight, and no credentials', async () => {
    const answer = await app.http.call('/v1/messages', { method: 'OPTIONS', headers: { origin: app.a.origin } });
    assert.equal(answer.headers.get('access-control-allow-methods'), 'GET, POST');
    assert.match(answer.headers.get('access-control-allow-headers')!, /authorization.*content-type.*last-event-id/);
    assert.equal(answer.headers.get('access-control-allow-credentials'), null);
  });
});
