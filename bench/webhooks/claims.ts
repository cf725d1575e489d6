import { claimFairly } from '../../bff/db/claim-fairly.ts';
import type { Sql } from '../../bff/db/connection.ts';
import { finishJobs } from '../../bff/db/jobs.ts';
import type { Db } from '../../bff/db/merchant-tx.ts';
import { median } from '../statistics.ts';

const MERCHANTS = 50;
const CLAIMS = 200;
const LINES = 8;
/** No worker takes what is due only then; the clock of the claims is beyond it. */
const DUE = new Date(Date.UTC(2100, 0));

/** Milliseconds of claiming eight lines' jobs while so many wait, of fifty merchants; the median. */
export async function timeClaims(db: Db, sql: Sql, queued: number): Promise<number> {
  await sql`
    insert into queue.jobs (id, merchant_id, kind, ref, due_at)
    select gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad((n % ${MERCHANTS}::int)::text, 12, '0'))::uuid, 'webhook', gen_random_uuid(),
      ${DUE}::timestamptz + n * interval '1 millisecond' from generate_series(1, ${queued}::int) n`;
  await sql.unsafe('vacuum analyze queue.jobs');
  const now = new Date(DUE.getTime() + 2 * queued);
  const times: number[] = [];
  // What is claimed is gone: half of it waits to the end.
  const claims = Math.min(CLAIMS, Math.floor(queued / (2 * LINES)));
  for (let n = 0; n < claims; n++) {
    const begun = performance.now();
    const jobs = await claimFairly(db, 'webhook', { merchants: LINES, leaseMs: 1000, now });
    times.push(performance.now() - begun);
    if (jobs.length !== LINES) throw new Error(`${jobs.length} jobs were claimed`);
    await finishJobs(db, jobs);
  }
  await sql`delete from queue.jobs where due_at >= ${DUE}`;
  await sql.unsafe('vacuum queue.jobs');
  return median(times);
}
