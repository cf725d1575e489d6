import type { ScoreTable } from '../../contract/lead-score.ts';
import { openedCart } from './cart-from-events.ts';
import { type CustomerFacts, lastActivity } from './journey-facts.ts';
import { type LeadScore, scoreLead } from './lead-score.ts';
import { type Progress, progressOf } from './lead-stage.ts';

/** Where a customer stands, as it follows from what is known. */
export type Standing = LeadScore &
  Progress & {
    firstSeenAt: Date;
    lastSeenAt: Date;
    visits: number;
    pageViews: number;
    page: { url: string; title: string; at: Date } | null;
    /** What is in the cart that moved last of those that are open; null: none is. */
    cart: { total: string; currency: string | null } | null;
    orders: number;
  };

/** @param since when the customer became known to us */
export function standingOf(facts: CustomerFacts, table: ScoreTable, since: Date, now: Date): Standing {
  const { journey, wroteAt } = facts;
  const score = scoreLead(facts, table, now);
  const progress = progressOf(facts, now);
  const { page } = journey;
  const [cart] = Object.values(journey.carts).sort((a, b) => b.updatedAt - a.updatedAt);
  return {
    ...score,
    ...progress,
    rescoreAt: earliest(score.rescoreAt, progress.dormantAt),
    firstSeenAt: new Date(Math.min(since.getTime(), journey.firstAt ?? Infinity, ...wroteAt.map(Number))),
    lastSeenAt: lastActivity(facts) ?? since,
    visits: journey.visits.count,
    pageViews: journey.pageViews,
    page: page && { ...page, at: new Date(page.at) },
    cart: cart ? openedCart(cart) : null,
    orders: facts.orders.filter(({ status }) => status !== 'cancelled').length,
  };
}

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
