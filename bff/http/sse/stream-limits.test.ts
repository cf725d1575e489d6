import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../testing/eventually.ts';
import type { Shopper } from '../../testing/http-clients.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

describe('how many streams there may be', () => {
  let app: TestApp;
  let shopper: Shopper;
  before(async () => {
    app = await startTestApp({ env: { WOODEX_MAX_STREAMS: '30' } });
    shopper = await app.http.visit(app.a);
  });
  after(() => app.stop());

  it('is none for HEAD, which says what GET would be', async () => {
    const asked = [
      () => shopper.call('/v1/stream', { method: 'HEAD' }),
      () => app.agent(app.a).call('/stream', { method: 'HEAD' }),
    ];
    for (const ask of asked) {
      const answer = await ask();
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type')!, /^text\/event-stream/);
    }
    assert.equal(app.deps.streams.size, 0);
  });

  it('is 20 for one token, and 30 for this process; who comes later is told when to ask again', async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => shopper.listen()));
    const tooMany = await shopper.call('/v1/stream');
    assert.equal(tooMany.status, 429);
    assert.equal(tooMany.headers.get('retry-after'), '10');
    assert.equal(tooMany.headers.get('access-control-allow-origin'), app.a.origin);

    const agents = await Promise.all(Array.from({ length: 10 }, () => app.agent(app.a).listen()));
    const other = await app.http.visit(app.a);
    const full = await other.call('/v1/stream');
    assert.equal(full.status, 503);
    assert.equal(full.headers.get('retry-after'), '10');
    assert.equal(app.deps.streams.size, 30);

    await streams.pop()!.close();
    await eventually(() => app.deps.streams.size === 29, 'one stream less');
    const again = await shopper.listen();
    await Promise.all([...streams, ...agents, again].map(stream => stream.close()));
    await eventually(() => app.deps.streams.size === 0, 'no stream');
  });
});
