import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { JourneyEventName } from '../../contract/journey-event.ts';
import { DAY, HOUR, MINUTE } from './duration.ts';
import type { CustomerFacts, JourneyFact } from './journey-facts.ts';
import { summaryOf } from './journey-summary.ts';
import { STANDARD_TABLE, scoreLead } from './lead-score.ts';

const now = new Date('2026-03-10T12:00:00Z');
let n = 0;
function fact(name: JourneyEventName, ago: number, more: Partial<JourneyFact> = {}): JourneyFact {
  n += 1;
  const id = `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  return {
    id,
    subjectId: 's',
    name,
    source: 'web',
    at: new Date(now.getTime() - ago),
    page: null,
    properties: {},
    ...more,
  };
}
const known = (events: JourneyFact[], more: Partial<CustomerFacts> = {}, table = STANDARD_TABLE): CustomerFacts => ({
  journey: summaryOf(events, table),
  wroteAt: [],
  orders: [],
  quotes: [],
  given: [],
  ...more,
});
const score = (events: JourneyFact[], at = now) => scoreLead(known(events), STANDARD_TABLE, at);
const quote = (number: string, ago: number) => fact('quote_viewed', ago, { properties: { number } });

describe('a lead score', () => {
  it('is told with its reasons: quote viewed twice +20, visit booked +25, nine days quiet −…', () => {
    const { score: total, reasons } = score([
      quote('A', 10 * DAY),
      quote('B', 9 * DAY),
      fact('appointment_booked', 9 * DAY),
    ]);
    const [booked, viewed, faded] = reasons;
    assert.deepEqual(booked, { kind: 'event', name: 'appointment_booked', times: 1, counted: 1, points: 25 });
    assert.deepEqual(viewed, { kind: 'event', name: 'quote_viewed', times: 2, counted: 2, points: 20 });
    assert.equal(faded?.kind === 'faded' && faded.quietDays, 9);
    assert.equal(total, 45 + faded!.points);
  });

  it('counts what rules have given, with their reasons, and lets it fade', () => {
    const given = (points: number, reason: string, ago: number) => ({ points, reason, at: new Date(+now - ago) });
    const told = [given(20, 'Asked for a sample', 0), given(20, 'Asked for a sample', 14 * DAY), given(-5, 'Left', 0)];
    const { score: total, reasons } = scoreLead(known([], { given: told }), STANDARD_TABLE, now);
    assert.deepEqual(
      reasons,
      [
        { kind: 'given', reason: 'Asked for a sample', times: 2, points: 40 },
        { kind: 'faded', quietDays: 0, points: -10 },
        { kind: 'given', reason: 'Left', times: 1, points: -5 },
      ].sort((a, b) => (a.kind === 'faded' ? 1 : b.kind === 'faded' ? -1 : 0)),
    );
    assert.equal(total, 25);
  });

  it('is half after exactly one half-life', () => {
    assert.equal(score([fact('quote_requested', 14 * DAY)]).score, 10);
  });

  it('counts a page that is loaded a hundred times as one look', () => {
    const page = { url: '/oak', title: 'Oak' };
    const reloads = Array.from({ length: 100 }, (_, i) => fact('page_viewed', 20 * MINUTE - i * 10, { page }));
    assert.equal(score(reloads).score, 1);
  });

  it('counts the same page again after half an hour, to the millisecond', () => {
    const page = { url: '/oak', title: 'Oak' };
    const at = (ago: number) => fact('page_viewed', ago, { page });
    assert.equal(score([at(HOUR), at(HOUR - 30 * MINUTE + 1)]).score, 1);
    assert.equal(score([at(HOUR), at(HOUR - 30 * MINUTE)]).score, 2);
  });

  it('counts no kind more often than the table allows, and then the newest', () => {
    const looks = Array.from({ length: 20 }, (_, i) =>
      fact('product_viewed', i * DAY, { properties: { items: [{ id: `p${i}` }] } }),
    );
    const [reason] = score(looks).reasons;
    assert.deepEqual(reason, { kind: 'event', name: 'product_viewed', times: 20, counted: 5, points: 15 });
    assert.ok(score(looks).score >= 13);
  });

  it('ends at 100 and says so', () => {
    const table = { ...STANDARD_TABLE, points: { appointment_booked: { points: 80, atMost: 5 } } };
    const booked = [fact('appointment_booked', 0), fact('appointment_booked', 0)];
    const result = scoreLead(known(booked, {}, table), table, now);
    assert.deepEqual([result.score, result.reasons.at(-1)], [100, { kind: 'limit', points: -60 }]);
  });

  it("believes the shop's books over a browser's word for the same order", () => {
    const claim = fact('order_placed', 0, { properties: { number: 'O-1' } });
    const placed = fact('order_placed', 0, { source: 'api', properties: { number: 'O-1' } });
    const orders = [{ number: 'O-1', status: 'placed', placedAt: now } as const];
    const { reasons } = scoreLead(known([claim, placed], { orders }), STANDARD_TABLE, now);
    assert.deepEqual(reasons, [{ kind: 'event', name: 'order_placed', times: 1, counted: 1, points: 20 }]);
  });

  it('knows when time alone will change it, and not before', () => {
    const events = [fact('quote_requested', 0)];
    const { rescoreAt } = score(events);
    assert.ok(rescoreAt);
    assert.equal(score(events, rescoreAt).score, 19);
    assert.equal(score([]).rescoreAt, null);
  });
});

const anyFact = fc
  .record({
    name: fc.constantFrom(...(Object.keys(STANDARD_TABLE.points) as JourneyEventName[])),
    ago: fc.integer({ min: -HOUR, max: 200 * DAY }),
    item: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ name, ago, item }) => fact(name, ago, { properties: { items: [{ id: `p${item}` }] } }));

describe('any history', () => {
  it('has reasons that add up to its score, between 0 and 100', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 60 }), events => {
        const result = score(events);
        assert.equal(
          result.reasons.reduce((sum, { points }) => sum + points, 0),
          result.score,
        );
        assert.ok(result.score >= 0 && result.score <= 100 && Number.isInteger(result.score));
      }),
    );
  });

  it('is scored the same in any order', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 40 }), fc.integer(), (events, seed) => {
        const shuffled = events
          .toSorted((a, b) => (a.id + seed < b.id + seed ? 1 : -1))
          .reverse()
          .toReversed();
        assert.deepEqual(score(shuffled), score(events));
      }),
    );
  });

  it('never gains by time alone, where nothing counts against it', () => {
    const good = anyFact.filter(({ name }) => STANDARD_TABLE.points[name]!.points > 0);
    fc.assert(
      fc.property(fc.array(good, { maxLength: 40 }), fc.integer({ min: 1, max: 100 * DAY }), (events, later) => {
        const past = events.filter(({ at }) => at <= now);
        assert.ok(score(past, new Date(now.getTime() + later)).score <= score(past).score);
      }),
    );
  });

  it('does not change before the time it names', () => {
    const good = anyFact.filter(({ name }) => STANDARD_TABLE.points[name]!.points > 0);
    fc.assert(
      fc.property(fc.array(good, { maxLength: 30 }), events => {
        const past = events.filter(({ at }) => at <= now);
        const result = score(past);
        if (!result.rescoreAt) return assert.equal(result.score, 0);
        if (result.rescoreAt.getTime() - now.getTime() <= DAY) return;
        assert.equal(score(past, new Date(result.rescoreAt.getTime() - 2)).score, result.score);
      }),
    );
  });
});
