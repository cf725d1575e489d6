import type { Cancel, Hours, Once, RunDecision, RunState, Step, Trigger } from '../../contract/automation.ts';
import type { Action, Onward } from '../../contract/automation-action.ts';
import { eventWords } from './event-words.ts';

const UNITS = [
  [24 * 60, 'day'],
  [60, 'hour'],
  [1, 'minute'],
] as const;

/** "an hour", "2 days", "90 minutes": in the largest unit that is exact; "…" for what is no number yet. */
export function spanWords(minutes: number): string {
  if (!Number.isFinite(minutes)) return '…';
  const [size, unit] = UNITS.find(([size]) => minutes > 0 && minutes % size === 0) ?? UNITS[2];
  const many = minutes / size;
  if (many !== 1) return `${many} ${unit}s`;
  return unit === 'hour' ? 'an hour' : `a ${unit}`;
}

/** What a rule begins with, to follow "When". */
export function triggerWords(trigger: Trigger): string {
  switch (trigger.on) {
    case 'event':
      return `“${eventWords(trigger.name)}” happens`;
    case 'cart-left':
      return 'a cart is left with something in it';
    case 'order-status':
      return `an order is ${trigger.status}`;
    case 'quote-expiring':
      return `an open quote runs out in ${spanWords(trigger.minutesBefore)}`;
    case 'lead-hot':
      return 'a lead turns hot';
    case 'dormant':
      return 'a customer has done nothing for 90 days';
  }
}

export function onceWords(once: Once): string {
  if (once.per === 'days') return once.days === 1 ? 'at most once a day' : `at most once in ${once.days} days`;
  return once.per === 'event' ? 'each time' : `once per ${once.per}`;
}

export const CANCEL_WORDS: Record<Cancel, string> = {
  bought: 'they buy',
  replied: 'they write to us',
  'cart-emptied': 'the cart is emptied',
  'quote-settled': 'the quote is accepted, declined or over',
  'newer-run': 'it begins anew for them',
};

export const HOURS_WORDS: Record<Hours, string> = {
  any: 'at any time',
  'not-quiet': 'not in their night',
  business: 'in business hours, and not in their night',
};

export function waitWords({ wait, withinMinutes }: Step): string {
  const after = wait.from === 'trigger' ? 'after that' : 'after the step before';
  const when = wait.minutes === 0 ? 'at once' : `${spanWords(wait.minutes)} ${after}`;
  return `${when.charAt(0).toUpperCase()}${when.slice(1)}; not later than ${spanWords(withinMinutes)} after that`;
}

export function actionWords(action: Action): string {
  switch (action.kind) {
    case 'message':
      return messageWords(action);
    case 'assign':
      return 'Give the conversation to an agent';
    case 'note':
      return 'Note for the agents';
    case 'tag':
      return action.do === 'add' ? `Tag them “${action.tag}”` : `Take the tag “${action.tag}” away`;
    case 'score':
      return `Give ${action.points} points for the lead score: ${action.reason}`;
    case 'webhook':
      return 'Tell another system';
    case 'wait': {
      const what = action.for.on === 'event' ? `“${eventWords(action.for.name)}”` : AWAITED_WORDS[action.for.on];
      const [came, timedOut] = [onwardWords(action.came), onwardWords(action.timedOut)];
      return `Wait for ${what}, ${spanWords(action.minutes)} at most; if it comes, ${came}, else ${timedOut}`;
    }
    case 'split':
      return `Deal by chance: ${action.ways.map(({ name, weight }) => `“${name}” ${weight}`).join(', ')}`;
  }
}

const AWAITED_WORDS = { bought: 'a purchase', replied: 'an answer' };

function onwardWords(onward: Onward): string {
  if (typeof onward === 'object') return `go the way “${onward.way}”`;
  return onward === 'stop' ? 'stop' : 'go on';
}

function messageWords(action: Extract<Action, { kind: 'message' }>): string {
  const ways = [
    ...(action.panel !== 'never' && action.text ? ['in the panel if it is open'] : []),
    ...(action.panel !== 'only' && action.text ? ['as text by WhatsApp within 24 hours of their last message'] : []),
    ...(action.panel !== 'only' && action.template ? [`as the template “${action.template.name}”`] : []),
  ];
  return ['Write to them', ways.join(', else ')].filter(Boolean).join(' ');
}

export const STATE_WORDS: Record<RunState, string> = {
  waiting: 'Waiting',
  done: 'Done',
  cancelled: 'Cancelled',
  suppressed: 'Nothing sent',
  failed: 'Failed',
};

export const STATE_TONES: Record<RunState, string> = {
  waiting: 'wait',
  done: 'good',
  cancelled: '',
  suppressed: '',
  failed: 'bad',
};

/** What became of what was sent or told, to follow the decision's own words; '' where there is nothing to say. */
export function deliveryWords({ message, webhook }: RunDecision): string {
  if (webhook) return webhookWords(webhook);
  const delivery = message?.delivery;
  if (!delivery) return '';
  return delivery.state === 'failed'
    ? `Not delivered: ${delivery.error ?? 'WhatsApp gives no reason'}`
    : `WhatsApp: ${delivery.state}.`;
}

function webhookWords({ state, attempts, answer }: NonNullable<RunDecision['webhook']>): string {
  const tries = attempts === 1 ? 'once' : `${attempts} times`;
  switch (state) {
    case 'queued':
      return attempts === 0 ? 'On its way.' : `Tried ${tries}, and tried again. ${answer}`;
    case 'delivered':
      return `Taken. ${answer}`;
    case 'failed':
      return `Not taken, tried ${tries}: ${answer}`;
  }
}
