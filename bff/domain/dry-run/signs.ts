import type { Trigger } from '../../../contract/automation.ts';
import type { Sign } from '../../../contract/automation-facts.ts';
import { BROWSER_EVENTS } from '../../../contract/journey-event.ts';
import { isOfCarts } from '../cart-from-events.ts';
import { MINUTE } from '../duration.ts';
import { QUIET_FOR } from '../lead-stage.ts';

/** What an open cart that follows from a browser's events was touched by. */
const TOUCHES_CART = BROWSER_EVENTS.filter(name => isOfCarts({ name, source: 'web' }) && name !== 'order_placed');

/**
 * Of these signs everybody has one for whom a run begins from `from` on; most people have none, and are passed over without being
 * replayed. Null: it is a lead that turns hot, and only what somebody did altogether tells.
 */
export function signsOf(trigger: Trigger, from: Date, to: Date): Sign[] | null {
  // What begins a run is never from before the rule was on.
  const within = { since: from, until: null };
  const event = { sign: 'event', toldBy: 'anybody', status: null, ...within } as const;
  switch (trigger.on) {
    case 'event': {
      const named: Sign = { ...event, names: [trigger.name] };
      return trigger.name === 'message_sent' ? [named, { sign: 'message', ...within }] : [named];
    }
    case 'cart-left':
      return [
        { ...event, names: TOUCHES_CART, toldBy: 'browser' },
        { sign: 'shop-cart', since: from },
      ];
    case 'order-status': {
      const { status } = trigger;
      if (status === 'placed') return [{ ...event, names: ['order_placed'], toldBy: 'shop' }];
      return [{ ...event, names: ['order_status_changed'], toldBy: 'shop', status }];
    }
    case 'quote-expiring':
      return [{ sign: 'quote', since: from, expiresSince: new Date(from.getTime() + trigger.minutesBefore * MINUTE) }];
    case 'dormant': {
      const quiet = { since: new Date(from.getTime() - QUIET_FOR), until: new Date(to.getTime() - QUIET_FOR) };
      return [
        { ...event, names: null, ...quiet },
        { sign: 'message', ...quiet },
      ];
    }
    case 'lead-hot':
      return null;
  }
}
