import { expect } from '@open-wc/testing';
import { FakeTime, settled } from '../testing/fake-time.ts';
import { describe, it } from '../testing/mocha.ts';
import { type EventStreamOptions, openEventStream, type StreamState } from './event-stream.ts';

/** A stream on a server that does as it is told. */
function setUp(options: Partial<EventStreamOptions> = {}) {
  const time = new FakeTime();
  const requests: { headers: Headers; signal: AbortSignal; answer: (response: Response | Error) => void }[] = [];
  const states: (StreamState | number)[] = [];
  const events: string[] = [];
  let wake = () => {};
  let online = true;
  let body!: ReadableStreamDefaultController<Uint8Array>;
  const stream = openEventStream({
    url: () => 'https://shop.test/v1/stream',
    fetch: (_url, init) =>
      new Promise((resolve, reject) => {
        const signal = init.signal!;
        signal.addEventListener('abort', () => reject(signal.reason));
        const answer = (it: Response | Error) => (it instanceof Error ? reject(it) : resolve(it));
        requests.push({ headers: new Headers(init.headers), signal, answer });
      }),
    setTimeout: time.setTimeout,
    clearTimeout: time.clearTimeout,
    now: time.now,
    random: () => 1,
    isOnline: () => online,
    onWake: run => {
      wake = run;
      return () => {
        wake = () => {};
      };
    },
    onEvent: event => events.push(event.data),
    onState: (state, status) => states.push(state, ...(status ? [status] : [])),
    ...options,
  });
  return {
    time,
    requests,
    states,
    events,
    stream,
    wake: () => wake(),
    setOnline: (value: boolean) => {
      online = value;
    },
    async accept() {
      const content = new ReadableStream<Uint8Array>({
        start(controller) {
          body = controller;
        },
      });
      requests
        .at(-1)!
        .answer(new Response(content, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } }));
      await settled();
    },
    async refuse(status: number, headers: Record<string, string> = {}) {
      requests.at(-1)!.answer(new Response(status === 204 ? null : 'no', { status, headers }));
      await settled();
    },
    async say(text: string) {
      body.enqueue(new TextEncoder().encode(text));
      await settled();
    },
    async end() {
      body.close();
      await settled();
    },
  };
}

describe('openEventStream', () => {
  it('hands on events and resumes after the last id', async () => {
    const it = setUp({ headers: () => ({ authorization: 'Bearer t' }) });
    expect(it.requests[0]!.headers.has('last-event-id')).to.equal(false);
    await it.accept();
    await it.say('id: 4\ndata: a\n\n');
    await it.end();
    await it.time.pass(1000);
    expect(it.events).to.deep.equal(['a']);
    expect(it.requests[1]!.headers.get('last-event-id')).to.equal('4');
    expect(it.requests[1]!.headers.get('authorization')).to.equal('Bearer t');
    expect(it.states).to.deep.equal(['connecting', 'open', 'waiting', 'connecting']);
  });

  it('waits twice as long after each failure', async () => {
    const it = setUp();
    for (const wait of [1000, 2000, 4000]) {
      await it.refuse(500);
      const before = it.requests.length;
      await it.time.pass(wait - 1);
      expect(it.requests).to.have.length(before);
      await it.time.pass(1);
      expect(it.requests).to.have.length(before + 1);
    }
  });

  it('counts failures anew after a link that lasted', async () => {
    const it = setUp();
    await it.refuse(500);
    await it.time.pass(1000);
    await it.accept();
    await it.time.pass(5000);
    await it.end();
    await it.time.pass(1000);
    expect(it.requests).to.have.length(3);
  });

  it('does not hammer a server that accepts and hangs up at once', async () => {
    const it = setUp();
    await it.accept();
    await it.end();
    await it.time.pass(1000);
    await it.accept();
    await it.end();
    await it.time.pass(1999);
    expect(it.requests).to.have.length(2);
  });

  for (const status of [204, 401, 403, 410]) {
    it(`takes ${status} for a last word`, async () => {
      const it = setUp();
      await it.refuse(status);
      expect(it.states).to.deep.equal(['connecting', 'closed', status]);
      expect(it.time.pending).to.equal(0);
    });
  }

  it('honours Retry-After, even when the browser wakes before', async () => {
    const it = setUp();
    await it.refuse(503, { 'retry-after': '20' });
    await it.time.pass(19_999);
    it.wake();
    expect(it.requests).to.have.length(1);
    await it.time.pass(1);
    expect(it.requests).to.have.length(2);
  });

  it('takes a page that is no event stream for a failure', async () => {
    const it = setUp();
    it.requests[0]!.answer(new Response('<h1>Hello</h1>', { headers: { 'content-type': 'text/html' } }));
    await settled();
    expect(it.states).to.deep.equal(['connecting', 'waiting']);
  });

  it('tries at once when the browser is online again', async () => {
    const it = setUp();
    await it.refuse(502);
    it.wake();
    expect(it.requests).to.have.length(2);
  });

  it('asks nothing while offline', async () => {
    const it = setUp();
    it.setOnline(false);
    await it.refuse(502);
    await it.time.pass(120_000);
    expect(it.requests).to.have.length(1);
    it.setOnline(true);
    it.wake();
    expect(it.requests).to.have.length(2);
  });

  it('leaves a link on which nothing has come for 40 s', async () => {
    const it = setUp();
    await it.accept();
    await it.time.pass(30_000);
    await it.say(': still here\n\n');
    await it.time.pass(40_000);
    expect(it.requests).to.have.length(1);
    await it.time.pass(5001);
    expect(it.requests[0]!.signal.aborted).to.equal(true);
    expect(it.requests).to.have.length(2);
  });

  it('notices after a sleep that the link is dead', async () => {
    const it = setUp();
    await it.accept();
    it.time.sleep(600_000);
    it.wake();
    expect(it.requests).to.have.length(2);
  });

  it('takes retry for the base of its waiting', async () => {
    const it = setUp();
    await it.accept();
    await it.say('retry: 200\n\n');
    await it.end();
    await it.time.pass(200);
    expect(it.requests).to.have.length(2);
  });

  it('leaves neither timer nor link behind when closed', async () => {
    const it = setUp();
    await it.accept();
    it.stream.close();
    it.wake();
    expect(it.requests[0]!.signal.aborted).to.equal(true);
    expect(it.time.pending).to.equal(0);
    expect(it.requests).to.have.length(1);
  });
});
