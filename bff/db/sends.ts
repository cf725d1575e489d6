import { type SQL, sql } from 'drizzle-orm';
import type { MessageContent, Purpose } from '../../contract/message.ts';
import type { Db, Manner, MerchantTx } from './merchant-tx.ts';
import { ask, type Place } from './one-statement.ts';
import type { DeliveryEpisode } from './schema/index.ts';
import { isAddress } from './told-phones.ts';
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

/** One that is due, with all that decides whether it may go. */
export type DueSend = {
  deliveryId: string;
  fence: number;
  purpose: Purpose;
  state: 'queued' | 'sending' | 'unknown';
  attempt: number;
  resends: number;
  history: DeliveryEpisode[];
  expiresAt: Date | null;
  unknownAt: Date | null;
  waitsFor: string | null;
  conversationId: string;
  customerId: string;
  messageId: string;
  content: MessageContent;
  /** Meta's id of the message that it answers; null when there is none, or Meta does not know it. */
  quotes: string | null;
  lastInboundAt: Date | null;
  identityId: string;
  identity: { kind: string; value: string } | null;
  pairNextAt: Date | null;
  countedAt: Date | null;
  /** `mayDiffer`: it was touched since the message was filled, or about then. */
  template: { status: string; pausedUntil: Date | null; category: string; mayDiffer: boolean } | 'gone' | null;
};

type Found = {
  [Column in
    | 'delivery_id'
    | 'purpose'
    | 'state'
    | 'conversation_id'
    | 'customer_id'
    | 'message_id'
    | 'identity_id']: string;
} & {
  [Column in 'expires_at' | 'unknown_at' | 'last_inbound_at' | 'pair_next_at' | 'counted_at' | 'paused_until']:
    | string
    | null;
} & {
  fence: string;
  attempt: number;
  resends: number;
  history: DeliveryEpisode[];
  waits_for: string | null;
  content: MessageContent;
  quotes: string | null;
  identity_kind: string | null;
  identity_value: string | null;
  template_status: string | null;
  template_category: string | null;
  template_may_differ: boolean | null;
};

/** Of what was held by a process that is no more, so much is looked at in one claim. */
const MOST_GIVEN_BACK = 100;

/**
 * What a number has due at `now`, by priority and then by age, `limits` of each priority at most. A message waits while an earlier one of its
 * conversation and number, of the same or a higher priority, is on its way. What a killed process held is looked at whatever its place in the line;
 * first what it had begun, which waits for no other: that is not to be sent, but to be known as in doubt.
 * Nothing is locked but by the lane, which the caller holds. What belongs to a message is one look into an index each, whatever the
 * statistics say: a queue grows from nothing to a campaign faster than they are renewed.
 */
