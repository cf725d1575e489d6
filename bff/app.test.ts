import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createApp } from './app.ts';
import { startTestApp, type TestApp } from './testing/test-app.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'PROPFIND'];

describe('the front door', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  it('has an answer below 500 to every method on every route, for everybody', async () => {
    const shopper = await app.http.visit(app.a);
    const everybody = [
      {},
      shopper.headers,
      app.agent(app.a).headers,
      { authorization: 'Bearer x', cookie: '=;=', origin: '%' },
    ];
    const paths = new Set(
      createApp(app.deps).routes.map(({ path }) => path.replace(':id', shopper.conversation).replace('*', 'x')),
    );
    paths
      .add('/')
      .add('/nowhere')
      .add('/%')
      .add('/%ff')
      .add('/sdk/../../package.json')
      .add('/admin/%2e%2e/%2e%2e/package.json');
    for (const path of paths) {
      for (const method of METHODS) {
        app.clock.advance(60_000);
        for (const headers of everybody) {
          const abort = new AbortController();
          const response = await fetch(app.url + path, {
            method,
            headers: headers as Record<string, string>,
            redirect: 'manual',
            signal: abort.signal,
          });
          assert.ok(response.status < 500, `${method} ${path}: ${response.status}`);
          abort.abort();
        }
      }
    }
    assert.deepEqual(
      app.logged.filter(line => line.includes('request failed')),
      [],
    );
  });

  it('says that it lives, that it is ready, and what it measures', async () => {
    for (const path of ['/healthz', '/readyz']) assert.equal((await app.http.call(path)).text, 'ok');
    const metrics = await app.http.call('/metrics');
    assert.match(metrics.text, /woodex_http_request_seconds_count/);
    for (const word of [app.a.id, app.b.id, 'Ash', 'Birch', 'wxv_']) assert.ok(!metrics.text.includes(word));
  });

  it('gives nothing that lies outside the built folders', async () => {
    for (const path of [
      '/sdk/..%2f..%2fpackage.json',
      '/admin/assets/..%2f..%2f..%2fpackage.json',
      '/sdk/%00',
      '/sdk/',
    ]) {
      const answer = await app.http.call(path);
      assert.equal(answer.status, 404, path);
      assert.ok(!answer.text.includes('"dependencies"'));
    }
  });
});
