import { claimFairly } from '../db/claim-fairly.ts';
import { claimInOrder, claimJobs, type Job, type JobKind } from '../db/jobs.ts';
import type { Db } from '../db/merchant-tx.ts';
import { MINUTE, SECOND } from '../domain/duration.ts';

/** How long a job is in a worker's hands, unless its kind says otherwise. */
export const LEASE = 30 * SECOND;
/** After a kill others go on with webhooks this soon. Whoever is slower than that does no harm: each part is locked while it is worked on. */
const WEBHOOK_LEASE = 10 * SECOND;
/** Of one merchant, in one transaction. */
const STATUSES_TOGETHER = 200;
/** The same. They hold the writers' conversations until the last is done. */
const LINES_TOGETHER = 10;
/** Milliseconds. Nobody waits for a tick, and together they cost little more than one. */
const STATUSES_GATHER = 100;

type Claim = (db: Db, lanes: number, lease: { leaseMs: number; now: Date }) => Promise<Job[]>;

/**
 * Each kind has room of its own, so that no flood of one keeps another waiting; all together leave connections to requests. A lane's jobs
 * follow one another. `gathers`: what comes within so many ms is taken together, unless so many are there already.
 */
export const KINDS: {
  [kind in JobKind]: {
    lanes: number;
    claim: Claim;
    laneOf(job: Job): string;
    lease?: number;
    gathers?: { ms: number; upTo: number };
  };
} = {
  webhook: {
    lanes: 4,
    claim: (db, merchants, lease) => claimFairly(db, 'webhook', { merchants, each: LINES_TOGETHER, ...lease }),
    laneOf: job => job.merchantId,
    lease: WEBHOOK_LEASE,
  },
  status: {
    lanes: 2,
    claim: (db, merchants, lease) => claimFairly(db, 'status', { merchants, each: STATUSES_TOGETHER, ...lease }),
    laneOf: job => job.merchantId,
    lease: WEBHOOK_LEASE,
    gathers: { ms: STATUSES_GATHER, upTo: STATUSES_TOGETHER },
  },
  commerce: {
    lanes: 4,
    claim: (db, merchants, lease) => claimInOrder(db, 'commerce', { merchants, ...lease }),
    laneOf: job => job.merchantId,
  },
  quote: {
    lanes: 4,
    claim: (db, limit, lease) => claimJobs(db, 'quote', { limit, ...lease }),
    laneOf: job => job.id,
  },
  reconcile: {
    lanes: 4,
    claim: (db, limit, lease) => claimJobs(db, 'reconcile', { limit, ...lease }),
    laneOf: job => job.id,
  },
  'number-health': {
    lanes: 2,
    claim: (db, limit, lease) => claimJobs(db, 'number-health', { limit, ...lease }),
    laneOf: job => job.id,
  },
  privacy: {
    lanes: 1,
    claim: (db, limit, lease) => claimJobs(db, 'privacy', { limit, ...lease }),
    laneOf: job => job.id,
  },
  templates: {
    lanes: 2,
    claim: (db, limit, lease) => claimJobs(db, 'templates', { limit, ...lease }),
    laneOf: job => job.id,
  },
  media: {
    lanes: 8,
    claim: (db, limit, lease) => claimJobs(db, 'media', { limit, ...lease }),
    laneOf: job => job.id,
    // A large file on a slow line takes its time.
    lease: 5 * MINUTE,
  },
  'outgoing-webhook': {
    // An endpoint that hangs keeps a lane for ten seconds.
    lanes: 8,
    claim: (db, merchants, lease) => claimFairly(db, 'outgoing-webhook', { merchants, ...lease }),
    laneOf: job => job.id,
  },
  'dry-run': {
    // One at a time in each process; merchants take turns.
    lanes: 1,
    claim: (db, limit, lease) => claimJobs(db, 'dry-run', { limit, ...lease }),
    laneOf: job => job.id,
    lease: 2 * MINUTE,
  },
  presence: {
    lanes: 4,
    claim: (db, limit, lease) => claimJobs(db, 'presence', { limit, ...lease }),
    laneOf: job => job.id,
  },
};
