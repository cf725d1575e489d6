import type { Once, RuleDefinition, Step, Trigger } from '../../contract/automation.ts';
import type { Action, Onward } from '../../contract/automation-action.ts';
import type { Condition } from '../../contract/automation-condition.ts';

/** Something that is wrong with the part of a rule at `path`, like `steps.0.do.text`. */
export type FieldError = { path: string; message: string };

const HOUR = 60;

export const emptyCondition = (): Condition => ({ kind: 'number', field: 'cart.total', is: 'at-least', value: 100 });

export const emptyStep = (from: Step['wait']['from']): Step => ({
  wait: { minutes: from === 'trigger' ? HOUR : 24 * HOUR, from },
  withinMinutes: 12 * HOUR,
  if: null,
  do: { kind: 'message', purpose: 'marketing', panel: 'first', text: null, template: null },
});

/** To begin with, where there is nothing yet. */
export const emptyRule = (): RuleDefinition => ({
  ...{ name: '', trigger: { on: 'cart-left' }, once: { per: 'cart' }, if: null },
  ...{ cancelledBy: ['bought', 'replied', 'cart-emptied'], hours: 'not-quiet', steps: [emptyStep('trigger')] },
});

/** The same rule under another name. */
export const copyOf = (definition: RuleDefinition): RuleDefinition => ({
  ...definition,
  name: `Copy of ${definition.name}`.slice(0, 100),
});

/** The whole, with what stands at `path` replaced; what is around it stays the same object. */
export function withPart<T>(whole: T, path: string, value: unknown): T {
  const [key = '', ...rest] = path.split('.');
  const inner = rest.length === 0 ? value : withPart((whole as Record<string, unknown>)[key], rest.join('.'), value);
  if (Array.isArray(whole)) return whole.with(Number(key), inner) as T;
  return { ...whole, [key]: inner };
}

export const moved = <T>(list: readonly T[], from: number, to: number): T[] =>
  list.toSpliced(from, 1).toSpliced(to, 0, list[from]!);

/** What a trigger is about, so that a rule may be once for each of it. */
export function subjectOf(trigger: Trigger): 'cart' | 'quote' | 'order' | null {
  switch (trigger.on) {
    case 'cart-left':
      return 'cart';
    case 'order-status':
      return 'order';
    case 'quote-expiring':
      return 'quote';
    case 'event':
      if (/^(cart|checkout)_/.test(trigger.name)) return 'cart';
      if (trigger.name.startsWith('quote_')) return 'quote';
      return /^(order|shipment)_/.test(trigger.name) ? 'order' : null;
    default:
      return null;
  }
}

/** How often a rule with this trigger may begin; another one would never begin. */
export function scopesOf(trigger: Trigger): Once['per'][] {
  const subject = subjectOf(trigger);
  return [...(subject ? [subject] : []), 'event', 'days', 'customer'];
}

/** What was chosen stays as long as it makes sense with the trigger. */
export function onceFor(trigger: Trigger, once: Once): Once {
  const scopes = scopesOf(trigger);
  if (scopes.includes(once.per)) return once;
  const [natural] = scopes;
  return natural === 'event' || natural === 'days' ? { per: 'days', days: 7 } : { per: natural! };
}

/** From a trigger to what a rule says of steps: the first one counts from the trigger, whichever was first before. */
export const inOrder = (steps: readonly Step[]): Step[] =>
  steps.map((step, n) =>
    n === 0 && step.wait.from === 'step' ? { ...step, wait: { ...step.wait, from: 'trigger' } } : step,
  );

/** The ways that an action may lead on. */
export function waysOf(action: Action): string[] {
  const named = (onward: Onward) => (typeof onward === 'string' ? [] : [onward.way]);
  if (action.kind === 'split') return action.ways.map(({ name }) => name);
  return action.kind === 'wait' ? [...named(action.came), ...named(action.timedOut)] : [];
}

/** The ways on which the steps before the `n`th may lead, each once. */
export const waysBefore = (steps: readonly Step[], n: number): string[] => [
  ...new Set(steps.slice(0, n).flatMap(({ do: action }) => waysOf(action))),
];
