/** Spans of time in milliseconds. Calendar days are not spans: they belong to a time zone. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
