import type { RuleDefinition } from '../../../contract/automation.ts';
import type { Action, Onward } from '../../../contract/automation-action.ts';
import { MINUTE } from '../duration.ts';
import { cancelledBy } from './cancel.ts';
import { type Cap, capFreeAt } from './cap.ts';
import { type Way, wayOf } from './channel.ts';
import { evaluate } from './conditions.ts';
import type { PersonFacts, RunFacts } from './facts.ts';
import { type DaySpan, firstOpen, firstUnquiet, nextQuiet, type Week } from './hours.ts';
import { dueAt, momentOf } from './moment.ts';
import { awaitedName, cameAt, dealtWay } from './ways.ts';

/** What the merchant has settled for all rules. */
export type Manners = { timeZone: string; quiet: DaySpan; week: Week; cap: Cap };

export type WaitFor = 'its-time' | 'quiet-hours' | 'business-hours' | 'frequency-cap' | 'something';

/** A code and the facts it rests on, for the sentence that people read. */
type Told = { reason: string; facts: Record<string, string | number> };

export type Decision =
  /** `awaitingSince`: from then on the step waits for something to happen. */
  | ({ outcome: 'waiting'; reason: WaitFor; until: Date; awaitingSince?: Date } & Omit<Told, 'reason'>)
  /** `expiresAt`: what is not on its way by then is not sent any more. */
  | ({ outcome: 'send'; by: Exclude<Way['by'], 'none'>; expiresAt: Date } & Told)
  | ({ outcome: 'act' } & Told)
  /** The step has asked, and this is how the run goes on. */
  | ({ outcome: 'went'; onward: Onward } & Told)
  /** This step does nothing; the next one has its turn. */
  | ({ outcome: 'suppressed' } & Told)
  /** The run is over. */
  | ({ outcome: 'cancelled' } & Told);

/** What is to become of a run's next step at `now`? */
export function decideStep(
  rule: Pick<RuleDefinition, 'trigger' | 'cancelledBy' | 'if' | 'hours' | 'steps'>,
  run: RunFacts,
  person: PersonFacts,
  manners: Manners,
  now: Date,
): Decision {
  const step = rule.steps[run.step]!;
  const moment = momentOf(rule.trigger, run, person);
  if (!moment) return { outcome: 'cancelled', reason: 'gone', facts: {} };
  const cancel = cancelledBy(rule.cancelledBy, run, person);
  if (cancel) return { outcome: 'cancelled', reason: cancel.by, facts: { at: cancel.at.toISOString() } };
  if (step.do.kind === 'wait' && run.awaitingSince) return decideWait(step.do, run.awaitingSince, run, person, now);
  const due = dueAt(step, moment, run.steppedAt);
  if (now < due) return { outcome: 'waiting', reason: 'its-time', until: due, facts: { since: moment.toISOString() } };
  const latest = new Date(due.getTime() + step.withinMinutes * MINUTE);
  const timing = { due: due.toISOString(), latest: latest.toISOString() };
  if (now >= latest) return { outcome: 'suppressed', reason: 'too-late', facts: timing };
  for (const condition of [rule.if, step.if]) {
    if (!condition) continue;
    const { holds, because } = evaluate(condition, { person, subject: run.subject }, now);
    if (holds !== true) return { outcome: 'suppressed', reason: 'condition', facts: { because } };
  }
  switch (step.do.kind) {
    case 'message':
      return decideMessage(step.do, rule.hours, person, manners, latest, now);
    case 'wait':
      // What happened before the step before was over is not what is waited for.
      return decideWait(step.do, run.steppedAt && run.steppedAt > due ? run.steppedAt : due, run, person, now);
    case 'split': {
      const way = dealtWay(step.do, run);
      return { outcome: 'went', reason: 'split', onward: { way }, facts: { way } };
    }
    case 'assign':
    case 'note':
    case 'tag':
    case 'score':
    case 'webhook':
      return { outcome: 'act', reason: step.do.kind, facts: {} };
  }
}

function decideWait(
  action: Extract<Action, { kind: 'wait' }>,
  since: Date,
  run: RunFacts,
  person: PersonFacts,
  now: Date,
): Decision {
  const until = new Date(since.getTime() + action.minutes * MINUTE);
  const facts = { awaited: awaitedName(action.for), since: since.toISOString(), until: until.toISOString() };
  const at = cameAt(action.for, since, run, person);
  if (at && at < until) return went('came', action.came, { ...facts, at: at.toISOString() });
  if (now >= until) return went('timed-out', action.timedOut, facts);
  return { outcome: 'waiting', reason: 'something', until, awaitingSince: since, facts };
}

const went = (reason: string, onward: Onward, facts: Told['facts']): Decision => ({
  ...{ outcome: 'went', reason, onward },
  facts: { ...facts, way: typeof onward === 'string' ? onward : onward.way },
});

function decideMessage(
  action: Extract<Action, { kind: 'message' }>,
  hours: RuleDefinition['hours'],
  person: PersonFacts,
  { timeZone, quiet, week, cap }: Manners,
  latest: Date,
  now: Date,
): Decision {
  const way = wayOf(action, person, now);
  if (way.by === 'none') return { outcome: 'suppressed', reason: way.reason, facts: { words: way.words } };
  // Whoever is on the page is awake.
  if (way.by === 'panel') return { outcome: 'send', by: 'panel', reason: 'panel', expiresAt: latest, facts: {} };
  const { zones, unquiet } = quietIn(person, quiet, timeZone, now);
  const waits: [WaitFor, Date | null][] = [
    ['business-hours', hours === 'business' ? firstOpen(now, timeZone, week) : now],
    ['quiet-hours', hours === 'any' ? now : unquiet],
    ['frequency-cap', action.purpose === 'marketing' ? capFreeAt(person.advertisedAt, cap, now) : now],
  ];
  for (const [reason, until] of waits) {
    if (until && until <= now) continue;
    const facts = { until: until?.toISOString() ?? 'never', latest: latest.toISOString(), zones: zones.join(', ') };
    if (until && until < latest) return { outcome: 'waiting', reason, until, facts };
    return { outcome: 'suppressed', reason, facts };
  }
  const quietFrom = hours === 'any' ? null : nextQuiet(now, zones, quiet);
  const expiresAt = quietFrom && quietFrom < latest ? quietFrom : latest;
  return { outcome: 'send', by: way.by, reason: way.by, expiresAt, facts: { zones: zones.join(', ') } };
}

/** The zones of a large country may leave no hour that is quiet in none of them: then the shop's clock counts. */
function quietIn({ zones }: PersonFacts, quiet: DaySpan, shop: string, now: Date) {
  const unquiet = firstUnquiet(now, zones.names, quiet);
  return unquiet ? { zones: zones.names, unquiet } : { zones: [shop], unquiet: firstUnquiet(now, [shop], quiet) };
}
