import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { JourneyEventName } from '../../../contract/journey-event.ts';
import { MINUTE } from '../duration.ts';
import type { JourneyFact } from '../journey-facts.ts';
import { summaryOf } from '../journey-summary.ts';
import { STANDARD_TABLE } from '../lead-score.ts';
import { pastSummary } from './past-summary.ts';

const NAMES: JourneyEventName[] = ['page_viewed', 'product_viewed', 'cart_item_added', 'order_placed'];
const anyEvents = fc
  .array(fc.record({ name: fc.constantFrom(...NAMES), at: fc.nat({ max: 90 }), subject: fc.constantFrom('a', 'b') }), {
    maxLength: 30,
  })
  .map(told =>
    told.map(
      ({ name, at, subject }, n): JourneyFact => ({
        ...{ id: `event-${String(n).padStart(3, '0')}`, subjectId: subject, name, source: 'web' },
        ...{ at: new Date(at * MINUTE), page: { url: `/${at % 3}`, title: '' }, properties: {} },
      }),
    ),
  );

describe('a past journey summed up', () => {
  it('is the same as read anew at each look, whatever was told late or went to somebody else', () => {
    const other = { ...STANDARD_TABLE, hotAt: 30 };
    fc.assert(
      fc.property(anyEvents, fc.array(fc.tuple(fc.nat({ max: 30 }), fc.boolean(), fc.boolean())), (events, looks) => {
        const summary = pastSummary();
        for (const [until, alone, changed] of looks) {
          const known = events.slice(0, until).filter(({ subjectId }) => !alone || subjectId === 'a');
          const table = changed ? other : STANDARD_TABLE;
          assert.deepEqual(structuredClone(summary(known, table)), summaryOf(known, table));
        }
      }),
      { numRuns: 500 },
    );
  });
});
