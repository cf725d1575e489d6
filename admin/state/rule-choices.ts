import type { Once, Step } from '../../contract/automation.ts';
import type { FlagField, NumberField, TextField } from '../../contract/automation-condition.ts';
import type { OrderStatus, QuoteStatus } from '../../contract/commerce.ts';
import type { Stage } from '../../contract/lead-score.ts';
import { STAGE_WORDS } from './event-words.ts';

/** What a figure, a word, a yes or no is called, to stand within a sentence. */
export const NUMBER_WORDS: Record<NumberField, string> = {
  'cart.total': 'the cart’s total',
  'cart.count': 'the number of things in the cart',
  'quote.total': 'the quote’s total',
  'order.total': 'the order’s total',
  'customer.score': 'the lead score',
  'customer.orders': 'the number of their orders',
  'customer.visits': 'the number of their visits',
};

export const TEXT_WORDS: Record<TextField, string> = {
  'cart.currency': 'the cart’s currency',
  'quote.status': 'the quote’s status',
  'order.status': 'the order’s status',
  'customer.stage': 'their stage',
  'customer.language': 'their language',
  'time.weekday': 'the weekday',
};

/** To follow "they", with its opposite. */
export const FLAG_WORDS: Record<FlagField, readonly [yes: string, no: string]> = {
  'customer.known': ['are a known customer', 'are a guest'],
  'customer.agreed-to-offers': ['have agreed to offers', 'have not agreed to offers'],
  'conversation.window-open': ['wrote by WhatsApp within 24 hours', 'did not write by WhatsApp within 24 hours'],
};

export const ORDER_WORDS: Record<OrderStatus, string> = {
  ...{ placed: 'placed', paid: 'paid', shipped: 'shipped', delivered: 'delivered' },
  ...{ cancelled: 'cancelled', refunded: 'refunded' },
};
const QUOTE_WORDS: Record<QuoteStatus, string> = {
  ...{ requested: 'requested', created: 'made', sent: 'sent', viewed: 'viewed' },
  ...{ accepted: 'accepted', rejected: 'turned down', expired: 'run out' },
};
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What a word may be, where there are only so many; null: whatever somebody writes. */
export const TEXT_CHOICES: Record<TextField, Readonly<Record<string, string>> | null> = {
  'cart.currency': null,
  'quote.status': QUOTE_WORDS,
  'order.status': ORDER_WORDS,
  'customer.stage': STAGE_WORDS satisfies Record<Stage, string>,
  'customer.language': null,
  'time.weekday': Object.fromEntries(WEEKDAYS.map(day => [day.toLowerCase(), day])),
};

export const SCOPE_WORDS: Record<Once['per'], string> = {
  ...{ cart: 'Once for each cart', quote: 'Once for each quote', order: 'Once for each order' },
  ...{ event: 'Each time', customer: 'Once for each customer, ever', days: 'At most once in so many days' },
};

export const WAIT_FROM_WORDS: Record<Step['wait']['from'], string> = {
  trigger: 'after what started it',
  step: 'after the step before',
};
