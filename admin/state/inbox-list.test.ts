import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { id, ME, message, OTHER, page, row, update } from '../testing/samples.ts';
import {
  emptyInbox,
  type InboxList,
  needsSearch,
  type RowFilter,
  visibleRows,
  withFirstPage,
  withNextPage,
  withUpdate,
} from './inbox-list.ts';

const open: RowFilter = { view: 'open', unread: false, q: '', agentId: ME.id };
const shown = (list: InboxList, filter = open, keepId: string | null = null) =>
  visibleRows(list, filter, keepId).map(({ id: shownId }) => Number(shownId.slice(-3)));
const listOf = (...rows: ReturnType<typeof row>[]) => withFirstPage(emptyInbox, page(rows));

describe('the inbox list', () => {
  it('shows the newest conversation first, and the larger id first at the same instant', () => {
    const list = listOf(row(1), row(3), row(2, { lastMessageAt: row(3).lastMessageAt }));
    expect(shown(list)).to.deep.equal([3, 2, 1]);
  });

  it('lifts a conversation to the top when a message arrives in it', () => {
    const list = withUpdate(listOf(row(3), row(2), row(1)), update(101, { ...row(9), id: id(1), seq: 2 }));
    expect(shown(list)).to.deep.equal([1, 3, 2]);
  });

  it('inserts a conversation that it did not know', () => {
    expect(shown(withUpdate(listOf(row(1)), update(101, row(2))))).to.deep.equal([2, 1]);
  });

  it('is the same after the same update twice', () => {
    const told = update(101, { ...row(1), seq: 2, unread: 1 });
    const once = withUpdate(listOf(row(1)), told);
    expect(visibleRows(withUpdate(once, told), open, null)).to.deep.equal(visibleRows(once, open, null));
  });

  it('does not go back to an older state of a row', () => {
    const list = withUpdate(listOf({ ...row(1), seq: 5, unread: 0 }), update(101, { ...row(1), seq: 4, unread: 7 }));
    expect(visibleRows(list, open, null)[0]?.unread).to.equal(0);
  });

  it('keeps what was told while the first page was on its way, known to the page or not', () => {
    const early = [update(101, row(5)), update(102, { ...row(1), seq: 9, unread: 3 })].reduce(withUpdate, emptyInbox);
    const list = withFirstPage(early, page([row(2), row(1)], { seq: 100 }));
    expect(shown(list)).to.deep.equal([5, 2, 1]);
    expect(visibleRows(list, open, null).at(-1)?.unread).to.equal(3);
  });

  it('forgets on a reload what the server no longer lists', () => {
    const list = withUpdate(listOf(row(2), row(1)), update(101, { ...row(1), seq: 2 }));
    expect(shown(withFirstPage(list, page([row(2)], { seq: 200 })))).to.deep.equal([2]);
  });

  it('hides rows below the last page until that page is here, so that none is skipped', () => {
    const first = withFirstPage(emptyInbox, page([row(9), row(8)], { next: 'c' }));
    const told = withUpdate(first, update(101, row(3)));
    expect(shown(told)).to.deep.equal([9, 8]);
    expect(shown(withNextPage(told, page([row(7), row(4)], { next: 'd' })))).to.deep.equal([9, 8, 7, 4]);
    expect(shown(withNextPage(told, page([row(7)])))).to.deep.equal([9, 8, 7, 3]);
  });

  it('removes a merged conversation for good, even when a late page still has it', () => {
    const gone = { ...update(101, row(1), { kind: 'merged', into: id(2) } as const), conversation: null };
    const list = withUpdate(listOf(row(2), row(1)), gone);
    expect(shown(list)).to.deep.equal([2]);
    expect(shown(withNextPage(list, page([row(1)])))).to.deep.equal([2]);
  });

  it('lets a conversation leave the view it no longer belongs to, but not while it is open on the screen', () => {
    const list = withUpdate(listOf(row(2), row(1)), update(101, { ...row(1), seq: 2, status: 'resolved' }));
    expect(shown(list)).to.deep.equal([2]);
    expect(shown(list, open, id(1))).to.deep.equal([2, 1]);
  });

  it('knows which view a row belongs to', () => {
    const list = listOf(
      row(4, { assignee: ME }),
      row(3, { assignee: OTHER, unread: 2 }),
      row(2),
      row(1, { status: 'resolved' }),
    );
    const of = (view: RowFilter['view'], unread = false) => shown(list, { ...open, view, unread });
    expect(of('open')).to.deep.equal([4, 3, 2]);
    expect(of('mine')).to.deep.equal([4]);
    expect(of('unassigned')).to.deep.equal([2]);
    expect(of('resolved')).to.deep.equal([1]);
    expect(of('all')).to.deep.equal([4, 3, 2, 1]);
    expect(of('all', true)).to.deep.equal([3]);
  });

  it('asks the server whether a stranger belongs into a search', () => {
    const told = update(101, row(7), { kind: 'message', message: message(1) });
    expect(needsSearch(listOf(row(1)), { ...open, q: 'oak' }, told)).to.equal(true);
    expect(needsSearch(listOf(row(7)), { ...open, q: 'oak' }, told)).to.equal(false);
    expect(needsSearch(listOf(row(1)), open, told)).to.equal(false);
  });
});
