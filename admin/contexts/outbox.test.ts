import { expect } from '@open-wc/testing';
import type { Problem } from '../../contract/problem.ts';
import type { MessageAccepted } from '../../contract/storefront.ts';
import { NoAnswerError, ProblemError } from '../api/client.ts';
import { due, type OutboxEntry, retryDelay } from '../state/outbox.ts';
import { afterEach, describe, it } from '../testing/mocha.ts';
import { id, message } from '../testing/samples.ts';
import { until } from '../testing/screen.ts';
import { OutboxStore } from './outbox.ts';

const KEY = 'outbox-test';
const entry = (n: number, conversation = 1) => ({
  clientId: id(n),
  conversationId: id(conversation),
  text: `text ${n}`,
  channel: null,
  createdAt: '2026-03-10T12:00:00Z',
});
const accepted: MessageAccepted = { message: message(1), seq: 1 };
const problem = (status: number, code: Problem['code']) =>
  new ProblemError(status, { type: 'about:blank', title: code, status, id: id(1), code }, null);

/** An outbox whose server answers by hand, and whose timers run by hand. */
function setUp() {
  const asked: { entry: OutboxEntry; answer: (value: MessageAccepted) => void; fail: (error: unknown) => void }[] = [];
  const timers: (() => void)[] = [];
  const store = new OutboxStore({
    send: sent => new Promise((answer, fail) => asked.push({ entry: sent, answer, fail })),
    storage: sessionStorage,
    key: KEY,
    setTimer: run => timers.push(run),
  });
  store.start();
  const states = () => store.of(id(1)).map(({ state }) => state);
  return { store, asked, timers, states };
}

describe('OutboxStore', () => {
  afterEach(() => sessionStorage.removeItem(KEY));

  it('sends one at a time in each conversation, in the order written', async () => {
    const { store, asked } = setUp();
    store.add(entry(1));
    store.add(entry(2));
    store.add(entry(3, 2));
    expect(asked.map(({ entry: sent }) => sent.text)).to.deep.equal(['text 1', 'text 3']);
    asked[0]!.answer(accepted);
    await until(() => asked.length === 3);
    expect(asked[2]!.entry.text).to.equal('text 2');
  });

  it('tries again without an answer, with the same client id', async () => {
    const { store, asked, timers, states } = setUp();
    store.add(entry(1));
    asked[0]!.fail(new NoAnswerError(null));
    await until(() => timers.length === 1);
    expect(states()).to.deep.equal(['waiting']);
    timers[0]!();
    expect(asked[1]!.entry.clientId).to.equal(asked[0]!.entry.clientId);
    asked[1]!.answer(accepted);
    await until(() => states().length === 0);
  });

  for (const status of [401, 408, 429, 500, 503]) {
    it(`keeps trying after a ${status}`, async () => {
      const { store, asked, timers, states } = setUp();
      store.add(entry(1));
      asked[0]!.fail(problem(status, 'unavailable'));
      await until(() => timers.length === 1);
      expect(states()).to.deep.equal(['waiting']);
    });
  }

  it('gives up on a refusal, says why, and goes on with the next', async () => {
    const { store, asked, timers } = setUp();
    store.add(entry(1));
    store.add(entry(2));
    asked[0]!.fail(problem(409, 'service-window-closed'));
    await until(() => asked.length === 2);
    expect(store.of(id(1))[0]).to.include({ state: 'failed' });
    expect(store.of(id(1))[0]!.reason).to.contain('service window is closed');
    expect(timers).to.deep.equal([]);
  });

  it('sends a refused one again only when the agent asks', async () => {
    const { store, asked, states } = setUp();
    store.add(entry(1));
    asked[0]!.fail(problem(409, 'channel-unavailable'));
    await until(() => states()[0] === 'failed');
    store.retryNow();
    expect(asked.length).to.equal(1);
    store.retry(id(1));
    expect(asked.length).to.equal(2);
  });

  it('survives a reload of the page in mid-send, with the same client id', () => {
    const first = setUp();
    first.store.add(entry(1));
    first.store.add(entry(2));
    first.store.stop();
    const second = setUp();
    expect(second.asked[0]!.entry.clientId).to.equal(id(1));
    expect(second.store.of(id(1)).length).to.equal(2);
  });

  it('does not wait any longer when the server is back', async () => {
    const { store, asked, timers } = setUp();
    store.add(entry(1));
    asked[0]!.fail(new NoAnswerError(null));
    await until(() => timers.length === 1);
    store.retryNow();
    expect(asked.length).to.equal(2);
    // The old timer finds it on its way already.
    timers[0]!();
    expect(asked.length).to.equal(2);
  });

  it('starts empty from a storage that holds nonsense', () => {
    sessionStorage.setItem(KEY, '{nonsense');
    expect(setUp().store.of(id(1))).to.deep.equal([]);
  });
});

describe('retryDelay', () => {
  it('doubles from one second up to thirty, spread by half', () => {
    expect([1, 2, 3, 6, 60].map(attempts => retryDelay(attempts, 1))).to.deep.equal([1000, 2000, 4000, 30_000, 30_000]);
    expect(retryDelay(1, 0)).to.equal(500);
  });
});

describe('due', () => {
  it('is empty while the first one is on its way', () => {
    const sent: OutboxEntry = { ...entry(1), state: 'sending', attempts: 1, reason: null };
    expect(due([sent, { ...sent, clientId: id(2), state: 'queued' }])).to.deep.equal([]);
  });
});
