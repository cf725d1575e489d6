import { expect } from '@open-wc/testing';
import { FakeTime, settled } from '../testing/fake-time.ts';
import { describe, it } from '../testing/mocha.ts';
import { openUpdateStream } from './update-stream.ts';

function setUp(from?: number) {
  const time = new FakeTime();
  const asked: (string | null)[] = [];
  const heard: string[] = [];
  let body!: ReadableStreamDefaultController<Uint8Array>;
  const stream = openUpdateStream({
    url: () => 'https://shop.test/v1/stream',
    from,
    fetch: async (_url, init) => {
      asked.push(new Headers(init.headers).get('last-event-id'));
      const content = new ReadableStream<Uint8Array>({
        start(controller) {
          body = controller;
        },
      });
      return new Response(content, { headers: { 'content-type': 'text/event-stream' } });
    },
    setTimeout: time.setTimeout,
    clearTimeout: time.clearTimeout,
    now: time.now,
    random: () => 0.5,
    isOnline: () => true,
    onWake: () => () => {},
    onUpdate: (_data, seq) => heard.push(`update ${seq}`),
    onReset: (_data, seq) => heard.push(`reset ${seq}`),
    onTyping: () => heard.push('typing'),
    onBeat: seq => heard.push(`beat ${seq}`),
  });
  return {
    time,
    asked,
    heard,
    stream,
    async say(event: string, data: string, id?: number) {
      await settled();
      body.enqueue(new TextEncoder().encode(`event: ${event}\n${id ? `id: ${id}\n` : ''}data: ${data}\n\n`));
      await settled();
    },
  };
}

describe('openUpdateStream', () => {
  it('tells each update once, in order', async () => {
    const it = setUp(3);
    for (const seq of [4, 4, 3, 5]) await it.say('update', '{}', seq);
    expect(it.heard).to.deep.equal(['update 4', 'update 5']);
    it.stream.close();
  });

  it('does not tell what comes after a hole, and goes back to before it', async () => {
    const it = setUp(3);
    await it.say('update', '{}', 4);
    await it.say('update', '{}', 6);
    await it.time.pass(500);
    expect(it.heard).to.deep.equal(['update 4']);
    expect(it.asked).to.deep.equal(['3', '4']);
    it.stream.close();
  });

  it('goes back when a beat knows more', async () => {
    const it = setUp(3);
    await it.say('beat', '{"to":3}');
    await it.say('beat', '{"to":5}');
    await it.time.pass(500);
    expect(it.heard).to.deep.equal(['beat 3']);
    expect(it.asked).to.deep.equal(['3', '3']);
    it.stream.close();
  });

  it('goes on from the number of a reset', async () => {
    const it = setUp(9);
    await it.say('reset', '{}', 2);
    await it.say('update', '{}', 3);
    expect(it.heard).to.deep.equal(['reset 2', 'update 3']);
    it.stream.close();
  });

  it('begins from now without a number', async () => {
    const it = setUp();
    await it.say('hello', '{"from":7,"to":7}');
    await it.say('update', '{}', 8);
    expect(it.asked).to.deep.equal([null]);
    expect(it.heard).to.deep.equal(['update 8']);
    it.stream.close();
  });

  it('lets garbage pass', async () => {
    const it = setUp(1);
    await it.say('update', 'not json', 2);
    await it.say('update', 'null', 2);
    await it.say('typing', '{}');
    expect(it.heard).to.deep.equal(['typing']);
    it.stream.close();
  });
});
