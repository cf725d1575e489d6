import type { Action, RuleDefinition } from '../../contract/automation.ts';
import type { RunChange, RunRow } from '../db/automation-runs.ts';
import { dueAt, momentOf } from '../domain/automation/moment.ts';
import { type Decision, decideStep } from '../domain/automation/step.ts';
import { MINUTE } from '../domain/duration.ts';
import { type Desk, note, type Told } from './automation-desk.ts';
import { compose, type MessageAction, purposeWith } from './automation-message.ts';
import type { Person } from './automation-people.ts';

/** What could not be sent for a passing reason is looked at again after so long. */
const LOOK_AGAIN = 15 * MINUTE;

/** Decides a run's steps for as long as they are due. Puts decisions and what they do on the desk; returns how far the run has come. */
export function lookAtRun(desk: Desk, run: RunRow, now: Date): RunChange {
  const { definition, enabled } = desk.rules.get(`${run.ruleId} ${run.version}`)!;
  let { step, steppedAt } = run;
  let hasFailed = false;
  const over = (state: RunChange['state']): RunChange => ({
    id: run.id,
    state,
    step,
    steppedAt,
    dueAt: null,
    endedAt: now,
  });
  const waits = (until: Date): RunChange => ({
    id: run.id,
    state: 'waiting',
    step,
    steppedAt,
    dueAt: until,
    endedAt: null,
  });
  for (;;) {
    const person = desk.people.get(desk.owners.get(run.id)!)!;
    const facts = { ...run, step, steppedAt, newerAt: desk.newer.get(run.id) ?? null };
    const rule = withPurpose(definition, step, desk, person);
    const decision: Decision = enabled
      ? decideStep(rule, facts, person.facts, desk.manners, now)
      : { outcome: 'cancelled', reason: 'rule-off', facts: {} };
    const told = carryOut(desk, run, step, rule.steps[step]!.do, decision, person, now);
    hasFailed ||= told.outcome === 'failed';
    if (told.until) return waits(told.until);
    if (told.outcome === 'cancelled') return over('cancelled');
    const following = definition.steps[step + 1];
    if (!following) return over(desk.acted.has(run.id) ? 'done' : hasFailed ? 'failed' : 'suppressed');
    step += 1;
    steppedAt = now;
    const due = dueAt(following, momentOf(definition.trigger, run, person.facts) ?? run.moment, steppedAt);
    if (due > now) return waits(due);
  }
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
  const told = decision.outcome === 'act' ? assign(desk, action, decision, person) : decision;
  note(desk, run, step, told, now);
  return told;
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

/** To whom the rule says, if they are still there; else to whoever has the least to do. */
function assign(desk: Desk, action: Action, decision: Decision, { facts }: Person): Told {
  const asked = action.kind === 'assign' ? action.to : null;
  const idlest = [...desk.colleagues].sort((a, b) => a.open - b.open)[0];
  const agent = desk.colleagues.find(({ id }) => id === asked) ?? idlest ?? null;
  if (agent) agent.open += 1;
  desk.assigned.push({ customerId: facts.customer.id, agentId: agent?.id ?? null });
  return { ...decision, facts: { ...decision.facts, ...(agent && { agent: agent.name }) } };
}
