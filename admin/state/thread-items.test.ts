import { expect } from '@open-wc/testing';
import type { Message } from '../../contract/message.ts';
import { describe, it } from '../testing/mocha.ts';
import { id, ME, message, messages } from '../testing/samples.ts';
import { firstUnread, threadItems } from './thread-items.ts';

const oneDay = () => 'one day';
const agent: Message['author'] = { kind: 'agent', ...ME };
const kinds = (list: readonly Message[], unreadFrom: number | null = null, dayOf: (iso: string) => string = oneDay) =>
  threadItems(list, unreadFrom, dayOf).map(item => (item.kind === 'message' ? item.message.position : item.kind));
const bubbles = (list: readonly Message[]) =>
  threadItems(list, null, oneDay).flatMap(item => (item.kind === 'message' ? [item] : []));

describe('threadItems', () => {
  it('names each day once', () => {
    const dayOf = (iso: string) => (iso < message(2).sentAt ? 'first' : 'second');
    expect(kinds(messages(1, 3), null, dayOf)).to.deep.equal(['day', 1, 'day', 2, 3]);
  });

  it('puts the unread line before the first unread message', () => {
    expect(kinds(messages(1, 3), 2)).to.deep.equal(['day', 1, 'unread', 2, 3]);
  });

  it('says where the channel changes', () => {
    expect(kinds([message(1), message(2, { channel: 'whatsapp' })])).to.deep.equal(['day', 1, 'channel', 2]);
  });

  it('keeps one author together for exactly five minutes', () => {
    const [first, second] = bubbles([message(1), message(6)]);
    expect([first?.isFirst, first?.isLast, second?.isFirst]).to.deep.equal([true, false, false]);
    const [, apart] = bubbles([message(1), message(7)]);
    expect(apart?.isFirst).to.equal(true);
  });

  it('separates authors', () => {
    expect(bubbles([message(1), message(2, { author: agent })])[1]?.isFirst).to.equal(true);
  });

  const reaction = (position: number, emoji: string | null, to: string | null, author?: Message['author']) =>
    message(position, { content: { kind: 'reaction', emoji, to }, ...(author && { author }) });

  it('puts the last reaction of each author on its message', () => {
    const to = id(10_001);
    const list = [message(1), reaction(2, '👍', to), reaction(3, '❤️', to), reaction(4, '🙏', to, agent)];
    expect(bubbles(list).map(({ reactions }) => [...reactions.values()])).to.deep.equal([['❤️', '🙏']]);
  });

  it('takes a reaction back', () => {
    const list = [message(1), reaction(2, '👍', id(10_001)), reaction(3, null, id(10_001))];
    expect(bubbles(list).map(({ reactions }) => [...reactions.values()])).to.deep.equal([[]]);
  });

  it('shows a reaction to an unknown message by itself', () => {
    expect(kinds([message(1), reaction(2, '👍', null), reaction(3, '👍', id(77))])).to.deep.equal(['day', 1, 2, 3]);
  });
});

describe('firstUnread', () => {
  it('counts the shopper’s messages from the end', () => {
    const list = [message(1), message(2), message(3, { author: agent }), message(4)];
    expect(firstUnread(list, 2)).to.equal(2);
    expect(firstUnread(list, 0)).to.equal(null);
  });

  it('is the first one here when more are unread than are here', () => {
    expect(firstUnread(messages(50, 60), 40)).to.equal(50);
  });
});
