let ahead = 0;

/** Half a second of the network is no difference, nor is the second to which the header is cut. */
const UNNOTICED = 3_000;

/** What the server says that it is now, by the `Date` of its answer (milliseconds since 1970). */
export function tellServerTime(at: number): void {
  const difference = at - Date.now();
  ahead = Math.abs(difference) < UNNOTICED ? 0 : difference;
}

/**
 * Now, by the server's clock, in milliseconds since 1970: a browser's may be wrong, and that of the demo goes ahead when its time machine
 * is used. What was written an hour ago is then an hour old on every screen.
 */
export const serverNow = (): number => Date.now() + ahead;
