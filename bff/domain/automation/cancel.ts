import type { Cancel } from '../../../contract/automation.ts';
import type { Books } from '../../../contract/automation-facts.ts';
import { findById, type RunFacts } from './facts.ts';

/** What ends a run: which of the rule's cancels, and since when. */
export type Cancelled = { by: Cancel; at: Date };

/** Has something come about that ends the run? The first in the rule's order. What happened before the run's moment does not count. */
export function cancelledBy(
  cancels: readonly Cancel[],
  run: Pick<RunFacts, 'subject' | 'moment' | 'newerAt'>,
  facts: Books & { wroteAt: Date | null },
): Cancelled | null {
  for (const by of cancels) {
    const at = happenedAt(by, run, facts);
    if (at) return { by, at };
  }
  return null;
}

function happenedAt(
  by: Cancel,
  { subject, moment, newerAt }: Pick<RunFacts, 'subject' | 'moment' | 'newerAt'>,
  { carts, quotes, orders, wroteAt }: Books & { wroteAt: Date | null },
): Date | null {
  const cart = findById(carts, subject.cart);
  const quote = findById(quotes, subject.quote);
  switch (by) {
    case 'bought': {
      if (cart?.status === 'ordered') return cart.updatedAt;
      const order = orders.find(({ placedAt, status }) => placedAt >= moment && status !== 'cancelled');
      return order?.placedAt ?? null;
    }
    case 'replied':
      return wroteAt && wroteAt > moment ? wroteAt : null;
    case 'cart-emptied':
      return cart?.status === 'emptied' ? cart.updatedAt : null;
    case 'quote-settled':
      return quote && SETTLED.has(quote.status) ? quote.updatedAt : null;
    case 'newer-run':
      return newerAt;
  }
}

const SETTLED: ReadonlySet<string> = new Set(['accepted', 'rejected', 'expired']);
