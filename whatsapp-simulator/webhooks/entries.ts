import type { Update } from './webhook-lane.ts';

/** Messages and statuses share an entry, which then stands where the first of them came. */
export function entries(wabaId: string, updates: Update[]): object[] {
  const shared = { id: wabaId, changes: [] as object[] };
  const all: object[] = [];
  for (const { field, value, entry } of updates) {
    const change = { value, field };
    if (entry) {
      all.push({ id: entry.id ?? wabaId, time: Math.floor(entry.at.getTime() / 1000), changes: [change] });
    } else if (shared.changes.push(change) === 1) all.push(shared);
  }
  return all;
}
