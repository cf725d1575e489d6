import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { graphPost } from './graph-request.ts';

/** A server that stands in for Meta, and what it was sent, byte by byte and whole. */
async function meta(t: TestContext) {
  const seen = { bytes: 0, bodies: [] as { text: string; length: string | undefined }[] };
  const sockets = new Set<Socket>();
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await request.toArray()).toString();
    seen.bodies.push({ text, length: request.headers['content-length'] });
    response.end('{"success":true}');
  });
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('data', chunk => {
      seen.bytes += chunk.length;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise(resolve => server.close(resolve));
  };
  t.after(close);
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = (mayWrite: () => boolean) =>
    graphPost(
      { baseUrl, version: 'v25.0', timeoutMs: 5000 },
      { path: 'x', accessToken: 'x', body: { a: 'é' }, mayWrite },
    );
  return { seen, close, post };
}

test('what may be written is written as ever, with its length', async t => {
  const { seen, post } = await meta(t);
  assert.deepEqual(await post(() => true), { kind: 'answered', body: { success: true } });
  assert.deepEqual(seen.bodies, [{ text: '{"a":"é"}', length: '10' }]);
});

test('what may not go any more when the connection stands is not written, not a byte of it, and trying again is safe', async t => {
  const { seen, post } = await meta(t);
  assert.deepEqual(await post(() => false), { kind: 'unreachable', reason: 'too late to be written' });
  assert.equal(seen.bytes, 0);
  assert.equal((await post(() => true)).kind, 'answered');
  assert.equal(seen.bodies.length, 1);
});

test('as long as no connection stands it is not asked', async t => {
  const { close, post } = await meta(t);
  await close();
  let asked = 0;
  const outcome = await post(() => {
    asked += 1;
    return true;
  });
  assert.deepEqual([outcome.kind, asked], ['unreachable', 0]);
});
