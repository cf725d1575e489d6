import { DAY, HOUR, MINUTE } from '../duration.ts';

/** A span of the day on the clock on the wall, `HH:MM`; one that begins after it ends goes over midnight. Half open. */
export type DaySpan = { from: string; to: string };
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
/** When the shop is there, day by day. */
export type Week = Partial<Record<Weekday, readonly DaySpan[]>>;

/** More often than this a moment is not looked for: then there is none. */
const MOST_LOOKS = 100;
const DAYS_AHEAD = 8;

/** The first moment, `at` or later, at which it is quiet in none of the zones; null: there is none, they leave no room. */
export function firstUnquiet(at: Date, zones: readonly string[], quiet: DaySpan): Date | null {
  let moment = at;
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const ends = zones.flatMap(zone => quietUntil(moment, zone, quiet) ?? []);
    if (ends.length === 0) return moment;
    moment = new Date(Math.max(...ends.map(Number)));
  }
  return null;
}

/** When the quiet that is now in that zone ends; null: it is not quiet. */
export function quietUntil(at: Date, zone: string, { from, to }: DaySpan): Date | null {
  const [time, start, end] = [sinceMidnight(at, zone), millis(wallClock(from)), millis(wallClock(to))];
  const isOverMidnight = start > end;
  const isQuiet = isOverMidnight ? time >= start || time < end : time >= start && time < end;
  if (!isQuiet) return null;
  const today = localTime(at, zone).toPlainDate();
  return wallTime(today.add({ days: isOverMidnight && time >= start ? 1 : 0 }), wallClock(to), zone, at);
}

/** When it next becomes quiet in one of the zones, after `at`. */
export function nextQuiet(at: Date, zones: readonly string[], { from, to }: DaySpan): Date | null {
  if (from === to) return null;
  const start = wallClock(from);
  const begins = zones.map(zone => {
    const today = localTime(at, zone).toPlainDate();
    const first = wallTime(today, start, zone, at);
    return first > at ? first : wallTime(today.add({ days: 1 }), start, zone, at);
  });
  return new Date(Math.min(...begins.map(Number)));
}

/** The first moment, `at` or later, at which the shop is there; null: it never is. */
export function firstOpen(at: Date, zone: string, week: Week): Date | null {
  const today = localTime(at, zone).toPlainDate();
  // From yesterday on: its span may go over midnight.
  for (let ahead = -1; ahead < DAYS_AHEAD; ahead += 1) {
    const day = today.add({ days: ahead });
    const opens = (week[WEEKDAYS[day.dayOfWeek - 1]!] ?? []).flatMap(span => openIn(span, day, zone, at) ?? []);
    if (opens.length > 0) return new Date(Math.min(...opens.map(Number)));
  }
  return null;
}

function openIn({ from, to }: DaySpan, day: Temporal.PlainDate, zone: string, at: Date): Date | null {
  const [start, end] = [wallClock(from), wallClock(to)];
  const isOverMidnight = Temporal.PlainTime.compare(start, end) >= 0;
  const opens = instant(day.toZonedDateTime({ timeZone: zone, plainTime: start }));
  const closes = instant(day.add({ days: isOverMidnight ? 1 : 0 }).toZonedDateTime({ timeZone: zone, plainTime: end }));
  if (closes <= at || closes <= opens) return null;
  return opens > at ? opens : at;
}

/** The weekday in that zone. */
export const weekdayAt = (at: Date, zone: string): Weekday => WEEKDAYS[localTime(at, zone).dayOfWeek - 1]!;

/**
 * A time on the wall: one that the clocks leave out is the first moment after it; of one that comes twice the first, unless that is
 * over at `after`.
 */
function wallTime(day: Temporal.PlainDate, time: Temporal.PlainTime, zone: string, after: Date): Date {
  const wall = day.toPlainDateTime(time);
  const first = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const isLeftOut = !first.toPlainDateTime().equals(wall);
  if (isLeftOut) return instant(first.getTimeZoneTransition('next') ?? first);
  return instant(first) > after ? instant(first) : instant(wall.toZonedDateTime(zone, { disambiguation: 'later' }));
}

const clockTimes = new Map<string, Temporal.PlainTime>();

/** `HH:MM`: there are only so many. */
function wallClock(told: string): Temporal.PlainTime {
  const time = clockTimes.get(told) ?? Temporal.PlainTime.from(told);
  clockTimes.set(told, time);
  return time;
}

const millis = ({ hour, minute }: Temporal.PlainTime): number => hour * HOUR + minute * MINUTE;

/** From when until when a zone's clock is known to be so many milliseconds ahead of UTC. */
type Steady = { from: number; until: number; offset: number };
const steady = new Map<string, Steady>();

/** What the clock on the wall shows, in milliseconds since its midnight; a zone's rules are asked only where its clocks may have changed. */
function sinceMidnight(at: Date, zone: string): number {
  const ms = at.getTime();
  const known = steady.get(zone);
  const { offset } = known && known.from <= ms && ms < known.until ? known : steadyAt(ms, zone, known);
  return (((ms + offset) % DAY) + DAY) % DAY;
}

function steadyAt(ms: number, zone: string, known: Steady | undefined): Steady {
  const local = localTime(new Date(ms), zone);
  const until = local.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  const found = {
    from: known?.until === until ? Math.min(known.from, ms) : ms,
    ...{ until, offset: local.offsetNanoseconds / 1e6 },
  };
  steady.set(zone, found);
  return found;
}

const localTime = (at: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
const instant = (moment: Temporal.ZonedDateTime) => new Date(moment.epochMilliseconds);
