import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import type { Answer, Shopper } from '../../testing/http-clients.ts';
import { startProxy } from '../../testing/tcp-proxy.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe("a refusal on the storefront's doors", () => {
  let test: TestDatabase;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  let app: TestApp;
  let shopper: Shopper;
  before(async () => {
    test = await testDatabase();
    proxy = await startProxy(test.appUrl);
    app = await startTestApp({ test, through: proxy.through });
    shopper = await app.http.visit(app.a);
  });
  after(async () => {
    await proxy.up();
    await app.stop();
    await proxy.down();
    await test.drop();
  });

  const visit = (body: unknown = { key: app.a.key }) =>
    app.http.call('/v1/visitors', { body, headers: { origin: app.a.origin } });
  const refusals: [name: string, status: number, ask: () => Promise<Answer>][] = [
    ['broken JSON', 400, () => visit('{bad')],
    ['an unknown field', 400, () => visit({ key: app.a.key, name: 'x' })],
    ['an unknown shop', 404, () => visit({ key: 'wx_AAAAAAAAAAAAAAAAAAAAAA' })],
    ['no such door', 404, () => shopper.call('/v1/nowhere')],
    [
      'too much',
      413,
      () => shopper.call('/v1/messages', { body: { clientId: randomUUID(), text: 'x'.repeat(70_000) } }),
    ],
    ['a wrong token', 401, () => shopper.call('/v1/conversation', { headers: { authorization: 'Bearer x' } })],
    [
      'too many guests',
      429,
      async () => {
        for (;;) {
          const answer = await visit();
          if (answer.status !== 201) return answer;
        }
      },
    ],
    [
      'no database',
      503,
      async () => {
        await proxy.down();
        return shopper.call('/v1/conversation');
      },
    ],
  ];
  for (const [name, status, ask] of refusals) {
    it(`can be read by the page that asked, ${status} for ${name}`, async () => {
      const answer = await ask();
      assert.equal(answer.status, status, answer.text);
      assert.equal(answer.headers.get('access-control-allow-origin'), app.a.origin);
      assert.match(answer.headers.get('access-control-expose-headers')!, /retry-after/);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
    });
  }

  it('leaves nothing in a cache, nor does what a shopper is shown', async () => {
    await proxy.up();
    for (const path of ['/v1/conversation', '/v1/messages']) {
      assert.equal((await shopper.call(path)).headers.get('cache-control'), 'no-store');
    }
    const said = await shopper.say('hello');
    assert.equal(said.headers.get('cache-control'), 'no-store');
    const foreign = await shopper.call('/v1/conversation', { headers: { origin: app.b.origin } });
    assert.equal(foreign.status, 403);
    assert.equal(foreign.headers.get('access-control-allow-origin'), null);
  });
});
