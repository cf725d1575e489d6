import { setupIgnoreWindowResizeObserverLoopErrors } from '@lit-labs/virtualizer/support/resize-observer-errors.js';
import { expect, fixture, html } from '@open-wc/testing';
import type { ConversationSummary } from '../../contract/conversation.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { id, row } from '../testing/samples.ts';
import { until } from '../testing/screen.ts';
import type { WxInboxList } from './wx-inbox-list.ts';
import './wx-inbox-list.ts';

const rows = (count: number): ConversationSummary[] => Array.from({ length: count }, (_, index) => row(count - index));

async function draw(list: readonly ConversationSummary[], hasMore = false) {
  const element = await fixture<WxInboxList>(
    html`<wx-inbox-list style="display: block; block-size: 400px" .rows=${list} .hasMore=${hasMore}></wx-inbox-list>`,
  );
  const scroller = element.shadowRoot!.querySelector<HTMLElement>('lit-virtualizer')!;
  const drawn = (n: number) => scroller.querySelector<HTMLElement>(`[data-id="${id(n)}"]`);
  await until(() => drawn(list.length));
  return { element, scroller, drawn };
}

/** Where a row stands, once it has not moved for so many looks. */
async function restingTop(drawn: () => HTMLElement | null): Promise<number> {
  const LOOKS = 10;
  const tops: number[] = [];
  await until(() => {
    tops.push(drawn()?.getBoundingClientRect().top ?? Number.NaN);
    const latest = tops.slice(-LOOKS);
    return latest.length === LOOKS && latest.every(top => top === latest[0]);
  });
  return tops.at(-1)!;
}

/** Scrolls, and says where a row then rests. A list that has not settled yet takes a jump back: it is made again. */
async function restAfterJump(scroller: HTMLElement, to: number, drawn: () => HTMLElement | null): Promise<number> {
  for (;;) {
    scroller.scrollTop = to;
    await until(drawn);
    const top = await restingTop(drawn);
    if (scroller.scrollTop === to) return top;
  }
}

describe('wx-inbox-list', () => {
  setupIgnoreWindowResizeObserverLoopErrors(beforeEach, afterEach);

  it('draws only what is looked at', async () => {
    const { scroller } = await draw(rows(200));
    expect(scroller.querySelectorAll('wx-inbox-row').length).to.be.below(40);
  });

  const lifts: [what: string, change: (list: ConversationSummary[]) => ConversationSummary[]][] = [
    ['from below is lifted to the top', list => [list.at(-1)!, ...list.slice(0, -1)]],
    ['is new', list => [row(201), ...list]],
    ['from above leaves', list => list.slice(1)],
    ['at the upper edge is lifted to the top', list => [list[20]!, ...list.filter((_, index) => index !== 20)]],
  ];
  for (const [what, change] of lifts) {
    it(`holds still when a conversation ${what}`, async () => {
      const list = rows(200);
      const { element, scroller, drawn } = await draw(list);
      const before = await restAfterJump(scroller, 20 * 70, () => drawn(178));
      element.rows = change(list);
      await element.updateComplete;
      expect(await restingTop(() => drawn(178))).to.equal(before);
    });
  }

  it('shows at the top what arrives while the agent is at the top', async () => {
    const list = rows(50);
    const { element, scroller, drawn } = await draw(list);
    element.rows = [row(60), ...list];
    await until(() => drawn(60));
    expect(scroller.scrollTop).to.equal(0);
  });

  it('asks for the next page near the end, not before', async () => {
    let asked = 0;
    const { element, scroller, drawn } = await draw(rows(100), true);
    element.addEventListener('more-request', () => {
      asked += 1;
    });
    await restAfterJump(scroller, 30 * 70, () => drawn(68));
    expect(asked).to.equal(0);
    scroller.scrollTop = 90 * 70;
    await until(() => asked > 0);
  });

  it('steps to rows that are not drawn', async () => {
    const { element, drawn } = await draw(rows(200));
    element.step(Infinity);
    element.step(Infinity);
    await until(() => drawn(1)?.matches(':focus-within'), 'the last row has no focus');
  });

  it('has no accessibility violation', async () => {
    const { element } = await draw([
      row(3, { unread: 2 }),
      row(2, { assignee: { id: id(9), name: 'Lena' }, status: 'resolved' }),
      row(1, { replyChannel: 'whatsapp' }),
    ]);
    await expect(element).to.be.accessible();
  });
});
