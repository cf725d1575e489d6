import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../whatsapp-simulator/random.ts';
import type { Member } from './crew.ts';

const KILL_EVERY = [250, 700] as const;
const FREEZE_EVERY = [10_000, 30_000] as const;
const OUTLAST_EVERY = [2_000, 10_000] as const;
const RESTART_EVERY = [3_000, 6_000] as const;
const WEB_EVERY = [20_000, 40_000] as const;

/** `outlasted`: freezes that lasted longer than lease and settle time together. */
export type Strikes = { kills: number; freezes: number; outlasted: number; restarts: number; webKills: number };

type Targets = {
  random: Random;
  workers: ReadonlySet<Member>;
  web: ReadonlySet<Member>;
  /** How many kills are still to come. */
  killsLeft: () => number;
  /** Somebody is killed only when another one is ready to go on: how long Node takes to load is not what is looked at. */
  hasReserve: () => boolean;
  strikesWeb: boolean;
  outlasts: boolean;
  /** How long somebody is frozen: longer than a lease. */
  freezeFor: number;
  /** Freezes one of them until others have gone on with what it had. Tells whether one was there. */
  outlast: (member: () => Promise<Member | undefined>) => Promise<boolean>;
  restartPostgres: () => Promise<void>;
  strikes: Strikes;
};

/**
 * Strikes at random until all kills are done or `signal` ends it: kills, freezes, restarts of the database. Struck are those who send: on a
 * crowded machine the blows come more slowly, not into the void. Whoever is frozen goes on in the end.
 */
export async function strike(
  {
    random,
    workers,
    web,
    killsLeft,
    hasReserve,
    strikesWeb,
    outlasts,
    freezeFor,
    outlast,
    restartPostgres,
    strikes,
  }: Targets,
  signal: AbortSignal,
) {
  const rest = async ([least, most]: readonly [number, number]) => {
    await sleep(least + random() * (most - least), undefined, { signal }).catch(() => {});
    return !signal.aborted && killsLeft() > 0;
  };
  // Whoever has just begun, or been without a database, holds claims at most. Whoever has sent something has messages at every step.
  const anyOf = async (members: ReadonlySet<Member>): Promise<Member | undefined> => {
    while (!signal.aborted && killsLeft() > 0) {
      const atWork = [...members].filter(({ isWorking, isSpared }) => isWorking && !isSpared);
      if (atWork.length > 0) return atWork[Math.floor(random() * atWork.length)];
      await sleep(20);
    }
    return undefined;
  };
  const killing = async () => {
    while (await rest(KILL_EVERY)) if (hasReserve()) (await anyOf(workers))?.process.kill('SIGKILL');
  };
  const freezing = async () => {
    while (await rest(FREEZE_EVERY)) {
      const member = await anyOf(workers);
      if (!member?.process.kill('SIGSTOP')) continue;
      member.isWorking = false;
      strikes.freezes += 1;
      await sleep(freezeFor);
      member.process.kill('SIGCONT');
    }
  };
  const outlasting = async () => {
    while (outlasts && (await rest(OUTLAST_EVERY))) if (await outlast(() => anyOf(workers))) strikes.outlasted += 1;
  };
  const restarting = async () => {
    while (await rest(RESTART_EVERY)) {
      if (!(await anyOf(workers))) continue;
      await restartPostgres();
      for (const member of workers) member.isWorking = false;
      strikes.restarts += 1;
    }
  };
  const killingWeb = async () => {
    while (strikesWeb && (await rest(WEB_EVERY))) {
      if ((await anyOf(web))?.process.kill('SIGKILL')) strikes.webKills += 1;
    }
  };
  await Promise.all([killing(), freezing(), outlasting(), restarting(), killingWeb()]);
}
