import type { RuleDefinition, Step } from '../../../contract/automation.ts';
import type { Subject } from '../../../contract/automation-facts.ts';
import type { Happened, PersonFacts } from './facts.ts';
import { type Decision, decideStep, type Manners } from './step.ts';
import { occasionsOf, STARTS_WITHIN } from './triggers.ts';

/** What begins a rule: when, and with which cart, quote or order. */
export type Occasion = { moment: Date; subject: Subject };

/** The newest of what has happened to somebody that begins a rule with this trigger; null: nothing, or it is too long ago. */
export function newestOccasion(trigger: RuleDefinition['trigger'], happened: Happened, now: Date): Occasion | null {
  const byName = Map.groupBy(happened.events, ({ name }) => name);
  const [newest] = occasionsOf(trigger, happened, byName).sort((a, b) => +b.moment - +a.moment);
  return newest && now.getTime() - newest.moment.getTime() <= STARTS_WITHIN ? newest : null;
}

/**
 * What would become of a step for somebody if it were due at this moment. `occasion` null: as if something that begins the rule, whatever it
 * is, had just happened.
 */
export function decideIfDue(
  rule: Pick<RuleDefinition, 'trigger' | 'if' | 'cancelledBy' | 'hours'>,
  step: Step,
  occasion: Occasion | null,
  person: PersonFacts,
  manners: Manners,
  now: Date,
): Decision {
  const { moment, subject } = occasion ?? { moment: now, subject: {} };
  const begun = { ruleId: '', scopeKey: '', subject, moment, startedAt: moment, step: 0, steppedAt: now };
  const due: Step = { ...step, wait: { minutes: 0, from: 'step' } };
  const trigger = occasion ? rule.trigger : ({ on: 'lead-hot' } as const);
  const run = { ...begun, ways: [], awaitingSince: null, newerAt: null };
  return decideStep({ ...rule, trigger, steps: [due] }, run, person, manners, now);
}
