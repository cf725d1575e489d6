import { expect } from '@open-wc/testing';
import type { DeliveryState } from '../../contract/message.ts';
import { describe, it } from '../testing/mocha.ts';
import { message, messages, minute } from '../testing/samples.ts';
import { emptyThread, hasGap, type Thread, withMessage, withNewestPage, withOlderPage } from './thread.ts';

const loaded = (from: number, to: number, hasMore = from > 1) =>
  withNewestPage(emptyThread, { messages: messages(from, to), hasMore });
const positions = (thread: Thread) => thread.messages.map(({ position }) => position);
const delivery = (state: DeliveryState, round = 0) => ({
  ...{ state, at: minute(0), error: null, purpose: 'reply' as const, round, waits: null },
});

describe('the thread', () => {
  it('appends the next message', () => {
    expect(positions(withMessage(loaded(1, 2), message(3)))).to.deep.equal([1, 2, 3]);
  });

  it('has a message once, however often it is told', () => {
    const once = withMessage(loaded(1, 2), message(3));
    expect(withMessage(once, message(3))).to.deep.equal(once);
  });

  it('sees a gap, shows nothing beyond it, and closes it with the newest page', () => {
    const behind = withMessage(loaded(1, 2), message(5));
    expect(hasGap(behind)).to.equal(true);
    expect(positions(behind)).to.deep.equal([1, 2]);
    const closed = withNewestPage(behind, { messages: messages(2, 4), hasMore: true });
    expect(positions(closed)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(hasGap(closed)).to.equal(false);
    expect(closed.hasMore).to.equal(false);
  });

  it('closes a gap with the missing message alone, whatever the order', () => {
    const behind = [message(5), message(4)].reduce(withMessage, loaded(1, 2));
    expect(positions(withMessage(behind, message(3)))).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('begins anew when more was missed than a page holds', () => {
    const anew = withNewestPage(loaded(1, 2), { messages: messages(60, 109), hasMore: true });
    expect(positions(anew)[0]).to.equal(60);
    expect(anew.hasMore).to.equal(true);
  });

  it('keeps what was told before the first page arrived', () => {
    const early = withMessage(emptyThread, message(3));
    expect(hasGap(early)).to.equal(false);
    expect(positions(withNewestPage(early, { messages: messages(1, 2), hasMore: false }))).to.deep.equal([1, 2, 3]);
  });

  it('puts an older page before, once', () => {
    const older = { messages: messages(1, 4), hasMore: false };
    const whole = withOlderPage(loaded(5, 6), older);
    expect(positions(whole)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(withOlderPage(whole, older)).to.deep.equal(whole);
  });

  it('drops an older page that does not touch it: the answer to an old question', () => {
    const thread = loaded(50, 60);
    expect(withOlderPage(thread, { messages: messages(1, 4), hasMore: false })).to.equal(thread);
  });

  it('does not take a change of a message that was never loaded for a new one', () => {
    expect(positions(withMessage(loaded(50, 52), message(7)))).to.deep.equal([50, 51, 52]);
  });

  it('lets ticks go forward, never back', () => {
    const at = (thread: Thread) => thread.messages[2]?.delivery?.state;
    const sent = withMessage(loaded(1, 2), message(3, { delivery: delivery('delivered') }));
    expect(at(withMessage(sent, message(3, { delivery: delivery('queued') })))).to.equal('delivered');
    expect(at(withMessage(sent, message(3, { delivery: delivery('read') })))).to.equal('read');
    const late = withNewestPage(sent, { messages: [message(3, { delivery: delivery('sent') })], hasMore: true });
    expect(at(late)).to.equal('delivered');
  });

  it('shows a message that goes back into the line as waiting again', () => {
    const failed = withMessage(loaded(1, 2), message(3, { delivery: delivery('failed') }));
    const again = withMessage(failed, message(3, { delivery: delivery('queued', 1) }));
    expect(again.messages[2]?.delivery?.state).to.equal('queued');
    expect(withMessage(again, message(3, { delivery: delivery('failed') })).messages[2]?.delivery?.state).to.equal(
      'queued',
    );
  });
});
