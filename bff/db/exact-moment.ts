import { type SQL, sql } from 'drizzle-orm';

/** A moment as text to the microsecond, as Postgres keeps it: a page that begins after a moment cut to milliseconds skips what lies between. */
export const exactMoment = (at: SQL): SQL => sql`to_char(${at} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const EXACT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** Whether it is one that {@link exactMoment} has made: a day of the calendar, and not in the year 0, which Postgres has none of. */
export function isExactMoment(text: string): boolean {
  if (!EXACT.test(text) || text < '0001') return false;
  const milliseconds = `${text.slice(0, 23)}Z`;
  const moment = new Date(milliseconds);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === milliseconds;
}
