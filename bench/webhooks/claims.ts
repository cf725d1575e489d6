import { claimFairly } from '../../bff/db/claim-fairly.ts';
import type { Sql } from '../../bff/db/connection.ts';
import { finishJobs } from '../../bff/db/jobs.ts';
import type { Db } from '../../bff/db/merchant-tx.ts';
import { median } from '../statistics.ts';

const MERCHANTS = 50;
const CLAIMS = 200;
const LINES = 8;
/** So many wait at the end of all claims. */
export const FEW = 1_000 + CLAIMS * LINES;
/** No worker takes what is due only then; the clock of the claims is beyond it. */
const DUE = new Date(Date.UTC(2100, 0));

/**
 * Has so many lines of fifty merchants wait, and makes what claims eight of them and says how long that took, in ms. What was claimed is
 * gone then.
 */
export async function lineClaimer(db: Db, sql: Sql, queued: number): Promise<() => Promise<number>> {
  await sql`
    insert into queue.jobs (id, merchant_id, kind, ref, due_at)
    select gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad((n % ${MERCHANTS}::int)::text, 12, '0'))::uuid, 'webhook', gen_random_uuid(),
      ${DUE}::timestamptz + n * interval '1 millisecond' from generate_series(1, ${queued}::int) n`;
  await sql.unsafe('vacuum analyze queue.jobs');
  const now = new Date(DUE.getTime() + 2 * queued);
  return async () => {
    const begun = performance.now();
    const jobs = await claimFairly(db, 'webhook', { merchants: LINES, leaseMs: 1000, now });
    const ms = performance.now() - begun;
    if (jobs.length !== LINES) throw new Error(`${jobs.length} jobs were claimed`);
    await finishJobs(db, jobs);
    return ms;
  };
}

/** The median of each, called in turn, so that a moment in which the disk is slow is in both. */
export async function timeInTurn(
  few: () => Promise<number>,
  many: () => Promise<number>,
): Promise<{ few: number; many: number }> {
  const times: { few: number[]; many: number[] } = { few: [], many: [] };
  for (let n = 0; n < CLAIMS; n++) {
    times.few.push(await few());
    times.many.push(await many());
  }
  return { few: median(times.few), many: median(times.many) };
}
