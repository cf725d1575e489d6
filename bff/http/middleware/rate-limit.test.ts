import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MINUTE, SECOND } from '../../domain/duration.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('rate limits', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ env: { WOODEX_TRUSTED_PROXIES: '1' } });
  });
  after(() => app.stop());

  const visit = (forwarded: string) =>
    app.http.call('/v1/visitors', {
      body: { key: app.a.key },
      headers: { origin: app.a.origin, 'x-forwarded-for': forwarded },
    });

  it('stop an address that makes visitors without end, say for how long, and stop nobody else', async () => {
    const answers = await Promise.all(Array.from({ length: 61 }, () => visit('203.0.113.7')));
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(refused.length, 1);
    assert.equal(refused[0]!.headers.get('retry-after'), '1');
    assert.equal(refused[0]!.json.code, 'too-many-requests');
    assert.equal((await visit('203.0.113.8')).status, 201);
    app.clock.advance(SECOND);
    assert.equal((await visit('203.0.113.7')).status, 201);
    assert.equal((await visit('203.0.113.7')).status, 429);
  });

  it('know the address by what our own proxy wrote, not by what the caller wrote', async () => {
    const answers = await Promise.all(Array.from({ length: 61 }, (_, n) => visit(`10.0.0.${n}, 203.0.113.9`)));
    assert.equal(answers.filter(({ status }) => status === 429).length, 1);
  });

  const routes: [path: string, body: object, burst: number, perMinute: number][] = [
    ['/v1/typing', { typing: true }, 20, 60],
    ['/v1/read', { upTo: 1 }, 60, 120],
    ['/v1/whatsapp-link', {}, 10, 20],
    ['/v1/messages', { clientId: '01900000-0000-7000-8000-000000000009', text: 'x' }, 30, 60],
  ];
  for (const [path, body, burst, perMinute] of routes) {
    it(`let one visitor ${burst} times into ${path}, then ${perMinute} times a minute`, async () => {
      app.clock.advance(MINUTE);
      const [shopper, other] = [await app.http.visit(app.a), await app.http.visit(app.a)];
      const statuses = await Promise.all(Array.from({ length: burst + 1 }, () => shopper.call(path, { body })));
      const refused = statuses.filter(({ status }) => status === 429);
      assert.equal(refused.length, 1);
      assert.equal(refused[0]!.headers.get('retry-after'), String(Math.ceil(60 / perMinute)));
      assert.equal(refused[0]!.headers.get('access-control-allow-origin'), app.a.origin);
      assert.match(refused[0]!.headers.get('access-control-expose-headers')!, /retry-after/);
      assert.notEqual((await other.call(path, { body })).status, 429);
      app.clock.advance(MINUTE / perMinute);
      assert.notEqual((await shopper.call(path, { body })).status, 429);
      assert.equal((await shopper.call(path, { body })).status, 429);
    });
  }

  it('stop who tries passwords, whatever address they claim', async () => {
    const attempt = (n: number) =>
      app.http.call('/admin/v1/auth/sign-in/email', {
        body: { email: app.a.agent.email, password: `guess ${n}` },
        headers: { origin: 'http://dashboard.test', 'x-forwarded-for': `10.1.1.${n}, 203.0.113.10` },
      });
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) statuses.push((await attempt(n)).status);
    assert.deepEqual([...new Set(statuses)], [401, 429]);
  });
});
