import { createHash } from 'node:crypto';
import type { Step } from '../../../contract/automation.ts';
import type { Action, Awaited, Onward } from '../../../contract/automation-action.ts';
import type { JourneyEventName } from '../../../contract/journey-event.ts';
import { cancelledBy } from './cancel.ts';
import type { PersonFacts, RunFacts } from './facts.ts';

type Split = Extract<Action, { kind: 'split' }>;

/**
 * Which way a split deals a run: by its rule, its occasion and the step, so that it is the same however often it is looked at, in a dry
 * run as in the real one.
 */
export function dealtWay({ ways }: Split, { ruleId, scopeKey, step }: Pick<RunFacts, 'ruleId' | 'scopeKey' | 'step'>) {
  const digest = createHash('sha256')
    .update(JSON.stringify([ruleId, scopeKey, step]))
    .digest();
  const total = ways.reduce((sum, { weight }) => sum + weight, 0);
  let left = (digest.readUInt32BE(0) / 2 ** 32) * total;
  for (const { name, weight } of ways) {
    if (left < weight) return name;
    left -= weight;
  }
  return ways.at(-1)!.name;
}

/** When what is waited for first happened after `since`; null: it has not. */
export function cameAt(awaited: Awaited, since: Date, { subject }: RunFacts, person: PersonFacts): Date | null {
  if (awaited.on !== 'event')
    return cancelledBy([awaited.on], { subject, moment: since, newerAt: null }, person)?.at ?? null;
  const times = person.awaited.filter(({ name, at }) => name === awaited.name && at > since).map(({ at }) => +at);
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

/** A step that waits for something, in words that follow "waits until". */
export const awaitedName = (awaited: Awaited): string => (awaited.on === 'event' ? awaited.name : awaited.on);

/** The number of the step that has its turn after `step` for a run that went these ways; null: there is none. */
export function stepAfter(steps: readonly Pick<Step, 'on'>[], step: number, ways: readonly string[]): number | null {
  const following = steps.findIndex(({ on }, n) => n > step && (!on || on.some(way => ways.includes(way))));
  return following === -1 ? null : following;
}

/** The ways of a run after it was told how to go on. */
export const waysWith = (ways: readonly string[], onward: Onward): readonly string[] =>
  typeof onward === 'string' ? ways : [...ways, onward.way];

/** The events that some step of these waits for. */
export const awaitedEvents = (steps: readonly Pick<Step, 'do'>[]): JourneyEventName[] =>
  steps.flatMap(({ do: action }) => (action.kind === 'wait' && action.for.on === 'event' ? [action.for.name] : []));
