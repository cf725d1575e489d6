import { and, asc, sql } from 'drizzle-orm';
import { anyOf } from './any-of.ts';
import type { DeliveryRow } from './deliveries.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { deliveries, sends } from './schema/index.ts';

/**
 * Who learns of one of Meta's ids at the same time as another waits here. Held until the transaction ends; taken before any row, and in
 * one order, so that nobody deadlocks.
 */
export async function lockWamids(tx: MerchantTx, wamids: readonly string[]): Promise<void> {
  if (wamids.length === 0) return;
  const names = JSON.stringify(wamids.map(wamid => `${tx.merchantId}:${wamid}`));
  await tx.execute(sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(name, 1) as key from json_array_elements_text(${names}::json) name
      order by key offset 0) keys`);
}

/** The deliveries that statuses speak of: by Meta's id, or by our own that Meta echoed. */
export async function findDeliveriesOfStatuses(
  tx: MerchantTx,
  { wamids, ids }: { wamids: string[]; ids: string[] },
): Promise<{ id: string; wamid: string | null }[]> {
  const columns = { id: deliveries.id, wamid: deliveries.wamid };
  const ofMine = ofMerchant(tx, deliveries);
  return tx
    .select(columns)
    .from(deliveries)
    .where(and(ofMine, anyOf(deliveries.wamid, wamids)))
    .union(
      tx
        .select(columns)
        .from(deliveries)
        .where(and(ofMine, anyOf(deliveries.id, ids))),
    );
}

/**
 * Deliveries, locked until the transaction ends, in the order of their ids; before them their conversations, in the order of theirs: a
 * merge takes the two the same way. One that is not there is left out.
 */
export async function lockDeliveries(tx: MerchantTx, ids: string[]): Promise<DeliveryRow[]> {
  if (ids.length === 0) return [];
  await tx.execute(sql`savepoint deliveries_locked`);
  const locked = await tx.execute<{ id: string }>(sql`
    select c.id from whatsapp_conversations c where c.merchant_id = ${tx.merchantId} and c.id = any(array(
      select conversation_id from deliveries where merchant_id = ${tx.merchantId} and ${anyOf(deliveries.id, ids)}))
    order by c.id for update`);
  const own = new Set(locked.map(({ id }) => id));
  const rows = await tx
    .select()
    .from(deliveries)
    .where(and(ofMerchant(tx, deliveries), anyOf(deliveries.id, ids)))
    .orderBy(asc(deliveries.id))
    .for('update');
  if (rows.every(({ conversationId }) => own.has(conversationId))) return rows;
  // They went elsewhere with a merge that this waited for: nothing is held on to while that is looked at anew, or two might wait for each other.
  await tx.execute(sql`rollback to savepoint deliveries_locked`);
  return lockDeliveries(tx, ids);
}

/** Writes how far deliveries have come; their rows must be locked. */
export async function saveDeliveries(tx: MerchantTx, rows: readonly DeliveryRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update deliveries d set state = c.state, wamid = c.wamid, queued_at = c.queued_at, sending_at = c.sending_at,
      unknown_at = c.unknown_at, held_at = c.held_at, accepted_at = c.accepted_at, sent_at = c.sent_at,
      delivered_at = c.delivered_at, read_at = c.read_at, played_at = c.played_at, failed_at = c.failed_at,
      error_code = c.error_code, error_title = c.error_title
    from json_to_recordset(${JSON.stringify(rows.map(toRow))}::json) c
      (id uuid, state text, wamid text, queued_at timestamptz, sending_at timestamptz, unknown_at timestamptz,
       held_at timestamptz, accepted_at timestamptz, sent_at timestamptz, delivered_at timestamptz, read_at timestamptz,
       played_at timestamptz, failed_at timestamptz, error_code int, error_title text)
    where d.merchant_id = ${tx.merchantId} and d.id = c.id`);
}

const toRow = (row: DeliveryRow) => ({
  id: row.id,
  state: row.state,
  wamid: row.wamid,
  queued_at: row.queuedAt,
  sending_at: row.sendingAt,
  unknown_at: row.unknownAt,
  held_at: row.heldAt,
  accepted_at: row.acceptedAt,
  sent_at: row.sentAt,
  delivered_at: row.deliveredAt,
  read_at: row.readAt,
  played_at: row.playedAt,
  failed_at: row.failedAt,
  error_code: row.errorCode,
  error_title: row.errorTitle,
});

/** These deliveries have gone out, or will not: nobody has to look at them any more. */
export async function endSends(tx: MerchantTx, deliveryIds: string[]): Promise<void> {
  if (deliveryIds.length === 0) return;
  await tx.delete(sends).where(and(ofMerchant(tx, sends), anyOf(sends.deliveryId, deliveryIds)));
}
