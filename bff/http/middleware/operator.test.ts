import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

const TOKEN = 'a token for the metrics';

describe('the metrics', () => {
  let open: TestApp;
  let closed: TestApp;
  before(async () => {
    open = await startTestApp();
    closed = await startTestApp({ test: open.test, env: { WOODEX_METRICS_TOKEN: TOKEN } });
  });
  after(async () => {
    await closed.stop();
    await open.stop();
  });

  const asked: [name: string, app: () => TestApp, headers: Record<string, string>, status: number][] = [
    ['this machine', () => open, {}, 200],
    ['a proxy on this machine', () => open, { 'x-forwarded-for': '203.0.113.7' }, 404],
    ['a proxy that names nobody', () => open, { via: '1.1 proxy' }, 404],
    ['nobody in particular, where a token is set', () => closed, {}, 404],
    ['a wrong token', () => closed, { authorization: `Bearer ${TOKEN}x` }, 404],
    ['half a token', () => closed, { authorization: 'Bearer a token' }, 404],
    ['the token, also through a proxy', () => closed, { authorization: `Bearer ${TOKEN}`, via: '1.1 proxy' }, 200],
  ];
  for (const [name, app, headers, status] of asked) {
    it(`answer ${status} to ${name}`, async () => {
      const answer = await app().http.call('/metrics', { headers });
      assert.equal(answer.status, status);
      assert.equal(answer.text.includes('woodex_'), status === 200);
    });
  }
});
