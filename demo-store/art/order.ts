import { extent, type Part } from './part.ts';

/**
 * The parts from the farthest to the nearest. The camera looks from the front right above, so a part lies behind another
 * as soon as one plane across an axis parts them; where none does (nested parts), the order given is kept.
 */
export function paintOrder(parts: readonly Part[]): Part[] {
  const extents = parts.map(extent);
  const behind = parts.map((_, i) =>
    parts.flatMap((_, j) => (i !== j && liesBehind(extents[j]!, extents[i]!, j, i) ? [j] : [])),
  );
  const done = new Set<number>();
  const open = new Set<number>();
  const order: Part[] = [];
  const visit = (i: number) => {
    if (done.has(i) || open.has(i)) return;
    open.add(i);
    for (const j of behind[i]!) visit(j);
    done.add(i);
    order.push(parts[i]!);
  };
  for (const i of parts.keys()) visit(i);
  return order;
}

type Extent = ReturnType<typeof extent>;

function liesBehind(a: Extent, b: Extent, indexA: number, indexB: number): boolean {
  const slack = 0.05;
  const before = ([0, 1, 2] as const).some(axis => a.high[axis] <= b.low[axis] + slack);
  const after = ([0, 1, 2] as const).some(axis => b.high[axis] <= a.low[axis] + slack);
  if (before !== after) return before;
  if (before && after) return false;
  return indexA < indexB;
}
