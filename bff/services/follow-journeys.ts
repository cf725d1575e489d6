import { randomUUIDv7 } from 'node:crypto';
import {
  findJourneys,
  type JourneyRow,
  lastToldScores,
  lockCustomers,
  recordScoreChanges,
  removeJourneys,
  type ScoreChangeRow,
  saveJourneys,
  saveWebCarts,
} from '../db/customer-journeys.ts';
import { listEnabledRules } from '../db/enabled-rules.ts';
import {
  customersOfSubjects,
  type Mark,
  type MarkKind,
  markJourneys,
  subjectsOf,
  takeMarks,
} from '../db/journey-marks.ts';
import { saveSummaries } from '../db/journey-summaries.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { STARTS_WITHIN } from '../domain/automation/triggers.ts';
import { heat, isWorthTelling, type Standing, standingOf } from '../domain/customer-journey.ts';
import { QUIET_FOR } from '../domain/lead-stage.ts';
import type { Context } from './context.ts';
import { loadJourneys } from './load-journeys.ts';
import { currentScoreTable } from './score-table.ts';
import { showLead } from './show-lead.ts';
import { askedEvents, type MovedOn, startAutomationRuns } from './start-automation-runs.ts';

type Followed = { taken: number; customers: string[]; conversations: string[]; hasTimers: boolean };

/**
 * Looks anew at up to `limit` journeys that have moved: score, stage, carts and what is worth telling follow from what is known, and the
 * marks go in the same transaction. Safe to do twice, and beside others. Returns how many marks it took; 0: there are none.
 */
export async function followJourneys(
  { db, live, now }: Context,
  merchantId: string,
  kind: MarkKind,
  limit: number,
): Promise<number> {
  const { taken, customers, conversations, hasTimers } = await withMerchant(db, merchantId, tx =>
    follow(tx, kind, limit, now),
  );
  if (customers.length > 0) live.publish({ kind: 'journey', merchantId, customerIds: customers });
  for (const conversationId of conversations) live.publish({ kind: 'moved', merchantId, conversationId });
  if (hasTimers) live.publish({ kind: 'work', jobs: 'timers' });
  return taken;
}

async function follow(tx: MerchantTx, kind: MarkKind, limit: number, now: Date): Promise<Followed> {
  const marks = await takeMarks(tx, kind, limit);
  if (marks.length === 0) return { taken: 0, customers: [], conversations: [], hasTimers: false };
  const marked = marks.map(({ subjectId }) => subjectId);
  const locked = await lockCustomers(tx, await customersOfSubjects(tx, marked));
  const current = locked.filter(({ mergedInto }) => mergedInto === null);
  const merged = locked.filter(({ mergedInto }) => mergedInto !== null);
  // They became part of somebody between the look and the lock.
  await markJourneys(
    tx,
    merged.map(({ mergedInto }) => mergedInto!),
    now,
  );
  const ids = new Set(current.map(({ id }) => id));
  await removeJourneys(
    tx,
    [...marked, ...merged.map(({ id }) => id)].filter(id => !ids.has(id)),
  );
  const { conversations, hasTimers } = await reckon(tx, current, marks, now);
  return { taken: marked.length, customers: current.map(({ id }) => id), conversations, hasTimers };
}

async function reckon(
  tx: MerchantTx,
  customers: { id: string; createdAt: Date }[],
  marks: readonly Mark[],
  now: Date,
): Promise<Pick<Followed, 'conversations' | 'hasTimers'>> {
  const ids = customers.map(({ id }) => id);
  const { table, version } = await currentScoreTable(tx);
  const subjects = await subjectsOf(tx, ids);
  const rules = await listEnabledRules(tx);
  const besides = { names: askedEvents(rules), since: new Date(now.getTime() - STARTS_WITHIN) };
  const journeys = await loadJourneys(tx, { subjects, marks, table, besides });
  const before = await findJourneys(tx, ids);
  const told = await lastToldScores(tx, ids);

  const rows: JourneyRow[] = [];
  const changes: ScoreChangeRow[] = [];
  const moved: MovedOn[] = [];
  for (const { id, createdAt } of customers) {
    const { facts, events } = journeys.get(id)!;
    const standing = standingOf(facts, table, createdAt, now);
    const was = before.get(id) ?? null;
    const { isHot, becameHot } = heat(was, standing.score, table);
    const hotSince = becameHot ? now : isHot ? (was?.hotSince ?? now) : null;
    rows.push(rowOf(id, standing, { version, isHot, hotSince }, now));
    const hasBooks = facts.quotes.length > 0 || facts.orders.length > 0;
    const { booksAt } = facts.journey;
    moved.push({ customerId: id, events, hotSince, dormantSince: dormantSince(standing), hasBooks, booksAt });
    if (isWorthTelling(was, told.get(id) ?? 0, standing, becameHot))
      changes.push(changeOf(id, was, standing, becameHot, now));
  }
  await saveWebCarts(
    tx,
    [...journeys.values()]
      .flatMap(({ carts }) => carts)
      .map(({ id, ...cart }) => ({ ...cart, id: randomUUIDv7(), externalId: id })),
  );
  await saveSummaries(
    tx,
    [...journeys.values()].map(({ row }) => row),
  );
  await saveJourneys(tx, rows);
  await recordScoreChanges(tx, changes);
  const hasTimers = await startAutomationRuns(tx, rules, moved, subjects, now);
  const hot = changes.filter(({ becameHot }) => becameHot);
  const conversations = await Promise.all(
    hot.map(({ customerId, scoreTo, reasons }) => showLead(tx, customerId, { score: scoreTo, reasons }, now)),
  );
  return { conversations, hasTimers };
}

const dormantSince = ({ stage, lastSeenAt }: Standing) =>
  stage === 'dormant' ? new Date(lastSeenAt.getTime() + QUIET_FOR) : null;

function rowOf(
  customerId: string,
  standing: Standing,
  { version, isHot, hotSince }: { version: number; isHot: boolean; hotSince: Date | null },
  now: Date,
): JourneyRow {
  const { page, cart } = standing;
  return {
    customerId,
    stage: standing.stage,
    furthestStage: standing.furthest,
    score: standing.score,
    reasons: standing.reasons,
    tableVersion: version,
    isHot,
    hotSince,
    scoredAt: now,
    rescoreAt: standing.rescoreAt,
    firstSeenAt: standing.firstSeenAt,
    lastSeenAt: standing.lastSeenAt,
    visits: standing.visits,
    pageViews: standing.pageViews,
    pageUrl: page?.url ?? null,
    pageTitle: page?.title ?? null,
    pageAt: page?.at ?? null,
    cartTotal: cart?.total ?? null,
    cartCurrency: cart?.currency ?? null,
    orders: standing.orders,
  };
}

const changeOf = (
  customerId: string,
  was: JourneyRow | null,
  { score, stage, reasons }: Standing,
  becameHot: boolean,
  now: Date,
): ScoreChangeRow => ({
  id: randomUUIDv7(),
  customerId,
  scoreFrom: was?.score ?? 0,
  scoreTo: score,
  stageFrom: was?.stage ?? null,
  stageTo: stage,
  becameHot,
  reasons,
  createdAt: now,
});
