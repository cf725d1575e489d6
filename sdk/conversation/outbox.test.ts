import { expect } from '@open-wc/testing';
import { FakeTime, settled } from '../testing/fake-time.ts';
import { describe, it } from '../testing/mocha.ts';
import { ApiError } from './api.ts';
import { createOutbox } from './outbox.ts';
import { createSaved, type Outgoing, type SavedBox } from './saved.ts';

const outgoing = (clientId: string): Outgoing => ({ clientId, text: `text ${clientId}`, at: '2026-10-01T12:00:00Z' });

/** One lock for all that share it, as the tabs of a browser do. */
function createLock() {
  let last: Promise<unknown> = Promise.resolve();
  return (work: () => Promise<void>) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}

function setUp({
  saved = createSaved('k', undefined),
  exclusively = createLock(),
}: {
  saved?: SavedBox;
  exclusively?: ReturnType<typeof createLock>;
} = {}) {
  const time = new FakeTime();
  const tries: { clientId: string; succeed: () => void; fail: (error: unknown) => void }[] = [];
  let online = true;
  const outbox = createOutbox({
    saved,
    deliver: ({ clientId }) => new Promise((succeed, fail) => void tries.push({ clientId, succeed, fail })),
    exclusively,
    onChange: () => {},
    setTimeout: time.setTimeout,
    clearTimeout: time.clearTimeout,
    random: () => 1,
    isOnline: () => online,
  });
  return {
    outbox,
    time,
    saved,
    tries,
    ids: () => outbox.list().map(it => it.clientId),
    sent: () => tries.map(it => it.clientId),
    setOnline: (value: boolean) => {
      online = value;
    },
    async add(...ids: string[]) {
      for (const id of ids) outbox.add(outgoing(id));
      await settled();
    },
    async settle(result?: unknown) {
      if (result === undefined) tries.at(-1)!.succeed();
      else tries.at(-1)!.fail(result);
      await settled();
    },
  };
}

describe('the outbox', () => {
  it('sends one after the other, in order', async () => {
    const it = setUp();
    await it.add('a', 'b', 'c');
    expect(it.sent()).to.deep.equal(['a']);
    await it.settle();
    await it.settle();
    await it.settle();
    expect(it.sent()).to.deep.equal(['a', 'b', 'c']);
    expect(it.ids()).to.deep.equal([]);
  });

  it('keeps a message until the server has it, and tries the same one again', async () => {
    const it = setUp();
    await it.add('a', 'b');
    await it.settle(new ApiError(503));
    expect(it.ids()).to.deep.equal(['a', 'b']);
    await it.time.pass(1000);
    expect(it.sent()).to.deep.equal(['a', 'a']);
  });

  it('takes a stranger kind of failure for a passing one', async () => {
    const it = setUp();
    await it.add('a');
    await it.settle(new TypeError('what'));
    await it.time.pass(1000);
    expect(it.sent()).to.deep.equal(['a', 'a']);
  });

  it('waits as long as the server asks', async () => {
    const it = setUp();
    await it.add('a');
    await it.settle(new ApiError(429, 'too-many-requests', 9000));
    await it.time.pass(8999);
    expect(it.sent()).to.deep.equal(['a']);
    await it.time.pass(1);
    expect(it.sent()).to.deep.equal(['a', 'a']);
  });

  for (const status of [408, 425, 429, 500, 503, 0]) {
    it(`does not give up at ${status}`, () => expect(new ApiError(status).isPassing).to.equal(true));
  }

  for (const status of [400, 403, 404, 409, 413]) {
    it(`marks a message refused with ${status} and goes on with the next`, async () => {
      const it = setUp();
      await it.add('a', 'b');
      await it.settle(new ApiError(status, 'why'));
      expect(it.outbox.list()[0]).to.include({ clientId: 'a', failed: 'why' });
      expect(it.sent()).to.deep.equal(['a', 'b']);
    });
  }

  it('sends a refused message again, or drops it, when the shopper says so', async () => {
    const it = setUp();
    await it.add('a');
    await it.settle(new ApiError(400));
    it.outbox.retry('a');
    await settled();
    expect(it.sent()).to.deep.equal(['a', 'a']);
    await it.settle(new ApiError(400));
    it.outbox.settle('a');
    expect(it.ids()).to.deep.equal([]);
  });

  it('asks nothing offline, and sends all in order once online', async () => {
    const it = setUp();
    it.setOnline(false);
    await it.add('a', 'b', 'c');
    await it.time.pass(60_000);
    expect(it.sent()).to.deep.equal([]);
    it.setOnline(true);
    void it.outbox.flush();
    await settled();
    for (const _ of 'abc') await it.settle();
    expect(it.sent()).to.deep.equal(['a', 'b', 'c']);
  });

  it('sends what an earlier page has left', async () => {
    const first = setUp();
    await first.add('a');
    first.outbox.stop();
    const second = setUp({ saved: first.saved });
    void second.outbox.flush();
    await settled();
    expect(second.sent()).to.deep.equal(['a']);
  });

  it('sends from one tab at a time, each message by one of them', async () => {
    const exclusively = createLock();
    const here = setUp({ exclusively });
    const there = setUp({ exclusively, saved: here.saved });
    await here.add('a');
    await there.add('b');
    expect([here.sent(), there.sent()]).to.deep.equal([['a'], []]);
    await here.settle();
    expect([here.sent(), there.sent()]).to.deep.equal([['a', 'b'], []]);
    await here.settle();
    expect([here.sent(), there.sent()]).to.deep.equal([['a', 'b'], []]);
  });

  it("puts a message back that another tab's write has run over", async () => {
    const it = setUp();
    it.setOnline(false);
    await it.add('a');
    it.saved.update(all => ({ ...all, outbox: [] }));
    it.setOnline(true);
    void it.outbox.flush();
    await settled();
    expect(it.sent()).to.deep.equal(['a']);
  });

  it('forgets a message that the thread already shows', async () => {
    const it = setUp();
    it.setOnline(false);
    await it.add('a');
    it.outbox.settle('a');
    it.setOnline(true);
    void it.outbox.flush();
    await settled();
    expect(it.sent()).to.deep.equal([]);
  });

  it('leaves no timer behind when stopped', async () => {
    const it = setUp();
    await it.add('a');
    await it.settle(new ApiError(500));
    it.outbox.stop();
    expect(it.time.pending).to.equal(0);
  });
});
