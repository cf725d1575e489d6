import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closesAt, isWindowOpen, SAFETY_MARGIN, SERVICE_WINDOW } from './service-window.ts';

const now = new Date('2026-03-10T12:00:00Z');
const ago = (span: number) => new Date(now.getTime() - span);
const USABLE = SERVICE_WINDOW - SAFETY_MARGIN;

const cases: [when: string, lastInboundAt: Date | null, open: boolean][] = [
  ['nobody ever wrote', null, false],
  ['the customer writes this very moment', now, true],
  ['one millisecond is left', ago(USABLE - 1), true],
  ['exactly at the edge', ago(USABLE), false],
  ['one millisecond past the edge', ago(USABLE + 1), false],
  ["Meta's 24 hours are not over, but our margin is", ago(SERVICE_WINDOW - 1), false],
  ['24 hours and one second have passed', ago(SERVICE_WINDOW + 1000), false],
  ["the customer's clock runs ahead of ours", ago(-2000), true],
];
for (const [when, lastInboundAt, open] of cases) {
  test(`the window is ${open ? 'open' : 'closed'} when ${when}`, () => {
    assert.equal(isWindowOpen(lastInboundAt, now), open);
  });
}

test('the window is open until the instant that is shown, and not at it', () => {
  const end = closesAt(now)!;
  assert.equal(end.toISOString(), '2026-03-11T11:58:00.000Z');
  assert.equal(isWindowOpen(now, new Date(end.getTime() - 1)), true);
  assert.equal(isWindowOpen(now, end), false);
  assert.equal(closesAt(null), null);
});

test('24 hours are 24 hours on the day the clocks change', () => {
  assert.equal(closesAt(new Date('2026-03-28T20:00:00+01:00'))?.toISOString(), '2026-03-29T18:58:00.000Z');
});
