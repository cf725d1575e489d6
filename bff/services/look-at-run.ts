import type { RuleDefinition, Step } from '../../contract/automation.ts';
import type { Action } from '../../contract/automation-action.ts';
import type { RunChange, RunRow } from '../db/automation-runs.ts';
import { advance } from '../domain/automation/advance.ts';
import type { RunFacts } from '../domain/automation/facts.ts';
import { type Decision, decideStep } from '../domain/automation/step.ts';
import { MINUTE } from '../domain/duration.ts';
import { act } from './automation-acts.ts';
import { type Desk, note, type Told } from './automation-desk.ts';
import { compose, type MessageAction, purposeWith } from './automation-message.ts';
import type { Person } from './automation-people.ts';

/** What could not be sent for a passing reason is looked at again after so long. */
const LOOK_AGAIN = 15 * MINUTE;

/** Decides a run's steps for as long as they are due. Puts decisions and what they do on the desk; returns how far the run has come. */
export function lookAtRun(desk: Desk, row: RunRow, now: Date): RunChange {
  const { definition, enabled } = desk.rules.get(`${row.ruleId} ${row.version}`)!;
  const awaitingSince = row.awaits ? new Date(row.awaits.since) : null;
  let run: RunFacts = { ...row, awaitingSince, newerAt: desk.newer.get(row.id) ?? null };
  let { echoAt } = row;
  let hasFailed = false;
  const come = (state: RunChange['state'], at: RunFacts, until: Date | null): RunChange => ({
    ...{ id: row.id, state, step: at.step, steppedAt: at.steppedAt, ways: [...at.ways], echoAt },
    awaits: awaitsOf(definition.steps[at.step]!, at),
    dueAt: until,
    endedAt: until ? null : now,
  });
  for (;;) {
    const person = desk.people.get(desk.owners.get(row.id)!)!;
    const rule = withPurpose(definition, run.step, desk, person);
    const decision: Decision = enabled
      ? decideStep(rule, run, person.facts, desk.manners, now)
      : { outcome: 'cancelled', reason: 'rule-off', facts: {} };
    const action = rule.steps[run.step]!.do;
    const told = carryOut(desk, row, run.step, action, decision, person, now);
    hasFailed ||= told.outcome === 'failed';
    if (told.outcome === 'act' && ECHOING.has(action.kind)) echoAt = now;
    if (decision.outcome === 'send' && told.until) return come('waiting', run, told.until);
    const progress = advance(definition, run, decision, person.facts, now);
    if (progress.next === 'waits') return come('waiting', progress.run, progress.until);
    if (progress.next === 'over') {
      const ended = desk.acted.has(row.id) ? 'done' : hasFailed ? 'failed' : 'suppressed';
      return come(progress.cancelled ? 'cancelled' : ended, progress.run, null);
    }
    run = progress.run;
  }
}

/** What may start a run again, by way of others or of the score. */
const ECHOING: ReadonlySet<Action['kind']> = new Set(['webhook', 'score']);

function awaitsOf({ do: action }: Step, { awaitingSince }: RunFacts): RunChange['awaits'] {
  if (action.kind !== 'wait' || !awaitingSince) return null;
  return { ...action.for, since: awaitingSince.toISOString() };
}

/** What Meta takes for advertising is decided as advertising. */
function withPurpose(rule: RuleDefinition, step: number, { stationery }: Desk, { facts }: Person): RuleDefinition {
  const action = rule.steps[step]!.do;
  if (action.kind !== 'message') return rule;
  const purpose = purposeWith(action, stationery, facts.language);
  const steps = rule.steps.map((each, n) => (n === step ? { ...each, do: { ...action, purpose } } : each));
  return { ...rule, steps };
}

/** Notes the decision, and what it does. */
function carryOut(
  desk: Desk,
  run: RunRow,
  step: number,
  action: Action,
  decision: Decision,
  person: Person,
  now: Date,
): Told {
  if (decision.outcome === 'send') return write(desk, run, step, action as MessageAction, decision, person, now);
  if (decision.outcome === 'act') return act(desk, run, step, action, person, now);
  note(desk, run, step, decision, now);
  return decision;
}

type Send = Extract<Decision, { outcome: 'send' }>;

function write(
  desk: Desk,
  run: RunRow,
  step: number,
  action: MessageAction,
  decision: Send,
  person: Person,
  now: Date,
): Told {
  const { by, expiresAt, facts } = decision;
  const composed = compose(action, by, { person: person.facts, subject: run.subject }, desk.stationery);
  if ('fault' in composed) {
    const told = faultTold(composed, expiresAt, now);
    note(desk, run, step, told, now);
    return told;
  }
  const { content, numberId } = composed;
  const sent: Told['facts'] = content.kind === 'template' ? { template: `${content.name}, ${content.language}` } : {};
  const told: Told = { outcome: 'send', reason: by, facts: { ...facts, ...sent } };
  const noted = note(desk, run, step, told, now);
  const { purpose } = action;
  const address = by === 'panel' ? null : { ...person.facts.address!, ...(numberId && { numberId }) };
  const customerId = person.facts.customer.id;
  desk.outgoing.push({ decision: noted, customerId, content, whatsapp: address && { purpose, address, expiresAt } });
  if (address && purpose === 'marketing') {
    const advertisedAt = [...person.facts.advertisedAt, now];
    desk.people.set(customerId, { ...person, facts: { ...person.facts, advertisedAt } });
  }
  return told;
}

function faultTold({ fault, words }: { fault: string; words: string }, expiresAt: Date, now: Date): Told {
  const until = new Date(now.getTime() + LOOK_AGAIN);
  if (fault !== 'template-not-ready' || until >= expiresAt)
    return { outcome: 'failed', reason: fault, facts: { words } };
  return { outcome: 'waiting', reason: fault, facts: { words, until: until.toISOString() }, until };
}
