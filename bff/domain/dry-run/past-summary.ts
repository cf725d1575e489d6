import type { JourneySummary } from '../../../contract/journey-summary.ts';
import type { ScoreTable } from '../../../contract/lead-score.ts';
import type { JourneyFact } from '../journey-facts.ts';
import { addEvents, isAfter, summaryOf } from '../journey-summary.ts';

/** What a customer's events came to at a moment, by the table of then. */
export type PastSummary = (events: readonly JourneyFact[], table: ScoreTable) => JourneySummary;

/**
 * Adds to what it told last, as long as moments only grow: what it told before is not to be held. Where something was told late, or
 * events went to somebody else, it begins anew.
 */
export function pastSummary(): PastSummary {
  let known: { table: ScoreTable; summary: JourneySummary; seen: Set<string> } | null = null;
  return (events, table) => {
    const fresh = events.filter(({ id }) => !known?.seen.has(id));
    const isMore = known?.table === table && events.length - fresh.length === known.seen.size;
    if (known && isMore && fresh.every(event => isAfter(event, known!.summary.upTo))) {
      addEvents(known.summary, fresh, table);
      for (const { id } of fresh) known.seen.add(id);
    } else {
      known = { table, summary: summaryOf(events, table), seen: new Set(events.map(({ id }) => id)) };
    }
    return known.summary;
  };
}
