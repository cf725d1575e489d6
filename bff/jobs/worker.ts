import type { Logger } from 'pino';
import { claimJobs, finishJob, type Job, type JobKind, postponeJob, retryJob } from '../db/jobs.ts';
import type { Db } from '../db/merchant-tx.ts';
import { backoff } from '../domain/backoff.ts';
import type { Clock } from '../domain/clock.ts';
import { SECOND } from '../domain/duration.ts';
import { type Live, WORK_TOPIC } from '../live/live.ts';

export type Handler = {
  /** Works on one job. `retryAt`: not now, but then; nothing: it is done. What it throws is tried again with back-off. */
  work(job: Job, now: Date): Promise<{ retryAt: Date | null }>;
  /** Ends, in the job's own rows, what failed {@link MAX_ATTEMPTS} times. The job goes when this is done. */
  giveUp(job: Job, now: Date): Promise<unknown>;
};

type Options = {
  db: Db;
  live: Live;
  clock: Clock;
  log: Logger;
  handlers: Record<JobKind, Handler>;
  random: () => number;
  onSettled: (kind: JobKind, outcome: 'done' | 'postponed' | 'failed' | 'abandoned') => void;
};

const LEASE = 30 * SECOND;
/** Failures in a row, a worker's death included; with the pauses between them some ten minutes. */
export const MAX_ATTEMPTS = 10;
const POLL = SECOND;
const AT_ONCE = 20;

export type Worker = {
  /** Finishes what it has begun and takes nothing more. */
  stop(): Promise<void>;
};

/**
 * Takes due jobs, woken by a commit and, should that be missed, by the clock. A merchant's webhooks are worked on one after the
 * other, as they came; deliveries side by side, so that a slow one keeps nobody waiting. A worker that dies loses its jobs to the
 * next one when their leases end.
 */
export function startWorker(options: Options): Worker {
  const { db, live, clock, log } = options;
  /** The last job of each lane; a lane's jobs follow one another. */
  const lanes = new Map<string, Promise<void>>();
  let inHand = 0;
  let stopping = false;
  let wake = () => {};
  const unsubscribe = live.subscribe(WORK_TOPIC, () => wake());

  async function run() {
    while (!stopping) {
      const woken = Promise.withResolvers<void>();
      wake = woken.resolve;
      const jobs = await take();
      for (const job of jobs) begin(job);
      if (stopping || (jobs.length > 0 && inHand < AT_ONCE)) continue;
      const poll = setTimeout(woken.resolve, POLL);
      await woken.promise;
      clearTimeout(poll);
    }
    await Promise.all(lanes.values());
  }

  async function take(): Promise<Job[]> {
    if (inHand === AT_ONCE) return [];
    try {
      return await claimJobs(db, AT_ONCE - inHand, LEASE, clock.now());
    } catch (error) {
      log.warn({ err: error instanceof Error ? (error.cause ?? error) : error }, 'taking jobs failed');
      return [];
    }
  }

  function begin(job: Job): void {
    inHand += 1;
    const lane = job.kind === 'webhook' ? `webhook:${job.merchantId}` : job.id;
    const done = (lanes.get(lane) ?? Promise.resolve()).then(async () => {
      await work(options, job);
      if (lanes.get(lane) === done) lanes.delete(lane);
      inHand -= 1;
      if (inHand === AT_ONCE - 1) wake();
    });
    lanes.set(lane, done);
  }

  const running = run();
  return {
    async stop() {
      stopping = true;
      unsubscribe();
      wake();
      await running;
    },
  };
}

async function work({ db, clock, log, handlers, random, onSettled }: Options, job: Job): Promise<void> {
  const handler = handlers[job.kind];
  try {
    if (job.attempts > MAX_ATTEMPTS) {
      await handler.giveUp(job, clock.now());
      await finishJob(db, job);
      log.error({ kind: job.kind, job: job.id, ref: job.ref, merchantId: job.merchantId }, 'job given up');
      onSettled(job.kind, 'abandoned');
      return;
    }
    const { retryAt } = await handler.work(job, clock.now());
    await (retryAt ? postponeJob(db, job, retryAt) : finishJob(db, job));
    onSettled(job.kind, retryAt ? 'postponed' : 'done');
  } catch (error) {
    log.error(
      { err: error instanceof Error ? (error.cause ?? error) : error, kind: job.kind, job: job.id },
      'job failed',
    );
    onSettled(job.kind, 'failed');
    const retryAt = new Date(clock.now().getTime() + backoff(job.attempts, random()));
    // Should this fail too, the lease ends and the job comes back all the same.
    await retryJob(db, job, retryAt).catch(() => {});
  }
}
