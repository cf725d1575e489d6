import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import type { Member } from './crew.ts';

/** Meta answers so late, in ms, while somebody is to be met between request and answer. */
export const SLOW_ANSWER = 3_000;
/** Others are let get so far with what it had, in ms. */
const HEAD_START = 300;
const LONGEST_WAIT = 8_000;
/** Of the requests on the wire of who is frozen, so many are refused. */
const MANY = 0.6;

type Stage = {
  member: () => Promise<Member | undefined>;
  /** Somebody else takes its place meanwhile. */
  relieve: (member: Member) => void;
  /** Meta answers late, and refuses this share; null: as before. */
  slow: (refusals: number | null) => Promise<void>;
  /** Do others send again what came into doubt when its leases ended? `since`: not before then. */
  isOvertaken: (since: Date) => Promise<boolean>;
  /** Lease and settle time together, in ms. */
  outlasts: number;
};

/**
 * Freezes somebody with many requests on the wire until its leases and the settle time are over and others send again what it had; then
 * it goes on as if nothing had been, with refusals of attempts that are history, and requests that it was about to write.
 * Returns whether somebody was there to be frozen.
 */
export async function outlast({ member, relieve, slow, isOvertaken, outlasts }: Stage): Promise<boolean> {
  await slow(MANY);
  await sleep(SLOW_ANSWER);
  const frozen = await member();
  if (!frozen?.process.kill('SIGSTOP')) {
    await slow(null);
    return false;
  }
  frozen.isWorking = false;
  const since = new Date(Date.now() + outlasts - 1_000);
  relieve(frozen);
  await slow(null);
  await sleep(outlasts - 1_000);
  await slow(0);
  const latest = performance.now() + LONGEST_WAIT;
  while (performance.now() < latest && !(await isOvertaken(since).catch(() => false))) await sleep(50);
  await sleep(HEAD_START);
  frozen.process.kill('SIGCONT');
  await sleep(SLOW_ANSWER);
  await slow(null);
  return true;
}

/** Are several messages that were in doubt on their way once more, since then? */
export async function areSentAgain(superuser: postgres.Sql, since: Date): Promise<boolean> {
  const [row] = await superuser<{ again: boolean }[]>`
    select count(*) >= 2 as again from deliveries where state = 'sending' and resends > 0 and sending_at >= ${since}`;
  return row!.again;
}
