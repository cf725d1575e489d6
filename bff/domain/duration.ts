/** Spans of time in milliseconds. Calendar days are not spans: they belong to a time zone. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** For what has no end yet. */
export const NEVER = new Date('9999-12-31T00:00:00Z');
