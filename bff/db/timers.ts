import { sql } from 'drizzle-orm';
import type { Db, MerchantTx } from './merchant-tx.ts';

/** So many due timers are looked at to learn whose they are. */
const LOOKED_AT = 1000;

/** Merchants with timers that are due, who has waited longest first. It costs what is due, not what waits. */
export async function merchantsWithTimers(db: Db, now: Date): Promise<string[]> {
  const rows = await db.execute<{ merchant_id: string }>(sql`
    select merchant_id from (
      select merchant_id, due_at from queue.timers where due_at <= ${now.toISOString()}::timestamptz
      order by due_at limit ${LOOKED_AT}) due
    group by merchant_id order by min(due_at)`);
  return rows.map(row => row.merchant_id);
}

/** Holds up to `limit` due timers until the transaction ends; those that another process holds are left to it. */
export async function holdTimers(tx: MerchantTx, limit: number, now: Date): Promise<string[]> {
  const rows = await tx.execute<{ run_id: string }>(sql`
    select run_id from queue.timers where merchant_id = ${tx.merchantId} and due_at <= ${now.toISOString()}::timestamptz
    order by due_at limit ${limit} for update skip locked`);
  return rows.map(row => row.run_id);
}

/** When each run is looked at next; null: never again. Failures are counted anew. */
export async function setTimers(
  tx: MerchantTx,
  timers: readonly { runId: string; dueAt: Date | null }[],
): Promise<void> {
  const over = timers.filter(({ dueAt }) => dueAt === null).map(({ runId }) => runId);
  const waiting = timers.filter(({ dueAt }) => dueAt !== null);
  if (over.length > 0)
    await tx.execute(sql`
    delete from queue.timers where merchant_id = ${tx.merchantId}
      and run_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(over)}::jsonb))`);
  if (waiting.length === 0) return;
  const rows = JSON.stringify(waiting.map(({ runId, dueAt }) => ({ run_id: runId, due_at: dueAt })));
  await tx.execute(sql`
    insert into queue.timers (run_id, merchant_id, due_at)
    select t.run_id, ${tx.merchantId}::uuid, t.due_at from jsonb_to_recordset(${rows}::jsonb) t (run_id uuid, due_at timestamptz)
    on conflict (run_id) do update set due_at = excluded.due_at, failures = 0 where timers.merchant_id = excluded.merchant_id`);
}

/** These runs are looked at now, unless they are due already, or somebody looks at them at this moment: they will see what is new. */
export async function hastenTimers(tx: MerchantTx, runIds: readonly string[], now: Date): Promise<void> {
  if (runIds.length === 0) return;
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx.execute(sql`
    update queue.timers set due_at = ${at} where run_id in (
      select run_id from queue.timers where merchant_id = ${tx.merchantId} and due_at > ${at}
        and run_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(runIds)}::jsonb))
      for update skip locked)`);
}

/** A run that could not be looked at comes back after a pause (ms), twice that the second time, and so on. Returns how often in a row that was. */
export async function putOffTimer(tx: MerchantTx, runId: string, pause: number, now: Date): Promise<number> {
  const [row] = await tx.execute<{ failures: number }>(sql`
    update queue.timers set failures = failures + 1,
      due_at = ${now.toISOString()}::timestamptz + (failures + 1) * make_interval(secs => ${pause / 1000})
    where merchant_id = ${tx.merchantId} and run_id = ${runId} returning failures`);
  return row?.failures ?? 0;
}
