import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('the line about a request', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  type Line = { msg: string; method: string; route: string; status: number };
  const lines = () => app.logged.map(line => JSON.parse(line) as Line).filter(({ msg }) => msg === 'request');

  const requests: [method: string, path: string, route: string][] = [
    ['GET', '/v1/widget?key=wx_AAAAAAAAAAAAAAAAAAAAAA', '/v1/widget'],
    ['POST', '/v1/visitors', '/v1/visitors'],
    ['GET', '/v1/conversation', '/v1/conversation'],
    ['POST', '/v1/messages', '/v1/messages'],
    ['GET', '/admin/v1/conversations', '/admin/v1/conversations'],
    ['GET', '/admin/v1/conversations/counts', '/admin/v1/conversations/counts'],
    ['GET', '/admin/v1/conversations/01900000-0000-7000-8000-000000000009', '/admin/v1/conversations/:id'],
    ['GET', '/admin/inbox', '/admin/*'],
    ['GET', '/sdk/woodex.js', '/sdk/*'],
    ['POST', '/webhooks/whatsapp', '/webhooks/whatsapp'],
    ['GET', '/healthz', '/healthz'],
    ['HEAD', '/healthz', '/healthz'],
    ['GET', '/nowhere/at/all', 'none'],
    ['DELETE', '/v1/messages', 'none'],
  ];
  for (const [method, path, route] of requests) {
    it(`names ${route} for ${method} ${path}`, async () => {
      app.logged.length = 0;
      await app.http.call(path, { method, ...(method === 'POST' && { body: {} }) });
      assert.deepEqual(
        lines().map(line => [line.method, line.route]),
        [[method, route]],
      );
    });
  }

  it('is counted under the same name', async () => {
    const { values } = await app.deps.metrics.requests.get();
    const routes = new Set(values.map(({ labels }) => labels.route));
    assert.ok(routes.has('/v1/visitors') && routes.has('none'), [...routes].join());
    assert.ok(![...routes].some(route => String(route).includes('nowhere')));
  });
});
