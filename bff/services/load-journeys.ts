import type { ScoreTable } from '../../contract/lead-score.ts';
import { readGivenPoints } from '../db/customer-marks.ts';
import {
  type CommerceFacts,
  type Asked as EventsAsked,
  type FactRow,
  readCommerceFacts,
  readEvents,
  readWritten,
} from '../db/journey-facts.ts';
import type { Mark } from '../db/journey-marks.ts';
import { findSummaries, type SummaryRow } from '../db/journey-summaries.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import type { WebCart } from '../domain/cart-from-events.ts';
import type { CustomerFacts } from '../domain/journey-facts.ts';
import { addEvents, basisOf, emptySummary } from '../domain/journey-summary.ts';

/**
 * `events`: what is new of what they did, what was asked for besides, and what they wrote. `carts`: those that moved. `row`: what their events come to now,
 * to be kept.
 */
export type LoadedJourney = { facts: CustomerFacts; events: FactRow[]; carts: WebCart[]; row: SummaryRow };

type Asked = {
  subjects: ReadonlyMap<string, readonly string[]>;
  marks: readonly Mark[];
  table: ScoreTable;
  /** Events with these names are asked for too of whoever has quotes or orders: the shop may tell later what they are about. */
  besides: { names: readonly string[]; since: Date };
};

/** What is known of these customers. To what was kept of them is added what is new; whose past has changed is read anew. */
export async function loadJourneys(
  tx: MerchantTx,
  { subjects, marks, table, besides }: Asked,
): Promise<Map<string, LoadedJourney>> {
  const ids = [...subjects.keys()];
  const basis = basisOf(table);
  const news = newsOf(marks);
  const kept = await findSummaries(tx, ids, basis);
  const commerce = await readCommerceFacts(tx, subjects);
  const asked = new Map<string, EventsAsked>();
  for (const [id, row] of kept) {
    const own = subjects.get(id)!;
    const upTo = keptUpTo(row, own, Math.min(...own.map(subject => news.get(subject) ?? Infinity)));
    if (upTo === null) kept.delete(id);
    else asked.set(id, { after: new Date(upTo), ...(hasBooks(commerce.get(id)!) && { besides }) });
  }
  const events = Map.groupBy(await readEvents(tx, subjects, asked), ({ customerId }) => customerId);
  const written = Map.groupBy(await readWritten(tx, subjects), ({ customerId }) => customerId);
  const given = await readGivenPoints(tx, subjects);
  return new Map(
    ids.map(id => {
      const [read, wrote] = [events.get(id) ?? [], written.get(id) ?? []];
      const summary = kept.get(id)?.summary ?? emptySummary();
      const carts = addEvents(summary, read, table);
      const wroteAt = wrote.map(({ at }) => at);
      const facts = { journey: summary, wroteAt, ...commerce.get(id)!, given: given.get(id)! };
      const row = { customerId: id, basis, subjects: [...subjects.get(id)!].sort(), summary };
      return [id, { facts, events: [...read, ...wrote], carts, row }];
    }),
  );
}

const hasBooks = ({ orders, quotes }: CommerceFacts) => orders.length + quotes.length > 0;

/** Of each subject since when (ms) events may be new. */
function newsOf(marks: readonly Mark[]): Map<string, number> {
  const news = new Map<string, number>();
  for (const { subjectId, since } of marks)
    news.set(subjectId, Math.min(news.get(subjectId) ?? Infinity, since?.getTime() ?? -Infinity));
  return news;
}

/** Up to when (ms) all events are in it; null: something may be new that is older, or it is of other browsers. */
function keptUpTo({ summary: { upTo }, subjects: of }: SummaryRow, subjects: readonly string[], news: number) {
  if (!upTo || news <= upTo.at) return null;
  return of.length === subjects.length && subjects.every(id => of.includes(id)) ? upTo.at : null;
}
