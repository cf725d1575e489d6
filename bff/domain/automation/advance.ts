import type { RuleDefinition } from '../../../contract/automation.ts';
import type { Books } from '../../../contract/automation-facts.ts';
import type { RunFacts } from './facts.ts';
import { dueAt, momentOf } from './moment.ts';
import type { Decision } from './step.ts';
import { stepAfter, waysWith } from './ways.ts';

/** How far a run has come. `look`: its next step is due already; `waits`: it is looked at then. */
export type Progress =
  | { next: 'look'; run: RunFacts }
  | { next: 'waits'; run: RunFacts; until: Date }
  | { next: 'over'; run: RunFacts; cancelled: boolean };

/** What a decision makes of a run. One that was cancelled, or has no step left on its ways, is over. */
export function advance(
  { trigger, steps }: Pick<RuleDefinition, 'trigger' | 'steps'>,
  run: RunFacts,
  decision: Decision,
  books: Books,
  now: Date,
): Progress {
  if (decision.outcome === 'cancelled') return { next: 'over', run, cancelled: true };
  if (decision.outcome === 'waiting') {
    const awaitingSince = decision.awaitingSince ?? run.awaitingSince;
    return { next: 'waits', run: { ...run, awaitingSince }, until: decision.until };
  }
  const onward = decision.outcome === 'went' ? decision.onward : 'go-on';
  const ways = waysWith(run.ways, onward);
  const following = onward === 'stop' ? null : stepAfter(steps, run.step, ways);
  if (following === null) return { next: 'over', run: { ...run, ways, awaitingSince: null }, cancelled: false };
  const onto = { ...run, step: following, steppedAt: now, ways, awaitingSince: null };
  const until = dueAt(steps[following]!, momentOf(trigger, run, books) ?? run.moment, now);
  return until > now ? { next: 'waits', run: onto, until } : { next: 'look', run: onto };
}
