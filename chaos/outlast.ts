import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { type Member, tell } from './crew.ts';
import type { FromChild } from './processes/orders.ts';

/** Meta answers so late, in ms, while somebody is to be met between request and answer. */
export const SLOW_ANSWER = 3_000;
/** Others are let get so far with what it had, in ms. */
const HEAD_START = 300;
const LONGEST_WAIT = 20_000;
/** Who has something to send begins an attempt within so many ms. */
const STANDS_WITHIN = 2_000;
/** Of the requests on the wire of who is frozen, so many are refused. */
const MANY = 0.6;

type Stage = {
  member: () => Promise<Member | undefined>;
  /** Somebody else takes its place meanwhile. */
  relieve: (member: Member) => void;
  /** Meta answers late, and refuses this share; null: as before. */
  slow: (refusals: number | null) => Promise<void>;
  /** Have others sent again all that it had begun until `frozenAt` and that may be sent again? `begun`: what it was just about to write. */
  isOvertaken: (frozenAt: Date, begun: string | null) => Promise<boolean>;
  /** Lease and settle time together, in ms. */
  outlasts: number;
};

/**
 * Freezes somebody with many requests on the wire, and just after it has committed an attempt, until its leases and the settle time are
 * over and others send again what it had; then it goes on as if nothing had been, with refusals of attempts that are history, and
 * requests that it was about to write.
 * Returns whether somebody was there to be frozen.
 */
export async function outlast({ member, relieve, slow, isOvertaken, outlasts }: Stage): Promise<boolean> {
  await slow(MANY);
  await sleep(SLOW_ANSWER);
  const found = await freezeOne(member);
  if (!found) {
    await slow(null);
    return false;
  }
  const { frozen, begun } = found;
  frozen.isWorking = false;
  const frozenAt = new Date();
  relieve(frozen);
  await slow(null);
  await sleep(outlasts - 1_000);
  await slow(0);
  const latest = performance.now() + LONGEST_WAIT;
  while (performance.now() < latest && !(await isOvertaken(frozenAt, begun).catch(() => false))) await sleep(50);
  await sleep(HEAD_START);
  frozen.process.kill('SIGCONT');
  await sleep(SLOW_ANSWER);
  await slow(null);
  return true;
}

type Found = { frozen: Member; begun: string | null };

/** Between an attempt and its request, where it comes to one soon; else wherever it is. Null: nobody is there. */
async function freezeOne(member: Stage['member']): Promise<Found | null> {
  for (;;) {
    const frozen = await member();
    if (!frozen) return null;
    frozen.isSpared = true;
    const stands = new Promise<string>(resolve =>
      frozen.process.on('message', (said: FromChild) => typeof said === 'object' && resolve(said.stands)),
    );
    tell(frozen, { standStill: true });
    const begun = await Promise.race([stands, frozen.exited, sleep(STANDS_WITHIN)]);
    // Others strike meanwhile. Who stands stopped itself: stopped twice, it was seen not to go on when it was told to.
    if (frozen.process.kill(begun ? 0 : 'SIGSTOP')) return { frozen, begun: begun ?? null };
  }
}

/**
 * Are some on their way once more, and is nothing left where it was that was begun until then and that a customer waits for? What is still
 * to be sent again, and no more in doubt, is counted for `begun` alone: others may wait for their next try.
 */
export async function areSentAgain(superuser: postgres.Sql, until: Date, begun: string | null): Promise<boolean> {
  const [row] = await superuser<{ again: number; before: number }[]>`
    select count(*) filter (where sending_at > ${until} and resends > 0 and state <> 'queued')::int as again,
      count(*) filter (where sending_at <= ${until} and purpose <> 'marketing' and (state <> 'queued' or id = ${begun}))::int as before
    from deliveries where state in ('queued', 'sending', 'unknown')`;
  return row!.again > 0 && row!.before === 0;
}
