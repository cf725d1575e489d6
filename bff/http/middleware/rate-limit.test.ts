import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Hono } from 'hono';
import { MINUTE, SECOND } from '../../domain/duration.ts';
import { FixedClock } from '../../testing/clock.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import { rateLimit } from './rate-limit.ts';

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

  it('give a whole /64 of IPv6 one allowance, and an IPv4 address its own however it is written', async () => {
    const answers = await Promise.all(Array.from({ length: 61 }, (_, n) => visit(`2001:db8:0:1::${n.toString(16)}`)));
    assert.equal(answers.filter(({ status }) => status === 429).length, 1);
    assert.equal((await visit('2001:db8:0:2::1')).status, 201);
    const mixed = await Promise.all(
      Array.from({ length: 61 }, (_, n) => visit(n % 2 ? '::ffff:203.0.113.11' : '203.0.113.11')),
    );
    assert.equal(mixed.filter(({ status }) => status === 429).length, 1);
  });

  it('let many shoppers behind one address see the widget, and nobody without end', async () => {
    const see = (forwarded: string) =>
      app.http.call(`/v1/widget?key=${app.a.key}`, { headers: { 'x-forwarded-for': forwarded } });
    const answers = await Promise.all(Array.from({ length: 301 }, () => see('203.0.113.12')));
    assert.equal(answers.filter(({ status }) => status === 429).length, 1);
    assert.equal((await see('203.0.113.13')).status, 200);
  });

  for (const [path, burst] of [
    ['/v1/conversation', 30],
    ['/v1/messages', 60],
  ] as const) {
    it(`let one visitor read ${path} ${burst} times at once`, async () => {
      app.clock.advance(MINUTE);
      const shopper = await app.http.visit(app.a);
      const answers = await Promise.all(Array.from({ length: burst + 1 }, () => shopper.call(path)));
      assert.equal(answers.filter(({ status }) => status === 429).length, 1);
    });
  }

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

describe('the memory of a rate limit', () => {
  it('is bounded: who came longest ago is forgotten first', async () => {
    const clock = new FixedClock();
    let now = '';
    const app = new Hono()
      .use(rateLimit({ clock, key: () => now, perMinute: 1, burst: 1 }))
      .get('/', c => c.text('in'));
    const come = async (key: string) => {
      now = key;
      return (await app.request('/')).status;
    };
    assert.equal(await come('early'), 200);
    assert.equal(await come('late'), 200);
    assert.equal(await come('early'), 429);
    for (let n = 0; n < 49_999; n++) await come(`k${n}`);
    assert.equal(await come('early'), 429);
    assert.equal(await come('late'), 200);
  });
});
