import { and, asc, eq, sql } from 'drizzle-orm';
import type { Purpose } from '../../contract/message.ts';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { conversations, type DeliveryEpisode, deliveries, lanes, messages } from './schema/index.ts';

export type DeliveryRow = typeof deliveries.$inferSelect;

export type NewDelivery = {
  id: string;
  messageId: string;
  conversationId: string;
  numberId: string;
  identityId: string;
  purpose: Purpose;
  /** Not sent any more from then on. */
  expiresAt?: Date | undefined;
};

/** The ledger's rows of outbound messages, before any byte leaves. */
export async function insertDeliveries(tx: MerchantTx, added: readonly NewDelivery[], now: Date): Promise<void> {
  if (added.length === 0) return;
  await tx.insert(deliveries).values(added.map(row => ({ ...row, merchantId: tx.merchantId, queuedAt: now })));
}

const ofId = (tx: MerchantTx, id: string) => and(ofMerchant(tx, deliveries), eq(deliveries.id, id));

/** The delivery, locked until the transaction ends. */
export async function lockDelivery(tx: MerchantTx, id: string): Promise<DeliveryRow | null> {
  const [row] = await tx.select().from(deliveries).where(ofId(tx, id)).for('update');
  return row ?? null;
}

export async function findDelivery(tx: MerchantTx, id: string): Promise<DeliveryRow | null> {
  const [row] = await tx.select().from(deliveries).where(ofId(tx, id));
  return row ?? null;
}

export async function findDeliveries(tx: MerchantTx, ids: readonly string[]): Promise<DeliveryRow[]> {
  return tx
    .select()
    .from(deliveries)
    .where(and(ofMerchant(tx, deliveries), anyOf(deliveries.id, [...ids])));
}

/** Whose the messages are that these deliveries carry. */
export async function customersOfDeliveries(
  tx: MerchantTx,
  ids: readonly string[],
): Promise<Map<string, { customerId: string; identityId: string }>> {
  const rows = await tx
    .select({ id: deliveries.id, customerId: conversations.customerId, identityId: deliveries.identityId })
    .from(deliveries)
    .innerJoin(
      conversations,
      and(eq(conversations.merchantId, deliveries.merchantId), eq(conversations.id, deliveries.conversationId)),
    )
    .where(and(ofMerchant(tx, deliveries), anyOf(deliveries.id, [...ids])));
  return new Map(rows.map(({ id, ...to }) => [id, to]));
}

/** Deliveries of which an attempt failed, with what they were sent with; locked until the transaction ends. */
export async function findFailing(tx: MerchantTx, ids: readonly string[]) {
  return tx
    .select({
      id: deliveries.id,
      state: deliveries.state,
      sendingAt: deliveries.sendingAt,
      unknownAt: deliveries.unknownAt,
      failedAt: deliveries.failedAt,
      expiresAt: deliveries.expiresAt,
      attempt: deliveries.attempt,
      errorCode: deliveries.errorCode,
      purpose: deliveries.purpose,
      history: deliveries.history,
      conversationId: deliveries.conversationId,
      messageId: deliveries.messageId,
      mediaId: messages.mediaId,
      numberId: deliveries.numberId,
      identityId: deliveries.identityId,
      customerId: conversations.customerId,
      templateId: sql<
        string | null
      >`case when ${messages.content}->>'kind' = 'template' then ${messages.content}->>'templateId' end`,
      pace: sql<number>`coalesce(${lanes.pace}, 1)`,
    })
    .from(deliveries)
    .innerJoin(
      conversations,
      and(eq(conversations.merchantId, deliveries.merchantId), eq(conversations.id, deliveries.conversationId)),
    )
    .innerJoin(messages, and(eq(messages.merchantId, deliveries.merchantId), eq(messages.id, deliveries.messageId)))
    .leftJoin(lanes, and(eq(lanes.merchantId, deliveries.merchantId), eq(lanes.numberId, deliveries.numberId)))
    .where(and(ofMerchant(tx, deliveries), anyOf(deliveries.id, [...ids])))
    .orderBy(asc(deliveries.id))
    .for('update', { of: deliveries });
}

export async function saveDelivery(
  tx: MerchantTx,
  id: string,
  change: Partial<Omit<DeliveryRow, 'merchantId' | 'id'>>,
): Promise<void> {
  await tx.update(deliveries).set(change).where(ofId(tx, id));
}

export type Requeued = {
  id: string;
  /** The attempt that is over; a later one keeps the delivery as it is. */
  attempt: number;
  /** Added to how often it was sent again without knowing. */
  resends?: number;
  /** Null: it has as long as it takes, from now on. */
  expiresAt?: null;
  episodes: readonly DeliveryEpisode[];
  waits?: { reason: string; until: Date } | undefined;
};

/**
 * What did not go, or must go again, is queued once more; its past goes into its history. Only what is still at the same attempt, and
 * of which nothing better is known: returns those. An attempt that failed by Meta's word is over, with the id that Meta gave it.
 */
export async function requeueDeliveries(tx: MerchantTx, requeued: readonly Requeued[]): Promise<string[]> {
  if (requeued.length === 0) return [];
  const rows = requeued.map(({ id, attempt, resends, expiresAt, episodes, waits }) => ({
    id,
    attempt,
    resends: resends ?? 0,
    forever: expiresAt === null,
    episodes,
    waits_for: waits?.reason ?? null,
    waits_until: waits?.until.toISOString() ?? null,
  }));
  const changed = await tx.execute<{ id: string }>(sql`
    update deliveries d set state = 'queued', sending_at = null, unknown_at = null, held_at = null, accepted_at = null,
      sent_at = null, failed_at = null, error_code = null, error_title = null, wamid = null, resends = d.resends + v.resends,
      declined_attempt = case when d.error_code is not null then d.attempt else d.declined_attempt end,
      expires_at = case when v.forever then null else d.expires_at end, history = d.history || v.episodes,
      waits_for = v.waits_for, waits_until = v.waits_until
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as v(id uuid, attempt int, resends int, forever boolean, episodes jsonb, waits_for text, waits_until timestamptz)
    where d.merchant_id = ${tx.merchantId} and d.id = v.id and d.attempt = v.attempt
      and d.state in ('queued', 'sending', 'unknown', 'held', 'failed')
    returning d.id`);
  return changed.map(({ id }) => id);
}

/** Adds to the history of a delivery what changes nothing else. */
export async function addEpisodes(
  tx: MerchantTx,
  added: readonly { id: string; episode: DeliveryEpisode }[],
): Promise<void> {
  if (added.length === 0) return;
  await tx.execute(sql`
    update deliveries d set history = d.history || v.episode
    from jsonb_to_recordset(${JSON.stringify(added)}::jsonb) as v(id uuid, episode jsonb)
    where d.merchant_id = ${tx.merchantId} and d.id = v.id`);
}

/** Says on the rows why they are not sent yet, where it was not said before. */
export async function noteWaiting(
  tx: MerchantTx,
  waiting: readonly { id: string; reason: string; until: Date }[],
): Promise<void> {
  if (waiting.length === 0) return;
  await tx.execute(sql`
    update deliveries d set waits_for = v.reason, waits_until = v.until
    from jsonb_to_recordset(${JSON.stringify(waiting)}::jsonb) as v(id uuid, reason text, until timestamptz)
    where d.merchant_id = ${tx.merchantId} and d.id = v.id
      and (d.waits_for is distinct from v.reason or d.waits_until is distinct from v.until)`);
}
