const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, as short as an inbox wants it: "now", "5 min", "3 h", a weekday, a date. */
export function formatAgo(iso: string, now: number, locale?: string): string {
  const at = new Date(iso);
  const elapsed = now - at.getTime();
  if (elapsed < MINUTE) return 'now';
  if (elapsed < HOUR) return `${Math.floor(elapsed / MINUTE)} min`;
  if (elapsed < DAY && isSameDay(at, new Date(now))) return `${Math.floor(elapsed / HOUR)} h`;
  if (elapsed < 6 * DAY) return format(at, { weekday: 'short' }, locale);
  if (at.getFullYear() === new Date(now).getFullYear()) return format(at, { day: 'numeric', month: 'short' }, locale);
  return format(at, { day: 'numeric', month: 'short', year: 'numeric' }, locale);
}

/** "14:05". */
export const formatTime = (iso: string, locale?: string) =>
  format(new Date(iso), { hour: '2-digit', minute: '2-digit' }, locale);

/** Everything, to the second, with the zone. */
export const formatExact = (iso: string, locale?: string) =>
  format(new Date(iso), { dateStyle: 'full', timeStyle: 'long' }, locale);

/** "Today", "Yesterday", else the date. */
export function formatDay(iso: string, now: number, locale?: string): string {
  const at = new Date(iso);
  const today = new Date(now);
  if (isSameDay(at, today)) return 'Today';
  if (isSameDay(at, new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1))) return 'Yesterday';
  const year = at.getFullYear() === today.getFullYear() ? undefined : 'numeric';
  return format(at, { weekday: 'long', day: 'numeric', month: 'long', year }, locale);
}

/** A day within a sentence: "today", "yesterday", else the date. */
export const dayWords = (iso: string, now: number, locale?: string): string =>
  formatDay(iso, now, locale).replace(/^(Today|Yesterday)$/, day => day.toLowerCase());

/** The calendar day in this machine's zone: equal for two instants of the same day. */
export const dayOf = (iso: string): string => new Date(iso).toDateString();

const isSameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString();

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Formatters are dear to make, so each is made once. */
function format(at: Date, options: Intl.DateTimeFormatOptions, locale?: string): string {
  const key = JSON.stringify([locale, options]);
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, formatter);
  return formatter.format(at);
}
