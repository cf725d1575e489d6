import { sql } from 'drizzle-orm';
import type { MessageContent, Purpose } from '../../contract/message.ts';
import type { MerchantTx } from './merchant-tx.ts';
import type { DeliveryEpisode } from './schema/index.ts';
import { PRIORITY } from './sends.ts';
import { isAddress } from './told-phones.ts';

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
  /** When the person last wrote or called to this number. */
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
      d.conversation_id, c.customer_id, d.message_id, m.content, w.last_inbound_at, d.identity_id,
      case when m.reply_to is not null then (
        select coalesce(q.wamid, qd.wamid) from whatsapp_messages q
        left join deliveries qd on qd.merchant_id = q.merchant_id and qd.message_id = q.id
        where q.merchant_id = ${tx.merchantId} and q.id = m.reply_to) end as quotes,
      i.kind as identity_kind, i.value as identity_value, p.next_at as pair_next_at, r.counted_at, t.status as template_status,
      t.category as template_category, t.updated_at > d.queued_at - interval '1 minute' as template_may_differ, t.paused_until
    from (${due('reply')} union all ${due('transactional')} union all ${due('marketing')} union all ${given}) s
    cross join lateral (select * from deliveries where merchant_id = ${tx.merchantId} and id = s.delivery_id
      and state in ('queued', 'sending', 'unknown') limit 1) d
    cross join lateral (select customer_id from whatsapp_conversations
      where merchant_id = ${tx.merchantId} and id = d.conversation_id limit 1) c
    cross join lateral (select content, reply_to from whatsapp_messages
      where merchant_id = ${tx.merchantId} and id = d.message_id limit 1) m
    left join lateral (select i.kind, i.value from customer_identities i
      where i.merchant_id = ${tx.merchantId} and i.id = d.identity_id and ${isAddress(tx)} limit 1) i on true
    left join lateral (select last_inbound_at from service_windows
      where merchant_id = ${tx.merchantId} and identity_id = d.identity_id and number_id = ${numberId} limit 1) w on true
    left join lateral (select next_at from queue.pairs
      where merchant_id = ${tx.merchantId} and number_id = ${numberId} and identity_id = d.identity_id limit 1) p on true
    left join lateral (select counted_at from portfolio_recipients
      where merchant_id = ${tx.merchantId} and portfolio_id = ${portfolioId} and identity_id = d.identity_id limit 1) r on true
    left join lateral (select status, category, updated_at, paused_until from whatsapp_templates where merchant_id = ${tx.merchantId}
      and id = case when m.content->>'kind' = 'template' then (m.content->>'templateId')::uuid end limit 1) t on true
    order by s.priority, s.due_at, s.delivery_id`);
  return rows.map(toDueSend);
}

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
