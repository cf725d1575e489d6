import type { Trigger } from '../../../contract/automation.ts';
import type { Kinds } from './kinds.ts';
import { cartLeftTrigger } from './triggers/wx-trigger-cart-left.ts';
import { dormantTrigger } from './triggers/wx-trigger-dormant.ts';
import { eventTrigger } from './triggers/wx-trigger-event.ts';
import { leadHotTrigger } from './triggers/wx-trigger-lead-hot.ts';
import { orderStatusTrigger } from './triggers/wx-trigger-order-status.ts';
import { quoteExpiringTrigger } from './triggers/wx-trigger-quote-expiring.ts';

/** Every kind of trigger, in the order in which they are offered. One that is missing here does not compile. */
export const TRIGGERS: Kinds<Trigger, 'on'> = {
  'cart-left': cartLeftTrigger,
  event: eventTrigger,
  'quote-expiring': quoteExpiringTrigger,
  'order-status': orderStatusTrigger,
  'lead-hot': leadHotTrigger,
  dormant: dormantTrigger,
};
