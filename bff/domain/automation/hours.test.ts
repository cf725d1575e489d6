import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY, HOUR, MINUTE } from '../duration.ts';
import { type DaySpan, firstOpen, firstUnquiet, nextQuiet, quietUntil, type Week } from './hours.ts';

const NIGHT: DaySpan = { from: '21:00', to: '09:00' };
const ZONES = Intl.supportedValuesOf('timeZone');
const START = Date.UTC(2024, 0, 1);
const END = Date.UTC(2038, 0, 1);
const iso = (at: Date | null) => at?.toISOString() ?? null;

/** The minute of the day on the wall, by another road than the rule's: what a formatter says. */
function oracle(zone: string): (at: Date) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return at => {
    const [hour, minute] = format.format(at).split(':').map(Number);
    return hour! * 60 + minute!;
  };
}
const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
function isQuietBy(wall: number, { from, to }: DaySpan): boolean {
  const [a, b] = [minutes(from), minutes(to)];
  return a <= b ? wall >= a && wall < b : wall >= a || wall < b;
}

/** Every change of a zone's clocks from 2024 to 2037. */
function transitions(zone: string): Date[] {
  const found: Date[] = [];
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(START).toZonedDateTimeISO(zone);
  for (;;) {
    at = at.getTimeZoneTransition('next');
    if (!at || at.epochMilliseconds >= END) return found;
    found.push(new Date(at.epochMilliseconds));
  }
}

describe('quiet hours', () => {
  const spans: DaySpan[] = [
    NIGHT,
    { from: '02:30', to: '03:15' },
    { from: '00:00', to: '02:00' },
    { from: '23:30', to: '01:59' },
  ];

  it('are over, in every zone and at every change of its clocks, at the first moment that is not quiet', () => {
    let looks = 0;
    for (const zone of ZONES) {
      const wallAt = oracle(zone);
      const moments = [new Date(START), ...transitions(zone)].flatMap(at =>
        [-26 * HOUR, -HOUR, -1, 0, 30 * MINUTE, 5 * HOUR].map(by => new Date(at.getTime() + by)),
      );
      for (const at of moments) {
        const quiet = spans[looks % spans.length]!;
        looks += 1;
        const free = firstUnquiet(at, [zone], quiet)!;
        assert.ok(free >= at && free.getTime() - at.getTime() <= DAY, `${zone} ${iso(at)} ${iso(free)}`);
        assert.ok(!isQuietBy(wallAt(free), quiet), `${zone} ${iso(at)} → ${iso(free)} is quiet`);
        if (free > at)
          assert.ok(
            isQuietBy(wallAt(new Date(free.getTime() - 1)), quiet),
            `${zone} ${iso(at)} → ${iso(free)} is late`,
          );
        assert.equal(isQuietBy(wallAt(at), quiet), free > at, `${zone} ${iso(at)}`);
      }
    }
    assert.ok(looks > 20_000, String(looks));
  });

  it('end at the first moment after nine o’clock that there is, and at the first of two', () => {
    const early = { from: '22:00', to: '02:30' };
    // 29 March 2026: 02:00 becomes 03:00.
    assert.equal(iso(quietUntil(new Date('2026-03-29T00:30:00Z'), 'Europe/Berlin', early)), '2026-03-29T01:00:00.000Z');
    // 25 October 2026: 03:00 becomes 02:00.
    assert.equal(iso(quietUntil(new Date('2026-10-25T00:10:00Z'), 'Europe/Berlin', early)), '2026-10-25T00:30:00.000Z');
    assert.equal(iso(quietUntil(new Date('2026-10-25T01:10:00Z'), 'Europe/Berlin', early)), '2026-10-25T01:30:00.000Z');
  });

  it('begin and end to the minute', () => {
    const berlin = (time: string) => quietUntil(new Date(`2026-01-10T${time}Z`), 'Europe/Berlin', NIGHT);
    assert.equal(berlin('19:59:59.999'), null);
    assert.equal(iso(berlin('20:00:00')), '2026-01-11T08:00:00.000Z');
    assert.equal(iso(berlin('07:59:59.999')), '2026-01-10T08:00:00.000Z');
    assert.equal(berlin('08:00:00'), null);
    assert.equal(
      iso(nextQuiet(new Date('2026-01-10T12:00:00Z'), ['Europe/Berlin'], NIGHT)),
      '2026-01-10T20:00:00.000Z',
    );
    assert.equal(
      iso(nextQuiet(new Date('2026-01-10T20:00:00Z'), ['Europe/Berlin'], NIGHT)),
      '2026-01-11T20:00:00.000Z',
    );
  });

  it('are never where they begin when they end', () => {
    const never = { from: '09:00', to: '09:00' };
    const at = new Date('2026-01-10T09:00:00Z');
    assert.deepEqual([firstUnquiet(at, ['UTC'], never), nextQuiet(at, ['UTC'], never)], [at, null]);
  });

  it('of several zones leave what is quiet in none of them', () => {
    const at = new Date('2026-01-10T12:00:00Z');
    // 09:00 in Honolulu is 14:00 in New York.
    assert.equal(iso(firstUnquiet(at, ['America/New_York', 'Pacific/Honolulu'], NIGHT)), '2026-01-10T19:00:00.000Z');
    assert.equal(firstUnquiet(at, ['Pacific/Kiritimati', 'Europe/Berlin', 'Pacific/Pago_Pago'], NIGHT), null);
  });
});

describe('business hours', () => {
  const week: Week = {
    monday: [
      { from: '09:00', to: '12:00' },
      { from: '14:00', to: '18:00' },
    ],
    friday: [{ from: '20:00', to: '02:00' }],
  };
  const open = (at: string) => iso(firstOpen(new Date(at), 'Europe/Berlin', week));

  it('are now, later today, or on another day', () => {
    assert.equal(open('2026-01-12T08:00:00Z'), '2026-01-12T08:00:00.000Z');
    assert.equal(open('2026-01-12T10:59:59.999Z'), '2026-01-12T10:59:59.999Z');
    assert.equal(open('2026-01-12T11:00:00Z'), '2026-01-12T13:00:00.000Z');
    assert.equal(open('2026-01-12T17:00:00Z'), '2026-01-16T19:00:00.000Z');
  });

  it('go over midnight, and a week without any never comes', () => {
    assert.equal(open('2026-01-17T00:30:00Z'), '2026-01-17T00:30:00.000Z');
    assert.equal(open('2026-01-17T01:00:00Z'), '2026-01-19T08:00:00.000Z');
    assert.equal(firstOpen(new Date(START), 'Europe/Berlin', {}), null);
  });
});
