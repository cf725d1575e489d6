import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { JourneyEventName } from '../../contract/journey-event.ts';
import type { JourneySummary } from '../../contract/journey-summary.ts';
import { cartsFromEvents } from './cart-from-events.ts';
import { DAY, MINUTE } from './duration.ts';
import { byTime, type JourneyFact } from './journey-facts.ts';
import { addEvents, basisOf, emptySummary, summaryOf } from './journey-summary.ts';
import { STANDARD_TABLE } from './lead-score.ts';

const START = new Date('2026-03-01T08:00:00Z').getTime();
let n = 0;
function fact(name: JourneyEventName, at: number, more: Partial<JourneyFact> = {}): JourneyFact {
  n += 1;
  const id = `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  return { id, subjectId: 'a', name, source: 'web', at: new Date(START + at), page: null, properties: {}, ...more };
}

const NAMES = [...Object.keys(STANDARD_TABLE.points), 'order_status_changed', 'cart_viewed'] as JourneyEventName[];
const anyFact = fc
  .record({
    name: fc.constantFrom(...NAMES),
    at: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 100_000 })),
    source: fc.constantFrom('web' as const, 'api' as const),
    subjectId: fc.constantFrom('a', 'b'),
    item: fc.integer({ min: 0, max: 2 }),
    number: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
  })
  .map(({ name, at, source, subjectId, item, number }) =>
    fact(name, at * MINUTE, {
      ...{ source, subjectId, page: { url: `/${item}`, title: `Page ${item}` } },
      properties: { items: [{ id: `p${item}`, quantity: item }], number },
    }),
  );

const kept = (summary: JourneySummary) => JSON.parse(JSON.stringify(summary)) as JourneySummary;

describe('a journey summed up', () => {
  it('comes to the same whether it is read at once or added to piece by piece, and kept as JSON in between', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 60 }), fc.array(fc.nat({ max: 60 })), (events, cuts) => {
        const ordered = [...events].sort(byTime);
        let summary = emptySummary();
        const edges = [...cuts, ordered.length].sort((a, b) => a - b);
        for (const [i, edge] of edges.entries()) {
          summary = kept(summary);
          addEvents(summary, ordered.slice(edges[i - 1] ?? 0, edge).reverse(), STANDARD_TABLE);
        }
        assert.deepEqual(kept(summary), kept(summaryOf(events, STANDARD_TABLE)));
      }),
      { numRuns: 500 },
    );
  });

  it('tells of each cart as it is at last, whenever it is asked', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 60 }), fc.nat({ max: 60 }), (events, cut) => {
        const ordered = [...events].sort(byTime);
        const summary = emptySummary();
        const told = [
          ...addEvents(summary, ordered.slice(0, cut), STANDARD_TABLE),
          ...addEvents(summary, ordered.slice(cut), STANDARD_TABLE),
        ];
        const carts = ['a', 'b'].flatMap(browser =>
          cartsFromEvents(
            ordered.filter(
              ({ subjectId, source, name }) => subjectId === browser && (source === 'web' || name === 'order_placed'),
            ),
          ),
        );
        const last = new Map(told.map(cart => [cart.id, cart]));
        assert.deepEqual(new Set(last.values()), new Set(carts));
      }),
      { numRuns: 500 },
    );
  });

  it('counts nothing twice that is told again', () => {
    const events = [fact('page_viewed', 0), fact('order_placed', 0, { source: 'api' }), fact('cart_item_added', 1)];
    const summary = summaryOf(events, STANDARD_TABLE);
    const before = kept(summary);
    assert.deepEqual(addEvents(summary, events, STANDARD_TABLE), []);
    assert.deepEqual(kept(summary), before);
  });

  it('stays small, however much was looked at', () => {
    const events = Array.from({ length: 2_000 }, (_, i) =>
      fact('product_viewed', i * 30 * MINUTE, { page: { url: `/${i}`, title: 'Oak' } }),
    );
    const size = JSON.stringify(summaryOf(events, STANDARD_TABLE)).length;
    assert.ok(size < 1_000, `${size} characters`);
  });

  it('holds for the table it was made by, and for no other', () => {
    assert.equal(basisOf(STANDARD_TABLE), basisOf(structuredClone(STANDARD_TABLE)));
    assert.notEqual(basisOf(STANDARD_TABLE), basisOf({ ...STANDARD_TABLE, hotAt: 61 }));
    const { looks } = summaryOf([fact('chat_opened', DAY)], { ...STANDARD_TABLE, points: {} });
    assert.deepEqual(looks, {});
  });
});
