import { SECOND } from './duration.ts';

/** One message in 6 s from a number to the same person, and bursts of 45 that borrow from the time to come (Meta, "Pair rate limits"). */
const INTERVAL = 6 * SECOND;
const BURST = 45;

/**
 * The generic cell rate algorithm.
 * @param nextAt the theoretical arrival time of the next message of the pair; null: none was sent for long
 * @returns when it may go; if that is now, `nextAt` is the new theoretical arrival time
 */
export function pairTurn(nextAt: Date | null, now: Date): { at: Date; nextAt: Date } {
  const expected = Math.max(nextAt?.getTime() ?? 0, now.getTime());
  const at = Math.max(now.getTime(), expected - (BURST - 1) * INTERVAL);
  return { at: new Date(at), nextAt: new Date(expected + INTERVAL) };
}

/** Meta says that the pair's rate is used up (131056): "wait 4^n seconds", n being the refusals in a row. */
export const pairBackoff = (refusals: number, now: Date): Date =>
  new Date(now.getTime() + 4 ** Math.min(refusals, 6) * SECOND);

/** The theoretical arrival time that lets nothing of the pair go before `at`. */
export const pairClosedUntil = (at: Date): Date => new Date(at.getTime() + (BURST - 1) * INTERVAL);
