/** The smallest value that at least the share `p` (above 0, up to 1) of all values does not exceed (nearest rank). @throws RangeError for none */
export function percentile(values: number[], p: number): number {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(p * sorted.length) - 1]!;
}

/** The middle value; of an even number of them the mean of the two in the middle. @throws RangeError for none */
export function median(values: number[]): number {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
