import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import type { Member } from './crew.ts';

/** Meta answers so late, in ms, while somebody is to be met between request and answer. */
export const SLOW_ANSWER = 3_000;
/** Others are let get so far with what it had, in ms. */
const HEAD_START = 500;
const LONGEST_WAIT = 6_000;

type Stage = {
  member: () => Promise<Member | undefined>;
  /** Somebody else takes its place meanwhile. */
  relieve: (member: Member) => void;
  /** Meta answers late, and refuses more than usual; or as before. */
  slow: (isSlow: boolean) => Promise<void>;
  /** Do others send again what was in doubt? */
  isOvertaken: () => Promise<boolean>;
  /** Lease and settle time together, in ms. */
  outlasts: number;
};

/**
 * Freezes somebody with many requests on the wire until its leases and the settle time are over and others send again what it had; then
 * it goes on as if nothing had been, with refusals of attempts that are history, and requests that it was about to write.
 * Returns whether somebody was there to be frozen.
 */
export async function outlast({ member, relieve, slow, isOvertaken, outlasts }: Stage): Promise<boolean> {
  await slow(true);
  await sleep(SLOW_ANSWER);
  const frozen = await member();
  if (!frozen?.process.kill('SIGSTOP')) {
    await slow(false);
    return false;
  }
  frozen.isWorking = false;
  relieve(frozen);
  await slow(false);
  await sleep(outlasts - 1_000);
  await slow(true);
  const latest = performance.now() + LONGEST_WAIT;
  while (performance.now() < latest && !(await isOvertaken().catch(() => false))) await sleep(50);
  await sleep(HEAD_START);
  frozen.process.kill('SIGCONT');
  await sleep(SLOW_ANSWER);
  await slow(false);
  return true;
}

/** Is a message on its way once more that was in doubt? */
export async function isSentAgain(superuser: postgres.Sql): Promise<boolean> {
  const [row] = await superuser<{ again: boolean }[]>`
    select exists (select from deliveries where state = 'sending' and resends > 0) as again`;
  return row!.again;
}
