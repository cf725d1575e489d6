import { type SQL, sql } from 'drizzle-orm';
import type { Purpose } from '../../contract/message.ts';
import type { Db, Manner, MerchantTx } from './merchant-tx.ts';
import { ask, type Place } from './one-statement.ts';
import { noteWork } from './work-made.ts';

/** How the transactions of a sender run; all of them are short. */
export const SENDING: Manner = { endsWithin: 3_000, plansOnce: true };

/** Whose turn comes first; the number is `queue.sends.priority`. */
export const PRIORITY = { reply: 0, transactional: 1, marketing: 2 } as const satisfies Record<Purpose, number>;

export type NewSend = {
  deliveryId: string;
  numberId: string;
  conversationId: string;
  purpose: Purpose;
  dueAt: Date;
  /** Do later ones of its conversation wait for it? Unless told otherwise they do. */
  blocks?: boolean;
};

/** Queues deliveries for their numbers, in the transaction that makes them. */
export async function insertSends(tx: MerchantTx, added: readonly NewSend[]): Promise<void> {
  if (added.length === 0) return;
  noteWork(tx, 'send');
  const rows = added.map(({ deliveryId, numberId, conversationId, purpose, dueAt, blocks = true }) => ({
    delivery_id: deliveryId,
    number_id: numberId,
    conversation_id: conversationId,
    priority: PRIORITY[purpose],
    due_at: dueAt.toISOString(),
    blocks,
  }));
  await tx.execute(sql`
    insert into queue.sends (delivery_id, merchant_id, number_id, conversation_id, priority, due_at, blocks)
    select delivery_id, ${tx.merchantId}::uuid, number_id, conversation_id, priority, due_at, blocks
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as added(delivery_id uuid, number_id uuid, conversation_id uuid, priority smallint, due_at timestamptz, blocks boolean)
    on conflict (delivery_id) do update set due_at = excluded.due_at, leased_until = null, blocks = excluded.blocks
      where sends.merchant_id = excluded.merchant_id`);
}

/** Nobody holds the send `s` at that instant. */
export const isFree = (at: SQL): SQL => sql`(s.leased_until is null or s.leased_until <= ${at})`;

/** `dueAt`: it waits until then, and nobody holds it. `leasedUntil`: it is claimed, and keeps its place in the line. */
export type SendChange = { deliveryId: string; blocks: boolean } & ({ dueAt: Date } | { leasedUntil: Date });

/** Leases what is claimed, so that whoever had it before has lost it, and puts off what waits. */
export async function changeSends(tx: MerchantTx, changes: readonly SendChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(change => ({
    delivery_id: change.deliveryId,
    due_at: 'dueAt' in change ? change.dueAt.toISOString() : null,
    leased_until: 'leasedUntil' in change ? change.leasedUntil.toISOString() : null,
    claims: 'leasedUntil' in change ? 1 : 0,
    blocks: change.blocks,
  }));
  await tx.execute(sql`
    update queue.sends s set due_at = coalesce(v.due_at, s.due_at), leased_until = v.leased_until, fence = s.fence + v.claims,
      blocks = v.blocks
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as v(delivery_id uuid, due_at timestamptz, leased_until timestamptz, claims int, blocks boolean)
    where s.delivery_id = v.delivery_id and s.merchant_id = ${tx.merchantId}`);
}

/** What a worker holds: the delivery, and the fence it was claimed with. */
export type Held = { deliveryId: string; fence: number };

/** Lengthens the leases of what is still held. Whoever has the row locked just now is settling it, or has taken it over: neither is waited for. */
export async function renewSends(db: Db, held: readonly Held[], until: Date): Promise<void> {
  if (held.length === 0) return;
  await db.execute(sql`
    update queue.sends s set leased_until = ${until.toISOString()}::timestamptz
    where s.delivery_id = any(array(
      select s.delivery_id from queue.sends s join ${asRows(held)} on s.delivery_id = v.delivery_id and s.fence = v.fence
      where s.leased_until is not null order by s.delivery_id for update of s skip locked))`);
}

const asRows = (held: readonly Held[]) => {
  const rows = held.map(({ deliveryId, fence }) => ({ delivery_id: deliveryId, fence }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(delivery_id uuid, fence bigint)`;
};

/**
 * Writes an attempt for each that is still held and still queued: from here on nobody may send it without asking what became of this
 * one. Returns the number of each attempt. In one statement, since this is asked for each message that leaves.
 */
export async function beginAttempts(place: Place, held: readonly Held[], now: Date): Promise<Map<string, number>> {
  const ofMerchant = sql`merchant_id = ${place.merchantId}::uuid`;
  const rows = await ask<{ id: string; attempt: number }>(
    place,
    sql`
    with held as (
      select d.id from deliveries d join queue.sends s on s.delivery_id = d.id join ${asRows(held)}
        on s.delivery_id = v.delivery_id and s.fence = v.fence
      where d.${ofMerchant} and d.state = 'queued'
      order by d.id for update of d)
    update deliveries d set state = 'sending', attempt = d.attempt + 1, sending_at = ${now.toISOString()}::timestamptz,
      waits_for = null, waits_until = null
    from held where d.${ofMerchant} and d.id = held.id returning d.id, d.attempt`,
  );
  return new Map(rows.map(({ id, attempt }) => [id, attempt]));
}

/** They are not to be sent, nor to be looked at, any more. */
export async function deleteSends(tx: MerchantTx, deliveryIds: readonly string[]): Promise<void> {
  if (deliveryIds.length === 0) return;
  await tx.execute(sql`
    delete from queue.sends where merchant_id = ${tx.merchantId}
      and delivery_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(deliveryIds)}::jsonb))`);
}
