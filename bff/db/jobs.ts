import { and, eq, sql } from 'drizzle-orm';
import type { Db, MerchantTx } from './merchant-tx.ts';
import { jobs } from './schema/index.ts';
import { noteWork } from './work-made.ts';

export type JobKind = (typeof jobs.$inferSelect)['kind'];

/** A job in the hands of a worker, until its lease ends. `failures`: in a row, up to now. */
export type Job = { id: string; merchantId: string; kind: JobKind; ref: string; failures: number; fence: number };

type NewJob = { id: string; kind: JobKind; ref: string; dueAt: Date };

/** Enqueues in the transaction that causes it. The same work asked for twice is one job. */
export async function enqueue(tx: MerchantTx, ...added: NewJob[]): Promise<void> {
  if (added.length === 0) return;
  noteWork(tx, ...added.map(({ kind }) => kind));
  await tx
    .insert(jobs)
    .values(added.map(job => ({ ...job, merchantId: tx.merchantId })))
    .onConflictDoNothing();
}

/** Enqueues, or brings forward what is enqueued already: it is looked at no later than then. */
export async function enqueueNoLater(tx: MerchantTx, job: NewJob): Promise<void> {
  noteWork(tx, job.kind);
  await tx
    .insert(jobs)
    .values({ ...job, merchantId: tx.merchantId })
    .onConflictDoUpdate({
      target: [jobs.kind, jobs.ref],
      set: { dueAt: sql`least(${jobs.dueAt}, excluded.due_at)`, hastened: true },
      setWhere: eq(jobs.merchantId, tx.merchantId),
    });
}

export type Claimed = Omit<Job, 'merchantId' | 'fence'> & { merchant_id: string; fence: string };

/**
 * Takes up to `limit` due jobs of a kind for `leaseMs`; each goes to one worker only. They are looked up as an array, which Postgres does once: an
 * `in (…)` it may ask anew for each row, and then `skip locked` passes over what it has just taken, and the limit over all of them.
 */
export async function claimJobs(
  db: Db,
  kind: JobKind,
  { limit, leaseMs, now }: { limit: number; leaseMs: number; now: Date },
): Promise<Job[]> {
  const due = sql`kind = ${kind} and ${isFree(now)}`;
  return toJobs(
    await db.execute<Claimed>(sql`
      ${lease(leaseMs, now)} where id = any(array(
        select id from queue.jobs where ${due} order by due_at, id limit ${limit} for update skip locked))
      ${CLAIMED}`),
  );
}

/** So many of a merchant's jobs are taken at once; the others wait until these are done, wherever that is. */
export const MOST_OF_ONE_MERCHANT = 20;

/**
 * Takes the due jobs of a kind whose order counts, of up to `merchants` merchants that nobody is working for; longest waiting first. A
 * merchant's jobs are with one worker at a time, in the order in which they came; those that failed come again later, behind others.
 */
export async function claimInOrder(
  db: Db,
  kind: JobKind,
  { merchants, leaseMs, now }: { merchants: number; leaseMs: number; now: Date },
): Promise<Job[]> {
  const at = now.toISOString();
  return db.transaction(async tx => {
    // One claim after the other: a claim must see what the one before it took. It is a statement of its own, because a statement
    // sees what was committed when it began.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`claim ${kind}`}))`);
    return toJobs(
      await tx.execute<Claimed>(sql`
        with turn as (
          select merchant_id from queue.jobs where kind = ${kind} and due_at <= ${at}::timestamptz
            and merchant_id not in (
              select merchant_id from queue.jobs where kind = ${kind} and leased_until > ${at}::timestamptz)
          group by merchant_id order by min(due_at), merchant_id limit ${merchants})
        ${lease(leaseMs, now)} where id in (
          select job.id from turn cross join lateral (
            select id from queue.jobs where kind = ${kind} and merchant_id = turn.merchant_id and ${isFree(now)}
            order by id limit ${MOST_OF_ONE_MERCHANT}) job)
        ${CLAIMED}`),
    );
  });
}

export const isFree = (now: Date) => {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`due_at <= ${at} and (leased_until is null or leased_until <= ${at})`;
};

export const lease = (leaseMs: number, now: Date) => sql`
  update queue.jobs set leased_until = ${new Date(now.getTime() + leaseMs).toISOString()}::timestamptz, fence = fence + 1, hastened = false`;

export const CLAIMED = sql`returning id, merchant_id, kind, ref, failures, fence`;

export const toJobs = (rows: readonly Claimed[]): Job[] =>
  rows
    .map(({ merchant_id: merchantId, ...row }) => ({ ...row, merchantId, fence: Number(row.fence) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** {@link finishJobs} of one. */
export const finishJob = (db: Db, job: Job): Promise<void> => finishJobs(db, [job]);

/**
 * Done: the jobs go, unless their leases were lost to another worker meanwhile. One that was asked for anew while it was in hand is free
 * again instead.
 */
export async function finishJobs(db: Db, done: readonly Job[]): Promise<void> {
  if (done.length === 0) return;
  const list = JSON.stringify(done.map(({ id, fence }) => ({ id, fence })));
  const mine = sql`json_to_recordset(${list}::json) d (id uuid, fence bigint)`;
  const gone = await db.execute(sql`
    delete from queue.jobs j using ${mine} where j.id = d.id and j.fence = d.fence and not j.hastened returning j.id`);
  if (gone.length === done.length) return;
  await db.execute(sql`
    update queue.jobs j set leased_until = null, failures = 0 from ${mine} where j.id = d.id and j.fence = d.fence`);
}

/** Not now: the job comes back at `dueAt`, at once if it was hastened, unless its lease was lost. Its failures are counted anew. */
export async function postponeJob(db: Db, job: Job, dueAt: Date): Promise<void> {
  await db
    .update(jobs)
    .set({
      dueAt: sql`case when ${jobs.hastened} then ${jobs.dueAt} else ${dueAt.toISOString()}::timestamptz end`,
      leasedUntil: null,
      failures: 0,
    })
    .where(and(eq(jobs.id, job.id), eq(jobs.fence, job.fence)));
}

/** It failed: the job comes back at `dueAt`, unless its lease was lost. */
export async function retryJob(db: Db, job: Job, dueAt: Date): Promise<void> {
  await db
    .update(jobs)
    .set({ dueAt, leasedUntil: null, failures: sql`${jobs.failures} + 1` })
    .where(and(eq(jobs.id, job.id), eq(jobs.fence, job.fence)));
}
