import type { Extent } from './part.ts';

/**
 * Things from the farthest to the nearest. The camera looks from the front right above, so a thing lies behind another as
 * soon as one plane across an axis parts them; where none does (nested parts), the order given is kept.
 */
export function paintOrder<T>(things: readonly T[], extentOf: (thing: T) => Extent): T[] {
  const extents = things.map(extentOf);
  const behind = things.map((_, i) =>
    things.flatMap((_, j) => (i !== j && liesBehind(extents[j]!, extents[i]!, j, i) ? [j] : [])),
  );
  const done = new Set<number>();
  const open = new Set<number>();
  const order: T[] = [];
  const visit = (i: number) => {
    if (done.has(i) || open.has(i)) return;
    open.add(i);
    for (const j of behind[i]!) visit(j);
    done.add(i);
    order.push(things[i]!);
  };
  for (const i of things.keys()) visit(i);
  return order;
}

function liesBehind(a: Extent, b: Extent, indexA: number, indexB: number): boolean {
  const slack = 0.05;
  const before = ([0, 1, 2] as const).some(axis => a.high[axis] <= b.low[axis] + slack);
  const after = ([0, 1, 2] as const).some(axis => b.high[axis] <= a.low[axis] + slack);
  if (before !== after) return before;
  if (before && after) return false;
  return indexA < indexB;
}
