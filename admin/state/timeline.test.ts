import { expect } from '@open-wc/testing';
import type { TimelineEntry } from '../../contract/journey.ts';
import { seen } from '../testing/journey-samples.ts';
import { describe, it } from '../testing/mocha.ts';
import { minute } from '../testing/samples.ts';
import { timelineItems, withHead, withOlder } from './timeline.ts';

/** Newest first. */
const from = (newest: number, oldest: number) =>
  Array.from({ length: newest - oldest + 1 }, (_, i) => seen(newest - i));
const ids = (entries: readonly TimelineEntry[]) => entries.map(({ id }) => Number(id.slice(-12)) - 20_000);

describe('a timeline that is read and lives on', () => {
  const known = { entries: from(20, 1), next: 'before 1' };

  it('keeps what is older than the newest page, and where it goes on', () => {
    const now = withHead(known, { entries: from(23, 14), next: 'before 14' });
    expect(ids(now.entries)).to.deep.equal(ids(from(23, 1)));
    expect(now.next).to.equal('before 1');
  });

  it('drops what the newest page no longer has', () => {
    const now = withHead(known, { entries: from(20, 10).filter((_, i) => i !== 3), next: 'before 10' });
    expect(ids(now.entries)).to.deep.equal(ids(from(20, 1)).filter(n => n !== 17));
  });

  it('begins anew when more has happened than a page holds: there is no hole', () => {
    const now = withHead(known, { entries: from(90, 41), next: 'before 41' });
    expect(now).to.deep.equal({ entries: from(90, 41), next: 'before 41' });
  });

  it('is the newest page alone when that is all there is', () => {
    expect(withHead(known, { entries: from(3, 1), next: null })).to.deep.equal({ entries: from(3, 1), next: null });
    expect(withHead(known, { entries: [], next: null }).entries).to.deep.equal([]);
  });

  it('has nothing twice when pages overlap', () => {
    const more = withOlder({ entries: from(20, 10), next: 'a' }, { entries: from(12, 5), next: null });
    expect(ids(more.entries)).to.deep.equal(ids(from(20, 5)));
    expect(more.next).to.equal(null);
  });
});

describe('the days and visits of a timeline', () => {
  const kinds = (entries: TimelineEntry[]) =>
    timelineItems(entries, iso => iso.slice(0, 10)).map(item => (item.kind === 'entry' ? '·' : item.kind));

  it('ends a visit where nothing happens for half an hour, not for a minute less', () => {
    expect(kinds([seen(59), seen(30), seen(0)])).to.deep.equal(['day', 'visit', '·', '·', 'visit', '·']);
    expect(kinds([seen(58), seen(29), seen(0)])).to.deep.equal(['day', 'visit', '·', '·', '·']);
  });

  it('calls what the shop’s server told alone no visit', () => {
    expect(kinds([seen(1, { source: 'api', name: 'order_paid' })])).to.deep.equal(['day', '·']);
  });

  it('begins a visit anew at midnight', () => {
    expect(kinds([seen(725), seen(715)])).to.deep.equal(['day', 'visit', '·', 'day', 'visit', '·']);
  });

  it('keeps its keys when something new comes', () => {
    const keys = (entries: TimelineEntry[]) => timelineItems(entries, iso => iso.slice(0, 10)).map(({ key }) => key);
    expect(keys(from(9, 1))).to.include.members(keys(from(8, 1)));
  });

  it('says from when to when a visit was', () => {
    const visit = timelineItems(from(9, 1), iso => iso.slice(0, 10)).find(({ kind }) => kind === 'visit');
    expect(visit).to.include({ from: minute(1), to: minute(9) });
  });
});
