import type { TimelineEntry, TimelinePage } from '../../contract/journey.ts';

/** What has been read of a timeline, newest first; `next`: where the page before it begins. */
export type Timeline = { readonly entries: readonly TimelineEntry[]; readonly next: string | null };

/** What a visit and the one after it have between them, in milliseconds. */
const PAUSE = 30 * 60_000;

/** A timeline as it is drawn: days, visits to the shop, and what happened. Keys stay while entries come at either end. */
export type TimelineItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'visit'; key: string; from: string; to: string }
  | { kind: 'entry'; key: string; entry: TimelineEntry };

/**
 * The newest page as it is now, over what was read before: what the page covers is as it says, and what is older stays. When more has
 * happened than a page holds, what was read before no longer joins on, and goes.
 */
export function withHead(known: Timeline, head: TimelinePage): Timeline {
  const end = head.entries.at(-1);
  const joint = end && head.next !== null ? known.entries.findIndex(({ id }) => id === end.id) : -1;
  const older = known.entries.slice(joint + 1);
  return joint < 0 || older.length === 0 ? head : { entries: [...head.entries, ...older], next: known.next };
}

/** One page more at the end. */
export function withOlder(known: Timeline, page: TimelinePage): Timeline {
  const here = new Set(known.entries.map(({ id }) => id));
  return { entries: [...known.entries, ...page.entries.filter(({ id }) => !here.has(id))], next: page.next };
}

/** Days, and within them visits: a visit has something from the browser, and ends where nothing happens for half an hour. */
export function timelineItems(entries: readonly TimelineEntry[], dayOf: (iso: string) => string): TimelineItem[] {
  const stretches: TimelineEntry[][] = [];
  for (const entry of entries) {
    const later = stretches.at(-1)?.at(-1);
    const isApart =
      !later || dayOf(later.at) !== dayOf(entry.at) || Date.parse(later.at) - Date.parse(entry.at) >= PAUSE;
    if (isApart) stretches.push([entry]);
    else stretches.at(-1)!.push(entry);
  }
  return stretches.flatMap((stretch, i) => {
    const newest = stretch[0]!;
    const oldest = stretch.at(-1)!;
    const isNewDay = i === 0 || dayOf(stretches[i - 1]![0]!.at) !== dayOf(newest.at);
    return [
      ...(isNewDay ? [{ kind: 'day' as const, key: dayOf(newest.at), at: newest.at }] : []),
      ...(stretch.some(isOfVisit)
        ? [{ kind: 'visit' as const, key: `visit ${oldest.id}`, from: oldest.at, to: newest.at }]
        : []),
      ...stretch.map(entry => ({ kind: 'entry' as const, key: entry.id, entry })),
    ];
  });
}

const isOfVisit = (entry: TimelineEntry) => entry.kind === 'event' && entry.source === 'web';
