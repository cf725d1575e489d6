import { eq, sql } from 'drizzle-orm';
import type { Db, MerchantTx } from './merchant-tx.ts';
import { lanes } from './schema/index.ts';
import { isFree } from './sends.ts';

export type LaneRow = typeof lanes.$inferSelect;

/** A number begins to send. */
export async function insertLane(tx: MerchantTx, numberId: string, pace: number, now: Date): Promise<void> {
  const open = new Date(0);
  const row = {
    numberId,
    merchantId: tx.merchantId,
    nextAt: now,
    pace,
    openAt: open,
    marketingOpenAt: open,
    servedAt: now,
  };
  await tx.insert(lanes).values(row).onConflictDoNothing();
}

/**
 * The numbers with something to send at `now`, at most `limit`; who has waited longest comes first, so that none starves. Their
 * merchants are told with them, since no merchant is known yet.
 */
export async function dueLanes(db: Db, limit: number, now: Date): Promise<{ numberId: string; merchantId: string }[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  // Asked for the first one Postgres looks into the index; asked whether there is one (`exists`) it reads on until it has found it.
  const isDue = (priority: number) => sql`(select true from queue.sends s
    where s.number_id = l.number_id and s.priority = ${sql.raw(String(priority))} and s.due_at <= ${at} and ${isFree(at)}
    order by s.due_at limit 1)`;
  const rows = await db.execute<{ number_id: string; merchant_id: string }>(sql`
    select l.number_id, l.merchant_id from queue.lanes l
    where l.open_at <= ${at} and (${isDue(0)} or ${isDue(1)} or (l.marketing_open_at <= ${at} and ${isDue(2)}))
    order by l.served_at, l.number_id limit ${limit}`);
  return rows.map(row => ({ numberId: row.number_id, merchantId: row.merchant_id }));
}

/** The lane, for nobody else until the transaction ends; null when somebody has it, or when it is closed. */
export async function holdLane(tx: MerchantTx, numberId: string, now: Date): Promise<LaneRow | null> {
  const [row] = await tx
    .select()
    .from(lanes)
    .where(sql`${lanes.numberId} = ${numberId} and ${lanes.merchantId} = ${tx.merchantId}
      and ${lanes.openAt} <= ${now.toISOString()}::timestamptz
      and exists (select from whatsapp_numbers n where n.merchant_id = ${lanes.merchantId} and n.id = ${lanes.numberId})`)
    .for('update', { skipLocked: true });
  return row ?? null;
}

/** The lanes of these deliveries, as {@link holdLane}, but waited for; in one order, so that nobody deadlocks. */
export async function lockLanesOf(tx: MerchantTx, deliveryIds: readonly string[]): Promise<string[]> {
  if (deliveryIds.length === 0) return [];
  const rows = await tx.execute<{ number_id: string }>(sql`
    select l.number_id from queue.lanes l where l.merchant_id = ${tx.merchantId} and l.number_id in (
      select d.number_id from deliveries d where d.merchant_id = ${tx.merchantId}
        and d.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(deliveryIds)}::jsonb)))
    order by l.number_id for update`);
  return rows.map(row => row.number_id);
}

/** The lanes of an account's numbers, connected or not, as {@link lockLanesOf}. */
export async function lockLanesOfAccount(tx: MerchantTx, wabaId: string): Promise<string[]> {
  const rows = await tx.execute<{ number_id: string }>(sql`
    select l.number_id from queue.lanes l where l.merchant_id = ${tx.merchantId} and l.number_id in (
      select n.id from whatsapp_numbers n where n.merchant_id = ${tx.merchantId} and n.waba_id = ${wabaId})
    order by l.number_id for update`);
  return rows.map(row => row.number_id);
}

export async function saveLane(
  tx: MerchantTx,
  numberId: string,
  change: Partial<Omit<LaneRow, 'numberId' | 'merchantId'>>,
): Promise<void> {
  await tx
    .update(lanes)
    .set(change)
    .where(sql`${eq(lanes.numberId, numberId)} and ${lanes.merchantId} = ${tx.merchantId}`);
}

/** Too many at once: each claim from now on is slower. Once a second at most, however many were refused. */
export async function slowLane(
  tx: MerchantTx,
  numberId: string,
  { nextAt, perSecond }: { nextAt: Date; perSecond: number },
): Promise<void> {
  const at = sql`${nextAt.toISOString()}::timestamptz`;
  await tx.execute(sql`
    update queue.lanes set next_at = ${at}, pace = ${perSecond}
    where number_id = ${numberId} and merchant_id = ${tx.merchantId} and next_at < ${at} - interval '0.5 s'`);
}
