import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DeliveryState } from '../../contract/message.ts';
import { advance, currentState, type DeliveryEvent, NO_FACTS } from './delivery-state.ts';

const second = (n: number) => new Date(Date.UTC(2026, 2, 10, 12, 0, n));
const facts = (events: readonly DeliveryEvent[]) => events.reduce(advance, NO_FACTS);
const inOrder = (...states: DeliveryState[]) => facts(states.map((state, i) => ({ state, at: second(i) })));

const cases: [events: DeliveryState[], state: DeliveryState][] = [
  [[], 'queued'],
  [['queued', 'sending'], 'sending'],
  [['sending', 'unknown'], 'unknown'],
  [['unknown', 'accepted'], 'accepted'],
  [['unknown', 'held'], 'held'],
  [['held', 'delivered'], 'delivered'],
  [['accepted', 'unknown'], 'accepted'],
  [['sent', 'accepted'], 'sent'],
  [['delivered', 'sent'], 'delivered'],
  [['read'], 'read'],
  [['read', 'delivered'], 'read'],
  [['played', 'read', 'delivered', 'sent'], 'played'],
  [['queued', 'failed'], 'failed'],
  [['sent', 'failed'], 'failed'],
  [['failed', 'sent'], 'failed'],
  [['failed', 'accepted', 'sent'], 'failed'],
  [['delivered', 'failed'], 'delivered'],
  [['failed', 'delivered'], 'delivered'],
  [['read', 'failed'], 'read'],
  [['failed', 'read'], 'read'],
  [['failed', 'played'], 'played'],
];
for (const [events, state] of cases) {
  test(`${events.join(', ') || 'nothing'} makes ${state}`, () => assert.equal(currentState(inOrder(...events)), state));
}

test('a state keeps the earliest of its times', () => {
  const twice = facts([
    { state: 'sent', at: second(9) },
    { state: 'sent', at: second(3) },
    { state: 'sent', at: second(5) },
  ]);
  assert.deepEqual(twice, { at: { sent: second(3) }, error: null });
});

test('the reason of the first failure is kept, also when the message turns out to have arrived', () => {
  const error = { code: 131026, title: 'Message undeliverable' };
  const failed = facts([
    { state: 'failed', at: second(1), error },
    { state: 'failed', at: second(2), error: { code: 131000, title: 'Something went wrong' } },
  ]);
  assert.deepEqual(failed.error, error);
  assert.deepEqual(advance(failed, { state: 'delivered', at: second(3) }).error, error);
});

test('advance does not touch what it is given', () => {
  const before = inOrder('queued');
  const copy = structuredClone(before);
  advance(before, { state: 'sent', at: second(1) });
  assert.deepEqual(before, copy);
});

const anyEvent: fc.Arbitrary<DeliveryEvent> = fc.record(
  {
    state: fc.constantFrom<DeliveryState>(
      ...(['queued', 'sending', 'unknown', 'held', 'accepted', 'sent', 'delivered', 'read', 'played'] as const),
      'failed',
    ),
    at: fc.integer({ min: 0, max: 5 }).map(second),
    error: fc.record(
      { code: fc.constantFrom(null, 9, 131026, 131047), title: fc.constantFrom('a', 'b') },
      { noNullPrototype: true },
    ),
  },
  { requiredKeys: ['state', 'at'], noNullPrototype: true },
);
const shuffledThrice = fc
  .array(anyEvent, { maxLength: 12 })
  .chain(events =>
    fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events, ...events], shuffleAll(events))),
  );

function shuffleAll(events: readonly DeliveryEvent[]) {
  return { minLength: events.length * 3, maxLength: events.length * 3 };
}

test('any order of the same events, each told three times, gives the same facts', () => {
  fc.assert(
    fc.property(shuffledThrice, ([events, shuffled]) => assert.deepEqual(facts(shuffled), facts(events))),
    { numRuns: 2000 },
  );
});

test('arrival is never taken back by later events', () => {
  const arrivals = new Set<DeliveryState>(['delivered', 'read', 'played']);
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 12 }), events => {
      const seen = events.map((_, i) => currentState(facts(events.slice(0, i + 1))));
      const first = seen.findIndex(state => arrivals.has(state));
      assert.ok(first < 0 || seen.slice(first).every(state => arrivals.has(state)));
    }),
    { numRuns: 1000 },
  );
});