export async function listDueSends(
  tx: MerchantTx,
  { numberId, portfolioId }: { numberId: string; portfolioId: string },
  limits: Record<Purpose, number>,
  now: Date,
): Promise<DueSend[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  // `is true` keeps the planner from looking through all that the number has.
  const blocked = sql`exists (select from queue.sends e where e.conversation_id = s.conversation_id
    and e.delivery_id < s.delivery_id and (e.number_id = s.number_id) is true and e.priority <= s.priority and e.blocks)`;
  const due = (purpose: Purpose) => sql`(select s.delivery_id, s.fence, s.priority, s.due_at from queue.sends s
    where s.number_id = ${numberId} and s.priority = ${sql.raw(String(PRIORITY[purpose]))} and s.due_at <= ${at}
      and s.leased_until is null and not ${blocked}
    order by s.due_at, s.delivery_id limit ${limits[purpose]})`;
  const isQueued = sql`(select d.state = 'queued' from deliveries d
    where d.merchant_id = ${tx.merchantId} and d.id = s.delivery_id)`;
  const given = sql`(select s.delivery_id, s.fence, s.priority, s.due_at from queue.sends s
    where s.number_id = ${numberId} and s.leased_until <= ${at} and not (${blocked} and ${isQueued})
    order by ${isQueued}, s.leased_until limit ${MOST_GIVEN_BACK})`;
  const rows = await tx.execute<Found>(sql`
    select s.delivery_id, s.fence, d.purpose, d.state, d.attempt, d.resends, d.history, d.expires_at, d.unknown_at, d.waits_for,
      d.conversation_id, c.customer_id, d.message_id, m.content, c.last_whatsapp_inbound_at as last_inbound_at, d.identity_id,
      case when m.reply_to is not null then (
        select coalesce(q.wamid, qd.wamid) from whatsapp_messages q
        left join deliveries qd on qd.merchant_id = q.merchant_id and qd.message_id = q.id
        where q.merchant_id = ${tx.merchantId} and q.id = m.reply_to) end as quotes,
      i.kind as identity_kind, i.value as identity_value, p.next_at as pair_next_at, r.counted_at, t.status as template_status,
      t.category as template_category, t.updated_at > d.queued_at - interval '1 minute' as template_may_differ, t.paused_until
    from (${due('reply')} union all ${due('transactional')} union all ${due('marketing')} union all ${given}) s
    cross join lateral (select * from deliveries where merchant_id = ${tx.merchantId} and id = s.delivery_id
      and state in ('queued', 'sending', 'unknown') limit 1) d
    cross join lateral (select customer_id, last_whatsapp_inbound_at from whatsapp_conversations
      where merchant_id = ${tx.merchantId} and id = d.conversation_id limit 1) c
    cross join lateral (select content, reply_to from whatsapp_messages
      where merchant_id = ${tx.merchantId} and id = d.message_id limit 1) m
    left join lateral (select i.kind, i.value from customer_identities i
      where i.merchant_id = ${tx.merchantId} and i.id = d.identity_id and ${isAddress(tx)} limit 1) i on true
    left join lateral (select next_at from queue.pairs
      where merchant_id = ${tx.merchantId} and number_id = ${numberId} and identity_id = d.identity_id limit 1) p on true
    left join lateral (select counted_at from portfolio_recipients
      where merchant_id = ${tx.merchantId} and portfolio_id = ${portfolioId} and identity_id = d.identity_id limit 1) r on true
    left join lateral (select status, category, updated_at, paused_until from whatsapp_templates where merchant_id = ${tx.merchantId}
      and id = case when m.content->>'kind' = 'template' then (m.content->>'templateId')::uuid end limit 1) t on true
    order by s.priority, s.due_at, s.delivery_id`);
  return rows.map(toDueSend);
}

/** Nobody holds the send `s` at that instant. */
export const isFree = (at: SQL): SQL => sql`(s.leased_until is null or s.leased_until <= ${at})`;

const moment = (text: string | null) => (text === null ? null : new Date(text));

const toDueSend = (row: Found): DueSend => ({
  deliveryId: row.delivery_id,
  fence: Number(row.fence),
  purpose: row.purpose as Purpose,
  state: row.state as DueSend['state'],
  attempt: row.attempt,
  resends: row.resends,
  history: row.history,
  expiresAt: moment(row.expires_at),
  unknownAt: moment(row.unknown_at),
  waitsFor: row.waits_for,
  conversationId: row.conversation_id,
  customerId: row.customer_id,
  messageId: row.message_id,
  content: row.content,
  quotes: row.quotes,
  lastInboundAt: moment(row.last_inbound_at),
  identityId: row.identity_id,
  identity: row.identity_kind === null ? null : { kind: row.identity_kind, value: row.identity_value! },
  pairNextAt: moment(row.pair_next_at),
  countedAt: moment(row.counted_at),
  template:
    row.content.kind !== 'template'
      ? null
      : row.template_status === null
        ? 'gone'
        : {
            status: row.template_status,
            pausedUntil: moment(row.paused_until),
            category: row.template_category!,
            mayDiffer: row.template_may_differ!,
          },
});

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
