import { and, eq, sql } from 'drizzle-orm';
import type { Db, MerchantTx } from './merchant-tx.ts';
import { jobs } from './schema/index.ts';

export type JobKind = (typeof jobs.$inferSelect)['kind'];

/** A job in the hands of a worker, until its lease ends. `attempts`: how often it was begun, this time included, without an outcome. */
export type Job = { id: string; merchantId: string; kind: JobKind; ref: string; attempts: number; fence: number };

type NewJob = { id: string; kind: JobKind; ref: string; dueAt: Date };

/** Enqueues in the transaction that causes it. The same work asked for twice is one job. */
export async function enqueue(tx: MerchantTx, ...added: NewJob[]): Promise<void> {
  if (added.length === 0) return;
  await tx
    .insert(jobs)
    .values(added.map(job => ({ ...job, merchantId: tx.merchantId })))
    .onConflictDoNothing();
}

/** Takes up to `limit` due jobs for `leaseMs`; each goes to one worker only. */
export async function claimJobs(db: Db, limit: number, leaseMs: number, now: Date): Promise<Job[]> {
  const at = now.toISOString();
  const until = new Date(now.getTime() + leaseMs).toISOString();
  const rows = await db.execute<{
    id: string;
    merchant_id: string;
    kind: JobKind;
    ref: string;
    attempts: number;
    fence: string;
  }>(sql`
    update queue.jobs set leased_until = ${until}::timestamptz, fence = fence + 1, attempts = attempts + 1
    where id in (
      select id from queue.jobs
      where due_at <= ${at}::timestamptz and (leased_until is null or leased_until <= ${at}::timestamptz)
      order by due_at, id limit ${limit} for update skip locked)
    returning id, merchant_id, kind, ref, attempts, fence`);
  return rows
    .map(row => ({ ...row, merchantId: row.merchant_id, fence: Number(row.fence) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Done: the job goes, unless its lease was lost to another worker meanwhile. */
export async function finishJob(db: Db, job: Job): Promise<void> {
  await db.delete(jobs).where(and(eq(jobs.id, job.id), eq(jobs.fence, job.fence)));
}

/** Not now: the job comes back at `dueAt`, unless its lease was lost. Its attempts are counted anew. */
export async function postponeJob(db: Db, job: Job, dueAt: Date): Promise<void> {
  await db
    .update(jobs)
    .set({ dueAt, leasedUntil: null, attempts: 0 })
    .where(and(eq(jobs.id, job.id), eq(jobs.fence, job.fence)));
}

/** It failed: the job comes back at `dueAt`, unless its lease was lost. */
export async function retryJob(db: Db, job: Job, dueAt: Date): Promise<void> {
  await db
    .update(jobs)
    .set({ dueAt, leasedUntil: null })
    .where(and(eq(jobs.id, job.id), eq(jobs.fence, job.fence)));
}
