import type { ScoreTable } from '../../contract/lead-score.ts';
import { cartsFromEvents, type WebCart } from './cart-from-events.ts';
import { byTime, type CustomerFacts, countedEvents, type JourneyFact, lastActivity } from './journey-facts.ts';
import { type LeadScore, scoreLead } from './lead-score.ts';
import { type Progress, progressOf } from './lead-stage.ts';
import { visitsOf } from './visits.ts';

/** Where a customer stands, as it follows from what is known. */
export type Standing = LeadScore &
  Progress & {
    firstSeenAt: Date;
    lastSeenAt: Date;
    visits: number;
    pageViews: number;
    page: { url: string; title: string; at: Date } | null;
    carts: WebCart[];
    orders: number;
  };

/** @param since when the customer became known to us */
export function standingOf(facts: CustomerFacts, table: ScoreTable, since: Date, now: Date): Standing {
  const events = countedEvents(facts);
  const score = scoreLead(facts, table, now);
  const progress = progressOf(facts, now);
  const newestPage = events.findLast(({ page, source }) => page !== null && source === 'web');
  return {
    ...score,
    ...progress,
    rescoreAt: earliest(score.rescoreAt, progress.dormantAt),
    firstSeenAt: events[0] && events[0].at < since ? events[0].at : since,
    lastSeenAt: lastActivity(events) ?? since,
    visits: visitsOf(events),
    pageViews: events.filter(({ name }) => name === 'page_viewed').length,
    page: newestPage?.page ? { ...newestPage.page, at: newestPage.at } : null,
    carts: [...Map.groupBy(facts.events, ({ subjectId }) => subjectId).values()].flatMap(of =>
      cartsFromEvents(ofBrowser(of)),
    ),
    orders: facts.orders.filter(({ status }) => status !== 'cancelled').length,
  };
}

/** What the browser told, and what the shop says of its orders: they end a cart, whoever tells. */
const ofBrowser = (events: readonly JourneyFact[]) =>
  events.filter(({ source, name }) => source === 'web' || name === 'order_placed').sort(byTime);

const earliest = (a: Date | null, b: Date | null) => (a && b ? (a < b ? a : b) : (a ?? b));

/** So many points are worth telling. */
const TOLD_FROM = 5;
/** Who has cooled down that far may become hot again. */
const COOLED = 10;

type Before = { score: number; isHot: boolean; stage: string } | null;

/** Is a lead hot, and has it become so just now? It stays hot until it has fallen well below, so that it does not flicker. */
export function heat(before: Before, score: number, { hotAt }: ScoreTable): { isHot: boolean; becameHot: boolean } {
  const isHot = score >= hotAt || (before?.isHot === true && score > hotAt - COOLED);
  return { isHot, becameHot: isHot && before?.isHot !== true };
}

/** Is the change worth a line in the timeline? `told`: the score as it was told last. */
export const isWorthTelling = (
  before: Before,
  told: number,
  after: { score: number; stage: string },
  becameHot: boolean,
) => becameHot || (before?.stage ?? 'visitor') !== after.stage || Math.abs(after.score - told) >= TOLD_FROM;
