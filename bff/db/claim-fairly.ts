import { sql } from 'drizzle-orm';
import { CLAIMED, type Claimed, isFree, type Job, type JobKind, lease, toJobs } from './jobs.ts';
import type { Db } from './merchant-tx.ts';

/**
 * Takes due jobs of a kind, of up to `merchants` merchants in the order in which they wait; each job goes to one worker only. What it costs
 * grows with the number of merchants for whom something waits, not with how much that is.
 * @param each so many of one merchant at most; without it those merchants share `merchants` jobs
 */
export async function claimFairly(
  db: Db,
  kind: JobKind,
  { merchants, each, leaseMs, now }: { merchants: number; each?: number; leaseMs: number; now: Date },
): Promise<Job[]> {
  const due = sql`kind = ${kind} and ${isFree(now)}`;
  const share = each ?? sql`greatest(1, ${merchants}::int / (select count(*)::int from turn))`;
  return toJobs(
    await db.execute<Claimed>(sql`
      with recursive waiting (merchant_id) as (
        (select merchant_id from queue.jobs where kind = ${kind} order by merchant_id limit 1)
        union all
        select (select j.merchant_id from queue.jobs j where j.kind = ${kind} and j.merchant_id > waiting.merchant_id
          order by j.merchant_id limit 1)
        from waiting where waiting.merchant_id is not null),
      turn as materialized (
        select waiting.merchant_id from waiting cross join lateral (
          select due_at from queue.jobs where merchant_id = waiting.merchant_id and ${due} order by due_at, id limit 1) first
        order by first.due_at, waiting.merchant_id limit ${merchants})
      ${lease(leaseMs, now)} where id = any(array(
        select job.id from turn cross join lateral (
          select id from queue.jobs where merchant_id = turn.merchant_id and ${due}
          order by due_at, id limit ${share} for update skip locked) job))
      ${CLAIMED}`),
  );
}
