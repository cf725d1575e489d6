import type { Deeds } from '../../../contract/automation-facts.ts';
import type { ScoreTable } from '../../../contract/lead-score.ts';
import type { PersonFacts } from '../automation/facts.ts';
import { heat, type Standing, standingOf } from '../customer-journey.ts';
import type { CustomerFacts } from '../journey-facts.ts';
import { QUIET_FOR } from '../lead-stage.ts';
import type { Past } from './past.ts';
import type { PastFacts } from './past-facts.ts';
import { type PastSummary, pastSummary } from './past-summary.ts';

/** A score table and since when it holds. */
export type PastTable = { table: ScoreTable; since: Date };

/** What the follower knew of somebody as a lead, at its looks; oldest first, those included that time alone asked for. */
export type LeadLook = { at: Date; standing: Standing; hotSince: Date | null; dormantSince: Date | null };

type Asked = { past: Past; facts: PastFacts; tables: readonly PastTable[] };

/**
 * The looks at one customer until `to`. A score is looked at anew when something happened, when a table changed, and when time alone
 * changes it.
 * @param looks at that customer, oldest first
 */
export function* leadLooks(
  { past, facts, tables }: Asked,
  customerId: string,
  looks: readonly Date[],
  to: Date,
): Generator<LeadLook, void, void> {
  const customer = past.customers.find(({ id }) => id === customerId)!;
  const changes = tables.map(({ since }) => since).filter(since => looks[0] && since > looks[0]);
  const moments = [...new Set([...looks, ...changes].map(Number))].sort((a, b) => a - b);
  let before: { score: number; isHot: boolean; stage: string } | null = null;
  let hotSince: Date | null = null;
  const summaryAt = pastSummary();
  for (const [n, moment] of moments.entries()) {
    const next = moments[n + 1] ?? to.getTime();
    for (let at: Date | null = new Date(moment); at; ) {
      const table = tables.findLast(({ since }) => since <= at!)!.table;
      const standing = standingOf(
        knownAt({ past, facts }, customerId, summaryAt, table, at),
        table,
        customer.createdAt,
        at,
      );
      const { isHot, becameHot } = heat(before, standing.score, table);
      hotSince = becameHot ? at : isHot ? (hotSince ?? at) : null;
      before = { score: standing.score, isHot, stage: standing.stage };
      const dormantSince = standing.stage === 'dormant' ? new Date(standing.lastSeenAt.getTime() + QUIET_FOR) : null;
      yield { at, standing, hotSince, dormantSince };
      const { rescoreAt }: Standing = standing;
      at = rescoreAt && rescoreAt.getTime() < next && rescoreAt > at ? rescoreAt : null;
    }
  }
}

/** As it was at the last look before. */
export function leadAt(looks: readonly LeadLook[], at: Date): PersonFacts['lead'] {
  const last = looks.findLast(look => look.at <= at);
  if (!last) return { score: 0, stage: 'visitor', orders: 0, visits: 0 };
  const { score, stage, orders, visits } = last.standing;
  return { score, stage, orders, visits };
}

/** Could they have turned hot from `from` on? If not, nobody needs to reckon when. Time alone makes nobody warmer. */
export function mayTurnHot({ times, given, moved }: Deeds, tables: readonly PastTable[], from: Date): boolean {
  if (!moved && tables.every(({ since }) => since < from)) return false;
  return tables.some(({ table: { points, hotAt } }) => {
    let most = given;
    for (const [name, worth] of Object.entries(points))
      most += Math.max(0, worth.points) * Math.min(worth.atMost, times[name] ?? 0);
    return most >= hotAt;
  });
}

function knownAt(
  { past, facts }: Pick<Asked, 'past' | 'facts'>,
  customerId: string,
  summaryAt: PastSummary,
  table: ScoreTable,
  at: Date,
): CustomerFacts {
  const { orders, quotes } = facts.booksAt(customerId, at);
  const written = past.messages.filter(
    ({ createdAt, threadId }) => createdAt <= at && facts.owner(threadId, at) === customerId,
  );
  const events = past.events.filter(
    ({ receivedAt, subjectId }) => receivedAt <= at && facts.owner(subjectId, at) === customerId,
  );
  const given = past.points.filter(point => point.at <= at && facts.owner(point.customerId, at) === customerId);
  return { journey: summaryAt(events, table), wroteAt: written.map(({ sentAt }) => sentAt), orders, quotes, given };
}
