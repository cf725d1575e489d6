/** Both ends count. */
export type Range = { start: number; end: number };

/**
 * The one range that a request asks for (RFC 9110, 14.2), within a file of `size` bytes. Null: all of it, also when the header is not
 * understood or asks for several. `beyond`: the file ends before it.
 */
export function rangeOf(header: string | undefined, size: number): Range | 'beyond' | null {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'beyond' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (start >= size) return 'beyond';
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return end < start ? null : { start, end };
}
