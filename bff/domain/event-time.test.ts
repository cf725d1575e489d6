import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOUR } from './duration.ts';
import { eventTime } from './event-time.ts';

const received = new Date('2026-03-10T12:00:00Z');
const before = (ms: number, from = received) => new Date(from.getTime() - ms);

const cases: [name: string, at: Date, sentAt: Date, expected: Date][] = [
  ['a right clock is believed', before(5000), received, before(5000)],
  ['a clock five hours behind is put right', before(5 * HOUR + 5000), before(5 * HOUR), before(5000)],
  ['a clock three years ahead is put right', before(-1095 * DAY + 5000), before(-1095 * DAY), before(5000)],
  ['an event after its own sending happened as it came', before(-HOUR), received, received],
  ['exactly thirty days of waiting are believed', before(30 * DAY), received, before(30 * DAY)],
  ['a millisecond more is thirty days', before(30 * DAY + 1), received, before(30 * DAY)],
];

for (const [name, at, sentAt, expected] of cases) {
  test(name, () => assert.deepEqual(eventTime(at, sentAt, received), expected));
}
