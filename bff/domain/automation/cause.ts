import { MINUTE } from '../duration.ts';

/** Within that time of what a rule told others, or of points it gave, what comes of it counts as its doing. */
export const ECHO_WITHIN = 10 * MINUTE;

/** Others' clocks may be so far behind ours. */
const SLOW_CLOCKS = MINUTE;

/** So many runs may come one of the other; what goes round in a circle by way of others' systems ends here. */
export const DEEPEST = 5;

/** A run that there was. `echoAt`: when it last told another system something or gave points; `depth`: how many runs it came of. */
export type CausingRun = { id: string; depth: number; echoAt: Date | null };

/** How many runs, one of the other, a run comes of; `runId`: the last of them, null where there is none. */
export type Cause = { depth: number; runId: string | null };

/**
 * Of which run something came that was told at `toldAt`; null: the shopper did it themselves. Others' systems need not say what they
 * answer to: whatever follows soon is taken for an answer, so that at worst a circle ends early.
 */
export function causeOf(toldAt: Date | null, earlier: readonly CausingRun[]): Cause {
  const none: Cause = { depth: 0, runId: null };
  if (!toldAt) return none;
  return earlier.reduce((deepest, { id, depth, echoAt }) => {
    const after = echoAt ? toldAt.getTime() - echoAt.getTime() : Number.POSITIVE_INFINITY;
    return after >= -SLOW_CLOCKS && after < ECHO_WITHIN && depth + 1 > deepest.depth
      ? { depth: depth + 1, runId: id }
      : deepest;
  }, none);
}
