import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { finishJob, finishJobs, type Job, type JobKind, postponeJob, retryJob } from '../db/jobs.ts';
import type { Db } from '../db/merchant-tx.ts';
import { backoff } from '../domain/backoff.ts';
import type { Clock } from '../domain/clock.ts';
import { SECOND } from '../domain/duration.ts';
import { jobsTopic, type Live, WORK_TOPIC } from '../live/live.ts';
import { KINDS, LEASE } from './kinds.ts';

export type Handler = {
  /** Works on one job. `retryAt`: not now, but then; nothing: it is done. What it throws is tried again with back-off. */
  work(job: Job, now: Date): Promise<{ retryAt: Date | null }>;
  /**
   * Works on a whole lane at once. What it throws sends each job through `work` alone, so that one cannot spoil the others.
   * @returns those that are to come back at once; the others are done
   */
  workTogether?(jobs: [Job, ...Job[]], now: Date): Promise<Job[]>;
  /** Ends, in the job's own rows, what failed {@link MAX_FAILURES} times. The job goes when this is done. */
  giveUp(job: Job, now: Date): Promise<unknown>;
  /** A job that never ends: given up, it comes back after so long. */
  returnsAfter?: number;
};

type Options = {
  db: Db;
  live: Live;
  clock: Clock;
  log: Logger;
  /** What is not here is left to other processes. */
  handlers: Partial<Record<JobKind, Handler>>;
  random: () => number;
  onSettled: (kind: JobKind, outcome: 'done' | 'postponed' | 'failed' | 'abandoned') => void;
};

/** Failures in a row; with the pauses between them some ten minutes. */
export const MAX_FAILURES = 10;
const POLL = SECOND;
/** Milliseconds. Whoever found nothing looks again no sooner: what comes in between is found together. */
const REST = 20;

export type Worker = {
  /** Finishes what it has begun and takes nothing more. */
  stop(): Promise<void>;
};

/**
 * Takes due jobs, woken by a commit and, should that be missed, by the clock. What a shop tells is worked on one after the other, as it
 * came, by one worker of all nodes at a time; but what fails is put off, and later things overtake it. The lines of WhatsApp's webhooks
 * are worked on a few together; where that fails, each alone. A worker that dies loses its jobs to the next one when their leases end.
 */
export function startWorker(options: Options): Worker {
  const pools = (Object.keys(options.handlers) as JobKind[]).map(kind => startPool(kind, options));
  return {
    async stop() {
      await Promise.all(pools.map(pool => pool.stop()));
    },
  };
}

function startPool(kind: JobKind, options: Options): Worker {
  const { db, live, clock, log } = options;
  const { lanes: room, claim, laneOf, lease = LEASE, gathers } = KINDS[kind];
  const lanes = new Set<Promise<void>>();
  let stopping = false;
  let wake = () => {};
  const subscriptions = [WORK_TOPIC, jobsTopic(kind)].map(topic => live.subscribe(topic, () => wake()));

  async function run() {
    while (!stopping) {
      const woken = Promise.withResolvers<void>();
      wake = woken.resolve;
      const rested = sleep(gathers?.ms ?? REST);
      const [now, isFull] = [clock.now(), lanes.size === room];
      const jobs = await take(now);
      for (const lane of Map.groupBy(jobs, laneOf).values()) begin(lane, now.getTime() + lease);
      if (!stopping && (jobs.length === 0 || lanes.size === room)) {
        const poll = setTimeout(woken.resolve, POLL);
        await woken.promise;
        clearTimeout(poll);
      }
      const isMoreToCome = gathers && jobs.length < gathers.upTo;
      if (isMoreToCome || (jobs.length === 0 && !isFull)) await rested;
    }
    await Promise.all(lanes);
  }

  async function take(now: Date): Promise<Job[]> {
    if (lanes.size === room) return [];
    try {
      return await claim(db, room - lanes.size, { leaseMs: lease, now });
    } catch (error) {
      log.warn({ err: error instanceof Error ? (error.cause ?? error) : error }, 'taking jobs failed');
      return [];
    }
  }

  function begin(jobs: Job[], leasedUntil: number): void {
    const lane = workOff(jobs, leasedUntil).then(() => {
      lanes.delete(lane);
      wake();
    });
    lanes.add(lane);
  }

  async function workOff(jobs: Job[], leasedUntil: number): Promise<void> {
    if (await workTogether(options, jobs)) return;
    for (const job of jobs) {
      // What the lane came to too late is somebody else's by now.
      if (clock.now().getTime() < leasedUntil) await work(options, job);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping = true;
      for (const unsubscribe of subscriptions) unsubscribe();
      wake();
      await running;
    },
  };
}

/** True: they were worked on. */
async function workTogether({ db, clock, log, handlers, onSettled }: Options, jobs: Job[]): Promise<boolean> {
  const [first, ...rest] = jobs;
  const handler = handlers[first!.kind]!;
  if (!handler.workTogether || rest.length === 0) return false;
  try {
    const now = clock.now();
    const back = new Set(await handler.workTogether([first!, ...rest], now));
    await finishJobs(
      db,
      jobs.filter(job => !back.has(job)),
    );
    for (const job of back) await postponeJob(db, job, now);
    for (const job of jobs) onSettled(job.kind, back.has(job) ? 'postponed' : 'done');
    return true;
  } catch (error) {
    const err = error instanceof Error ? (error.cause ?? error) : error;
    log.warn({ err, kind: first!.kind, jobs: jobs.length }, 'jobs failed together: each is tried alone');
    return false;
  }
}

async function work(options: Options, job: Job): Promise<void> {
  const { db, clock, handlers, onSettled } = options;
  try {
    const { retryAt } = await handlers[job.kind]!.work(job, clock.now());
    await (retryAt ? postponeJob(db, job, retryAt) : finishJob(db, job));
    onSettled(job.kind, retryAt ? 'postponed' : 'done');
  } catch (error) {
    reportFailure(options, job, error);
    // Should this fail too, the lease ends and the job comes back all the same.
    await (job.failures + 1 < MAX_FAILURES ? retry(options, job) : giveUp(options, job)).catch(again =>
      reportFailure(options, job, again),
    );
  }
}

function reportFailure({ log, onSettled }: Options, { kind, id, ref, merchantId }: Job, error: unknown): void {
  const err = error instanceof Error ? (error.cause ?? error) : error;
  log.error({ err, kind, job: id, ref, merchantId }, 'job failed');
  onSettled(kind, 'failed');
}

const retry = ({ db, clock, random }: Options, job: Job) =>
  retryJob(db, job, new Date(clock.now().getTime() + backoff(job.failures + 1, random())));

async function giveUp({ db, clock, log, handlers, onSettled }: Options, job: Job): Promise<void> {
  const handler = handlers[job.kind]!;
  const now = clock.now();
  await handler.giveUp(job, now);
  const { returnsAfter } = handler;
  await (returnsAfter === undefined
    ? finishJob(db, job)
    : postponeJob(db, job, new Date(now.getTime() + returnsAfter)));
  log.error({ kind: job.kind, job: job.id, ref: job.ref, merchantId: job.merchantId }, 'job given up');
  onSettled(job.kind, 'abandoned');
}
