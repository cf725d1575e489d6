import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { ConversationSnapshot } from '../../../contract/storefront.ts';
import { eventually } from '../../testing/eventually.ts';
import type { Shopper } from '../../testing/http-clients.ts';
import { plantMessages } from '../../testing/planting.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';
import type { OpenStream } from './open-stream.ts';

/** 12 kB each on the wire: 600 of them are more than the buffers between two sockets hold. */
const LONG = '€'.repeat(4096);
const MANY = 600;

describe('a stream with much to tell', () => {
  let app: TestApp;
  let shopper: Shopper;
  before(async () => {
    app = await startTestApp();
    shopper = await app.http.visit(app.a);
    await plantMessages(app.test.ownerSql, app.a.id, shopper.conversation, { count: MANY, text: LONG });
  });
  after(() => app.stop());

  it('replays it whole to a reader that reads, though it is far more than may wait', async () => {
    const stream = await shopper.listen(0);
    await stream.until(({ id }) => id === MANY);
    assert.deepEqual(
      stream.of('update').map(({ id }) => id),
      Array.from({ length: MANY }, (_, index) => index + 1),
    );
    await stream.close();
  });

  it('begins anew with a snapshot that is larger than what may wait', async () => {
    const stream = await shopper.listen(MANY + 1000);
    const reset = await stream.next('reset');
    const snapshot = reset.data as unknown as ConversationSnapshot;
    assert.equal(snapshot.messages.length, 50);
    assert.ok(JSON.stringify(snapshot).length > 200_000);
    await shopper.say('after the reset');
    const update = await stream.next('update');
    assert.equal(update.id, (reset.id ?? 0) + 1);
    await stream.close();
  });

  it('cuts the reader that takes nothing, gives its memory back, and lets the others go on', async () => {
    const good = await shopper.listen(0);
    await good.until(({ id }) => id === MANY);
    const before = app.deps.streams.size;
    const opened = nextStream(app);
    const socket = await readNothing(app, shopper);
    const stream = await opened;
    const cut = () => cutCount(app);
    const cutBefore = await cut();

    // Rounds are a stream's time: turned while it is still being filled, they would end it of old age.
    await eventually(async () => {
      if (stream.isFull) await app.deps.streams.sweep();
      return !stream.isOpen;
    }, 'the cut');
    assert.equal(app.deps.streams.size, before);
    assert.equal(await cut(), cutBefore + 1);
    const closed = once(socket, 'close');
    socket.resume();
    await closed;

    const said = await shopper.say('the others go on');
    await good.until(({ id }) => id === said.json.seq);
    await good.close();
  });

  it('does not cut a reader that is idle or takes its time', async () => {
    const stream = await shopper.listen();
    await stream.next('hello');
    for (let round = 0; round < 12; round++) await app.deps.streams.sweep();
    const said = await shopper.say('still here');
    await stream.until(({ id }) => id === said.json.seq);
    await stream.close();
  });
});

/** The next stream that the server opens. */
function nextStream({ deps: { streams } }: TestApp): Promise<OpenStream> {
  const { promise, resolve } = Promise.withResolvers<OpenStream>();
  const { open } = streams;
  streams.open = (...args) => {
    streams.open = open;
    const stream = open.apply(streams, args);
    resolve(stream);
    return stream;
  };
  return promise;
}

/** Asks for everything and never reads an answer. */
async function readNothing({ port }: TestApp, { headers }: Shopper): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').pause();
  await once(socket, 'connect');
  const lines = Object.entries({ host: 'test', 'last-event-id': '0', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.write(`GET /v1/stream HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  return socket.on('error', () => {});
}

async function cutCount({ deps }: TestApp): Promise<number> {
  const { values } = await deps.metrics.streamsCut.get();
  return values[0]?.value ?? 0;
}
