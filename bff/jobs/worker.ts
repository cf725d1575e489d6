import type { Logger } from 'pino';
import { claimJobs, finishJob, type Job, type JobKind, postponeJob } from '../db/jobs.ts';
import type { Db } from '../db/merchant-tx.ts';
import { backoff } from '../domain/backoff.ts';
import type { Clock } from '../domain/clock.ts';
import { SECOND } from '../domain/duration.ts';
import { type Live, WORK_TOPIC } from '../live/live.ts';

/** Works on one job. `retryAt`: not now, but then; nothing: it is done. What it throws is tried again with back-off. */
export type Handler = (job: Job, now: Date) => Promise<{ retryAt: Date | null }>;

type Options = {
  db: Db;
  live: Live;
  clock: Clock;
  log: Logger;
  handlers: Record<JobKind, Handler>;
  random: () => number;
  onSettled: (kind: JobKind, outcome: 'done' | 'postponed' | 'failed') => void;
};

const LEASE = 30 * SECOND;
const POLL = SECOND;
const AT_ONCE = 20;

export type Worker = {
  /** Finishes what it has begun and takes nothing more. */
  stop(): Promise<void>;
};

/**
 * Takes due jobs, woken by a commit and, should that be missed, by the clock. A merchant's webhooks are worked on one after the
 * other, as they came; deliveries side by side. A worker that dies loses its jobs to the next one when their leases end.
 */
export function startWorker(options: Options): Worker {
  const { live, log } = options;
  let stopping = false;
  let wake = () => {};
  const unsubscribe = live.subscribe(WORK_TOPIC, () => wake());

  async function run() {
    while (!stopping) {
      const woken = Promise.withResolvers<void>();
      wake = woken.resolve;
      const found = await round(options).catch(error => {
        log.warn({ err: error instanceof Error ? (error.cause ?? error) : error }, 'taking jobs failed');
        return 0;
      });
      if (found > 0 || stopping) continue;
      const poll = setTimeout(woken.resolve, POLL);
      await woken.promise;
      clearTimeout(poll);
    }
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

/** One round: whatever is due. Returns how many jobs were taken. */
async function round(options: Options): Promise<number> {
  const jobs = await claimJobs(options.db, AT_ONCE, LEASE, options.clock.now());
  const lanes = Map.groupBy(jobs, job => (job.kind === 'webhook' ? `webhook:${job.merchantId}` : job.id));
  await Promise.all(
    lanes.values().map(async lane => {
      for (const job of lane) await work(options, job);
    }),
  );
  return jobs.length;
}

async function work({ db, clock, log, handlers, random, onSettled }: Options, job: Job): Promise<void> {
  try {
    const { retryAt } = await handlers[job.kind](job, clock.now());
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
    await postponeJob(db, job, retryAt).catch(() => {});
  }
}
