import type { Step, Trigger } from '../../../contract/automation.ts';
import type { Books, Subject } from '../../../contract/automation-facts.ts';
import { MINUTE } from '../duration.ts';
import { findById, type RunFacts } from './facts.ts';

/**
 * The moment that waiting counts from, by what is known now: a cart may have been touched since, a quote may have been given another end.
 * Null: what the run is about is not there any more.
 */
export function momentOf(
  trigger: Trigger,
  { subject, moment }: Pick<RunFacts, 'subject' | 'moment'>,
  books: Books,
): Date | null {
  if (!isThere(subject, books)) return null;
  switch (trigger.on) {
    case 'cart-left':
      return findById(books.carts, subject.cart)?.updatedAt ?? null;
    case 'quote-expiring': {
      const end = findById(books.quotes, subject.quote)?.expiresAt;
      return end ? new Date(end.getTime() - trigger.minutesBefore * MINUTE) : null;
    }
    case 'event':
    case 'order-status':
    case 'lead-hot':
    case 'dormant':
      return moment;
  }
}

/** When a step is due. */
export function dueAt({ wait }: Pick<Step, 'wait'>, moment: Date, steppedAt: Date | null): Date {
  const from = wait.from === 'step' ? (steppedAt ?? moment) : moment;
  return new Date(from.getTime() + wait.minutes * MINUTE);
}

const isThere = ({ cart, quote, order }: Subject, { carts, quotes, orders }: Books): boolean =>
  (cart === undefined || findById(carts, cart) !== null) &&
  (quote === undefined || findById(quotes, quote) !== null) &&
  (order === undefined || findById(orders, order) !== null);
