import type { Awaiting, Books } from '../../contract/automation-facts.ts';
import type { RunRow } from '../db/automation-runs.ts';
import { type EnabledRule, findEnabledVersions } from '../db/enabled-rules.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { cancelledBy } from '../domain/automation/cancel.ts';
import type { EventFact } from '../domain/automation/facts.ts';
import { dueAt, momentOf } from '../domain/automation/moment.ts';

/** The newest versions, and those by which runs that wait were begun. */
export async function versionsUnderWay(
  tx: MerchantTx,
  newest: readonly EnabledRule[],
  runs: readonly RunRow[],
): Promise<EnabledRule[]> {
  const older = runs.filter(
    run =>
      run.state === 'waiting' && newest.some(({ ruleId, version }) => ruleId === run.ruleId && version !== run.version),
  );
  return [...newest, ...(await findEnabledVersions(tx, older))];
}

/** Is a run that waits over, or due earlier than it was? By the version that it began with, which whoever looks decides by too. */
export function isTouched(
  run: RunRow,
  versions: readonly EnabledRule[],
  events: readonly EventFact[],
  books: Books,
): boolean {
  const rule = versions.find(({ ruleId, version }) => ruleId === run.ruleId && version === run.version);
  if (run.state !== 'waiting' || !rule) return false;
  const moment = momentOf(rule.trigger, run, books);
  if (!moment) return true;
  const wroteAt = newestOf(events.filter(({ name }) => name === 'message_sent'));
  if (cancelledBy(rule.cancelledBy, { ...run, newerAt: null }, { ...books, wroteAt })) return true;
  if (run.awaits) return hasCome(run.awaits, events, wroteAt, books);
  return run.step === 0 && dueAt({ wait: rule.firstWait }, moment, null) < run.dueAt!;
}

/** Has what the run waits for come about? Whoever looks decides it. */
function hasCome({ on, name, since }: Awaiting, events: readonly EventFact[], wroteAt: Date | null, books: Books) {
  const from = new Date(since);
  if (on === 'event') return events.some(event => event.name === name && event.at > from);
  return cancelledBy([on], { subject: {}, moment: from, newerAt: null }, { ...books, wroteAt }) !== null;
}

const newestOf = (events: readonly EventFact[]): Date | null =>
  events.reduce<Date | null>((newest, { at }) => (newest && newest > at ? newest : at), null);
