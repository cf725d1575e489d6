import { hash } from 'node:crypto';
import type { JourneySummary } from '../../contract/journey-summary.ts';
import type { ScoreTable } from '../../contract/lead-score.ts';
import { isOfCarts, openedCart, readCart, type WebCart } from './cart-from-events.ts';
import { byTime, isByShopper, isOfBooks, type JourneyFact } from './journey-facts.ts';
import { CONSIDERING } from './lead-stage.ts';
import { lookAgain } from './looks.ts';
import { NO_VISITS, visitAt } from './visits.ts';

/** So many claims are remembered. */
const CLAIMS_KEPT = 50;

/** Changes with what a summary means, so that none is added to that was made otherwise. */
const VERSION = 1;

/** By which rules and table a summary is made: only such may be added to. */
export const basisOf = (table: ScoreTable): string =>
  `${VERSION} ${hash('sha1', JSON.stringify(table), 'base64url').slice(0, 12)}`;

export const emptySummary = (): JourneySummary => ({
  ...{ upTo: null, firstAt: null, lastAt: null, visits: NO_VISITS, pageViews: 0, productViews: 0, booksAt: null },
  ...{ considers: false, page: null, looks: {}, claims: [], carts: {} },
});

/** All of a customer's events, in any order. */
export function summaryOf(events: readonly JourneyFact[], table: ScoreTable): JourneySummary {
  const summary = emptySummary();
  addEvents(summary, events, table);
  return summary;
}

/**
 * Adds events, in any order, to a summary that no newer one is in; those that are in it already change nothing. Returns the carts that
 * they moved, as they are now.
 */
export function addEvents(summary: JourneySummary, events: readonly JourneyFact[], table: ScoreTable): WebCart[] {
  const ended: WebCart[] = [];
  const moved = new Set<string>();
  for (const event of [...events].sort(byTime)) {
    if (!isAfter(event, summary.upTo)) continue;
    addEvent(summary, event, table);
    if (!isOfCarts(event)) continue;
    const { subjectId } = event;
    const { open, closed } = readCart(summary.carts[subjectId] ?? null, event);
    if (closed) ended.push(closed);
    if (open) summary.carts[subjectId] = open;
    else delete summary.carts[subjectId];
    moved.add(subjectId);
  }
  return [
    ...ended,
    ...Object.values(summary.carts)
      .filter(of => moved.has(of.subjectId))
      .map(openedCart),
  ];
}

/** Has it happened after all that is in the summary? */
export const isAfter = ({ at, id }: JourneyFact, upTo: JourneySummary['upTo']) =>
  !upTo || at.getTime() > upTo.at || (at.getTime() === upTo.at && id > upTo.id);

function addEvent(summary: JourneySummary, event: JourneyFact, table: ScoreTable): void {
  const { id, name, source, page, properties } = event;
  const at = event.at.getTime();
  summary.upTo = { at, id };
  summary.firstAt ??= at;
  if (isByShopper(event)) summary.lastAt = at;
  if (source === 'web') summary.visits = visitAt(summary.visits, at);
  if (source === 'web' && page) summary.page = { ...page, at };
  if (name === 'page_viewed') summary.pageViews += 1;
  if (name === 'product_viewed') summary.productViews += 1;
  if (isOfBooks(event)) summary.booksAt = at;
  if (CONSIDERING.has(name)) summary.considers = true;

  const worth = Object.hasOwn(table.points, name) ? table.points[name] : undefined;
  if (!worth) return;
  const { number } = properties;
  if (source === 'web' && (name === 'order_placed' || name === 'quote_requested') && typeof number === 'string')
    summary.claims = [...summary.claims, { name, number, at }].slice(-CLAIMS_KEPT);
  else summary.looks[name] = lookAgain(summary.looks[name], event, worth.atMost);
}
