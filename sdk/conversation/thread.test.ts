import { expect } from '@open-wc/testing';
import { CONVERSATION, message } from '../testing/fake-shop.ts';
import { describe, it } from '../testing/mocha.ts';
import { applyUpdate, followOf, isSeen, threadFrom, withMessage, withOlder, withRead } from './thread.ts';

const snapshot = (positions: number[], given: object = {}) => ({
  conversation: CONVERSATION,
  status: 'open' as const,
  seq: positions.at(-1) ?? 0,
  messages: positions.map(position => message(position)),
  hasMore: (positions[0] ?? 1) > 1,
  readUpTo: 0,
  unread: positions.length,
  readByAgents: 0,
  ...given,
});
const positions = (thread: { messages: readonly { position: number }[] }) => thread.messages.map(it => it.position);
const shopper = { author: { kind: 'shopper' } } as const;

describe('the thread', () => {
  it('knows the next update from one it has and from one after a hole', () => {
    const thread = threadFrom(snapshot([1, 2]));
    expect([1, 2, 3, 4].map(seq => followOf(thread, seq))).to.deep.equal(['stale', 'stale', 'next', 'missed']);
  });

  it('takes a message twice and has it once', () => {
    let thread = threadFrom(snapshot([1]));
    for (const seq of [2, 3]) thread = applyUpdate(thread, { kind: 'message', seq, message: message(2) });
    expect(positions(thread)).to.deep.equal([1, 2]);
    expect(thread.seq).to.equal(3);
  });

  it('sorts by position, whichever comes first', () => {
    const thread = withMessage(withMessage(threadFrom(snapshot([1])), message(3)), message(2));
    expect(positions(thread)).to.deep.equal([1, 2, 3]);
  });

  it("counts agents' messages after the last one read, not the shopper's own", () => {
    const mine = message(3, shopper);
    const thread = withMessage(threadFrom(snapshot([1, 2])), mine);
    expect([thread.unread, withRead(thread, 1).unread, withRead(thread, 3).unread]).to.deep.equal([2, 1, 0]);
  });

  it("counts what the shop's rules wrote to the page, not its notices nor what they wrote by WhatsApp", () => {
    const system = { author: { kind: 'system' } } as const;
    const notice = { ...system, content: { kind: 'notice', notice: 'opted-in' } } as const;
    const told = [message(1, system), message(2, { ...system, channel: 'whatsapp' }), message(3, notice)];
    expect(threadFrom(snapshot([], { messages: told, unread: 0 })).unread).to.equal(1);
  });

  it('believes the server about unread messages that are older than what is here', () => {
    const thread = threadFrom(snapshot([51, 52], { unread: 40 }));
    expect(thread.unread).to.equal(40);
    expect(withRead(thread, 52).unread).to.equal(0);
  });

  it('knows after a reload what an agent has read', () => {
    const [first, second] = [message(1, shopper), message(2, shopper)];
    const thread = threadFrom(snapshot([], { messages: [first, second], readByAgents: 1 }));
    expect([isSeen(thread, first), isSeen(thread, second)]).to.deep.equal([true, false]);
  });

  it('never unreads', () => expect(withRead(withRead(threadFrom(snapshot([1, 2])), 2), 1).readUpTo).to.equal(2));

  it('moves only the number for what is not its business', () => {
    const thread = threadFrom(snapshot([1]));
    expect(applyUpdate(thread, { kind: 'internal', seq: 2 })).to.deep.equal({ ...thread, seq: 2 });
  });

  it('puts older pages before, without doubles', () => {
    const thread = withOlder(threadFrom(snapshot([3, 4])), {
      messages: [1, 2, 3].map(it => message(it)),
      hasMore: false,
    });
    expect(positions(thread)).to.deep.equal([1, 2, 3, 4]);
    expect(thread.hasMore).to.equal(false);
  });

  it('keeps older pages over a fresh snapshot that joins them, and drops them over a hole', () => {
    const before = withOlder(threadFrom(snapshot([3])), { messages: [message(1), message(2)], hasMore: false });
    expect(positions(threadFrom(snapshot([3, 4]), before))).to.deep.equal([1, 2, 3, 4]);
    expect(positions(threadFrom(snapshot([9, 10]), before))).to.deep.equal([9, 10]);
    expect(positions(threadFrom(snapshot([9], { conversation: 'another' }), before))).to.deep.equal([9]);
  });

  it('holds a message seen once an agent has read that far, or answered after it', () => {
    const mine = message(1, shopper);
    const alone = threadFrom(snapshot([], { messages: [mine], seq: 1 }));
    expect(isSeen(alone, mine)).to.equal(false);
    expect(isSeen(applyUpdate(alone, { kind: 'read', seq: 2, by: 'agent', upTo: 1 }), mine)).to.equal(true);
    expect(isSeen(withMessage(alone, message(2)), mine)).to.equal(true);
  });
});
