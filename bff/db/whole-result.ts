type Rows = unknown[];

/**
 * A result as the server gave it. postgres.js goes on counting the rows of a statement that failed in the middle of them, even on the
 * connection that took the place of a lost one: the next result there begins with that many holes (porsager/postgres#1119, #1181), and
 * whoever asked for one row believes there is none.
 */
export function wholeResult<T>(told: T): T {
  if (!Array.isArray(told)) return told;
  const isOfOneStatement = 'count' in told;
  for (const rows of isOfOneStatement ? [told] : (told as Rows[])) closeGap(rows);
  return told;
}

function closeGap(rows: Rows): void {
  if (rows.length > 0 && rows[0] === undefined) {
    rows.splice(
      0,
      rows.findIndex(row => row !== undefined),
    );
  }
}
