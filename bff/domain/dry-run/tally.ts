import type { DryRunMessage, DryRunOutcome, DryRunTally, DryRunUnknown } from '../../../contract/dry-run.ts';

/** Of each outcome and reason so many people are kept to be looked through. */
const SAMPLES_OF_EACH = 20;

export const emptyTally = (): DryRunTally => ({
  ...{ people: 0, runs: 0, outcomes: [], days: [], messages: [], unknown: [], kept: {} },
});

/** A run as it is counted. */
export type CountedRun = {
  outcome: DryRunOutcome;
  reason: string;
  /** The shop's own day on which the run began. */
  day: string;
  messages: Omit<DryRunMessage, 'price' | 'count'>[];
  unknown: readonly DryRunUnknown[];
};

/** Counts one more run. */
export function countRun(tally: DryRunTally, { outcome, reason, day, messages, unknown }: CountedRun): void {
  tally.runs += 1;
  entry(tally.outcomes, one => one.outcome === outcome && one.reason === reason, {
    outcome,
    reason,
    runs: 0,
  }).runs += 1;
  entry(tally.days, one => one.day === day, { day, sent: 0, other: 0 })[outcome === 'sent' ? 'sent' : 'other'] += 1;
  for (const { channel, category, country } of messages) {
    const isSame = (one: DryRunTally['messages'][number]) =>
      one.channel === channel && one.category === category && one.country === country;
    entry(tally.messages, isSame, { channel, category, country, count: 0 }).count += 1;
  }
  for (const what of unknown) entry(tally.unknown, one => one.what === what, { what, runs: 0 }).runs += 1;
}

/**
 * Is a run of this outcome among those that are kept? By lot, so that whoever comes first by their id is not preferred.
 * @returns null: it is not; else the id of the one that has to go for it, if one has to
 */
export function keepSample(
  tally: DryRunTally,
  { outcome, reason }: Pick<CountedRun, 'outcome' | 'reason'>,
  sample: { id: string; lot: string },
): { dropped: string | null } | null {
  const key = `${outcome} ${reason}`;
  const kept = tally.kept[key] ?? [];
  const all = [...kept, sample].sort((a, b) => (a.lot < b.lot ? -1 : 1));
  const dropped = all.length > SAMPLES_OF_EACH ? all.pop()! : null;
  tally.kept[key] = all;
  return dropped?.id === sample.id ? null : { dropped: dropped?.id ?? null };
}

function entry<T>(list: T[], isSame: (one: T) => boolean, fresh: T): T {
  const found = list.find(isSame);
  if (found) return found;
  list.push(fresh);
  return fresh;
}
