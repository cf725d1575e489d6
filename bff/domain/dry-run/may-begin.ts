import type { Trigger } from '../../../contract/automation.ts';
import { isOfCarts } from '../cart-from-events.ts';
import { MINUTE } from '../duration.ts';
import type { Past } from './past.ts';
import { mayTurnHot, type PastTable } from './past-lead.ts';

/** Is there anything that could begin a run from `from` on? Most people are passed over by it, without being replayed. */
export function mayBegin(trigger: Trigger, past: Past, tables: readonly PastTable[], from: Date): boolean {
  const { events, messages, books } = past;
  switch (trigger.on) {
    case 'event':
      if (trigger.name === 'message_sent' && messages.some(({ createdAt }) => createdAt >= from)) return true;
      return events.some(({ name, receivedAt }) => name === trigger.name && receivedAt >= from);
    case 'cart-left':
      return (
        events.some(event => isOfCarts(event) && event.receivedAt >= from) ||
        books.some(({ kind, fact }) => kind === 'cart' && fact.updatedAt >= from)
      );
    case 'order-status':
      return events.some(({ name, at }) => (name === 'order_placed' || name === 'order_status_changed') && at >= from);
    case 'quote-expiring':
      return books.some(({ kind, fact }) => {
        if (kind !== 'quote' || !fact.expiresAt) return false;
        return fact.expiresAt.getTime() - trigger.minutesBefore * MINUTE >= from.getTime();
      });
    case 'lead-hot':
      return mayTurnHot(past, tables);
    case 'dormant':
      return true;
  }
}
