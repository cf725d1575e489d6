import type { Once, RuleDefinition, Trigger } from '../../../contract/automation.ts';
import type { Condition } from '../../../contract/automation-condition.ts';
import type { CheckedCondition, StartVerdict } from '../../../contract/automation-why.ts';
import { type ConditionFacts, evaluate } from './conditions.ts';
import type { Happened, PersonFacts } from './facts.ts';
import { decideIfDue } from './if-due.ts';
import type { Decision, Manners } from './step.ts';
import { type EarlierRun, occasionsOf, refusedBy, scopeOf } from './triggers.ts';
import { wordsOf } from './words.ts';

/** `enabledAt` null: it was never on. */
export type AskedRule = { ruleId: string; trigger: Trigger; once: Once; enabled: boolean; enabledAt: Date | null };

export type Explained = { at: Date; verdict: StartVerdict; run: EarlierRun | null };

/** What of that which happened to somebody begins this rule, newest first, and why it began a run or did not. `earlier`: of this rule. */
export function explainStarts(
  rule: AskedRule,
  happened: Happened,
  earlier: readonly EarlierRun[],
  now: Date,
): Explained[] {
  const byName = Map.groupBy(happened.events, ({ name }) => name);
  const last = [...earlier].sort((a, b) => +b.startedAt - +a.startedAt)[0] ?? null;
  return occasionsOf(rule.trigger, happened, byName)
    .map(({ moment: at, subject, key }): Explained => {
      const scopeKey = scopeOf(rule.once, subject, key, happened.customerId);
      const begun = earlier.find(run => run.scopeKey === scopeKey) ?? null;
      // Of several that count as one the run is the first's.
      if (begun && isOf(begun, subject)) return { at, verdict: 'begun', run: begun };
      const since = rule.enabledAt;
      const refused = since && refusedBy({ ...rule, enabledAt: since }, at, scopeKey, begun !== null, last, now);
      if (refused) return { at, verdict: refused, run: refused === 'once' ? (begun ?? last) : null };
      return { at, verdict: rule.enabled ? 'soon' : 'off', run: null };
    })
    .sort((a, b) => +b.at - +a.at);
}

const isOf = ({ subject }: EarlierRun, { event }: EarlierRun['subject']) =>
  event === undefined || subject.event === undefined || subject.event === event;

/** A tree with what each part of it came to. */
export function checkCondition(condition: Condition, facts: ConditionFacts, now: Date): CheckedCondition {
  const parts = condition.kind === 'all' || condition.kind === 'any' ? condition.of : [];
  const of = condition.kind === 'not' ? [condition.of] : parts;
  return { ...evaluate(condition, facts, now), of: of.map(part => checkCondition(part, facts, now)) };
}

/** What would become of a rule's first step for somebody if it were due at this moment, whatever began it. */
export function decideFirst(
  rule: Pick<RuleDefinition, 'if' | 'hours' | 'steps'>,
  person: PersonFacts,
  manners: Manners,
  now: Date,
): Decision {
  const anything = { ...rule, trigger: { on: 'lead-hot' } as const, cancelledBy: [] };
  return decideIfDue(anything, rule.steps[0]!, null, person, manners, now);
}

/** The answer to "why did or didn't they get this?", as a sentence. */
export function whyWords({ enabled, enabledAt }: AskedRule, explained: readonly Explained[], runs: number): string {
  if (runs > 0) return `It has begun for them ${runs === 1 ? 'once' : `${runs} times`}: each run says what came of it.`;
  if (!enabledAt) return 'The rule was never switched on.';
  const [newest] = explained;
  if (!newest) return `What begins it has never happened to them${enabled ? '' : ', and the rule is off'}.`;
  return startWords(newest, enabledAt);
}

export function startWords({ at, verdict, run }: Explained, enabledAt: Date | null): string {
  const happened = `It happened on ${minute(at)}`;
  const since = enabledAt ? `only on since ${minute(enabledAt)}` : 'never switched on';
  switch (verdict) {
    case 'begun':
      return `${happened}, and began a run.`;
    case 'off':
      return `${happened}, and the rule is off.`;
    case 'before-on':
      return `${happened}, and the rule is ${since}.`;
    case 'too-old':
      return `${happened}: too long ago when it became known.`;
    case 'no-scope':
      return `${happened}, and names nothing that the rule counts by.`;
    case 'once':
      return `${happened}, and the rule had begun for them on ${run ? minute(run.startedAt) : 'another day'}: not again so soon.`;
    case 'soon':
      return `${happened}: it is about to begin.`;
  }
}

/** The first step's decision as what would be, to follow "If its first step were due now". What is done has its words when it was done. */
export const firstWords = (decision: Decision): string =>
  decision.outcome === 'act' ? 'It would be done.' : wordsOf(decision);

const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
