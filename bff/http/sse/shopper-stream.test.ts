import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { ConversationSnapshot } from '../../../contract/storefront.ts';
import { MINUTE } from '../../domain/duration.ts';
import type { Shopper } from '../../testing/http-clients.ts';
import { asOwner } from '../../testing/planting.ts';
import { seeded } from '../../testing/seeded.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("a shopper's stream", () => {
  let app: TestApp;
  let shopper: Shopper;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());
  beforeEach(async () => {
    app.clock.advance(MINUTE);
    shopper = await app.http.visit(app.a);
  });

  const sayMany = async (count: number) => {
    for (let n = 1; n <= count; n++) await shopper.say(`text ${n}`);
  };
  const textOf = (data: Record<string, unknown>) =>
    (data as { message: { content: { text: string } } }).message.content.text;

  it('begins with what comes next when it is given no number', async () => {
    await sayMany(3);
    const stream = await shopper.listen();
    const hello = await stream.next('hello');
    assert.deepEqual(hello.data, { conversation: shopper.conversation, from: 3, to: 3 });
    await shopper.say('live');
    const update = await stream.next('update');
    assert.deepEqual([update.id, textOf(update.data)], [4, 'live']);
    await stream.close();
  });

  it('replays after a number and goes on live', async () => {
    await sayMany(3);
    const stream = await shopper.listen(1);
    const { data } = await stream.next('hello');
    assert.deepEqual([data.from, data.to], [1, 3]);
    await stream.until(({ id }) => id === 3);
    await app.agent(app.a).say(shopper.conversation, 'live');
    await stream.until(({ id }) => id === 4);
    assert.deepEqual(
      stream.of('update').map(({ id, data }) => [id, textOf(data)]),
      [
        [2, 'text 2'],
        [3, 'text 3'],
        [4, 'live'],
      ],
    );
    await stream.close();
  });

  for (const value of ['abc', '-1', '1.5', '', '9'.repeat(16), '1e3']) {
    it(`takes the number ${JSON.stringify(value)} for none`, async () => {
      await sayMany(1);
      const response = await fetch(`${app.url}/v1/stream`, { headers: { ...shopper.headers, 'last-event-id': value } });
      const { value: chunk } = await response.body!.getReader().read();
      assert.match(new TextDecoder().decode(chunk), /"from":1,"to":1/);
    });
  }

  it('is not kept by caches or held back by proxies', async () => {
    const { response, close } = await shopper
      .listen()
      .then(stream => ({ response: stream.response, close: () => stream.close() }));
    assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    assert.equal(response.headers.get('cache-control'), 'no-store, no-transform');
    assert.equal(response.headers.get('x-accel-buffering'), 'no');
    assert.equal(response.headers.get('access-control-allow-origin'), app.a.origin);
    await close();
  });

  const resets: [name: string, prepare: () => Promise<unknown>, after: number, query: () => string][] = [
    ['a number from the future', async () => {}, 99, () => ''],
    ['a number of another conversation', async () => {}, 2, () => `?conversation=${crypto.randomUUID()}`],
    [
      'a number whose past was forgotten',
      () =>
        asOwner(
          app.test.ownerSql,
          app.a.id,
          tx => tx`delete from conversation_updates where conversation_id = ${shopper.conversation} and seq <= 2`,
        ),
      1,
      () => `?conversation=${shopper.conversation}`,
    ],
    [
      'a number when all of the past was forgotten',
      () =>
        asOwner(
          app.test.ownerSql,
          app.a.id,
          tx => tx`delete from conversation_updates where conversation_id = ${shopper.conversation}`,
        ),
      2,
      () => '',
    ],
  ];
  for (const [name, prepare, last, query] of resets) {
    it(`begins anew with the thread as it is, given ${name}`, async () => {
      await sayMany(3);
      await prepare();
      const stream = await shopper.listen(last, query());
      const hello = await stream.next('hello');
      assert.deepEqual([hello.data.from, hello.data.to], [3, 3]);
      const reset = await stream.next('reset');
      const snapshot = reset.data as unknown as ConversationSnapshot;
      assert.deepEqual([reset.id, snapshot.seq, snapshot.conversation], [3, 3, shopper.conversation]);
      assert.deepEqual(
        snapshot.messages.map(({ position }) => position),
        [1, 2, 3],
      );
      await shopper.say('next');
      assert.equal((await stream.next('update')).id, 4);
      await stream.close();
    });
  }

  it('goes on from the oldest number that is still kept', async () => {
    await sayMany(3);
    await asOwner(
      app.test.ownerSql,
      app.a.id,
      tx => tx`delete from conversation_updates where conversation_id = ${shopper.conversation} and seq <= 2`,
    );
    const stream = await shopper.listen(2);
    assert.equal((await stream.next('update')).id, 3);
    assert.equal(stream.of('reset').length, 0);
    await stream.close();
  });

  it('tells everything once and in order, with twenty writers and a reader that keeps losing the line', async () => {
    const WRITERS = 20;
    const EACH = 5;
    const random = seeded(20260310);
    const agent = app.agent(app.a);
    const writing = Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let n = 0; n < EACH; n++) {
          const text = `${writer}:${n}`;
          await (writer === 0 ? shopper.say(text) : agent.say(shopper.conversation, text));
        }
      }),
    );
    const seen: number[] = [];
    let reconnects = 0;
    while ((seen.at(-1) ?? 0) < WRITERS * EACH) {
      const stream = await shopper.listen(seen.at(-1) ?? 0);
      const enough = 1 + Math.floor(random() * 12);
      await stream.until(
        (_, all) => all.filter(({ event }) => event === 'update').length >= enough || all.at(-1)!.id === 100,
      );
      await stream.close();
      assert.equal(stream.of('reset').length, 0);
      // A reader keeps the number of the last event that it has seen whole; what came behind it is lost with the line.
      const whole = stream.of('update').slice(0, enough);
      seen.push(...whole.map(({ id }) => id!));
      reconnects += 1;
    }
    await writing;
    assert.deepEqual(seen, numbers(1, WRITERS * EACH));
    assert.ok(reconnects > 5);
  });

  it('shows typing of the agents, and not its own', async () => {
    const stream = await shopper.listen();
    const agents = await app.agent(app.a).listen();
    await Promise.all([stream.next('hello'), agents.next('hello')]);
    await shopper.call('/v1/typing', { body: { typing: true } });
    const path = `/conversations/${shopper.conversation}/typing`;
    await app.agent(app.a).call(path, { body: { typing: true } });
    await app.agent(app.a).call(path, { body: { typing: false } });
    const off = await stream.until(({ event, data }) => event === 'typing' && data.typing === false);
    assert.deepEqual(off.data, { conversation: shopper.conversation, by: 'agent', typing: false });
    assert.deepEqual(
      stream.of('typing').map(({ data }) => data.by),
      ['agent', 'agent'],
    );
    const told = await agents.next('typing');
    assert.deepEqual(told.data, { conversation: shopper.conversation, by: 'shopper', typing: true });
    await shopper.say('end');
    await agents.next('update');
    assert.deepEqual(
      agents.of('typing').map(({ data }) => data.by),
      ['shopper'],
    );
    await Promise.all([stream.close(), agents.close()]);
  });

  it('cannot be broken by what people write', async () => {
    const nasty = 'a\r\n\r\nevent: reset\ndata: {}\r\u2028\u2029\n\nid: 99';
    const stream = await shopper.listen(0);
    await stream.next('hello');
    await shopper.say(nasty);
    const update = await stream.next('update');
    assert.equal(textOf(update.data), nasty.trim());
    assert.deepEqual([...new Set(stream.events.map(({ event }) => event))], ['hello', 'update']);
    await stream.close();
  });

  it('tells the shopper nothing of assigning and reading by agents but the number and the mark', async () => {
    await sayMany(1);
    const stream = await shopper.listen(1);
    const agent = app.agent(app.a);
    const path = `/conversations/${shopper.conversation}`;
    await agent.call(path, { method: 'PATCH', body: { assigneeId: app.a.agent.id } });
    await agent.call(`${path}/read`, { body: { upTo: 1 } });
    await stream.until(({ id }) => id === 3);
    assert.deepEqual(
      stream.of('update').map(({ data }) => data),
      [
        { kind: 'internal', seq: 2 },
        { kind: 'read', seq: 3, by: 'agent', upTo: 1 },
      ],
    );
    await stream.close();
  });
});
