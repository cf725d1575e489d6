import type { QuoteStatus } from '../../contract/commerce.ts';
import { DAY } from './duration.ts';

/** A quote is told to be running out that long before its end. */
export const EXPIRING_BEFORE = 7 * DAY;

const OPEN: ReadonlySet<QuoteStatus> = new Set(['created', 'sent', 'viewed']);

type Quote = { status: QuoteStatus; expiresAt: Date | null };

export const isOpen = ({ status }: Quote) => OPEN.has(status);

/** Open, not over yet, and at most seven days from its end. */
export function isExpiring(quote: Quote, now: Date): boolean {
  const { expiresAt } = quote;
  if (!isOpen(quote) || !expiresAt) return false;
  return now < expiresAt && now.getTime() >= expiresAt.getTime() - EXPIRING_BEFORE;
}

/** Open, and its end has come. */
export const isOver = (quote: Quote, now: Date): boolean =>
  isOpen(quote) && quote.expiresAt !== null && now >= quote.expiresAt;
