import { sql } from 'drizzle-orm';
import type { OrderStatus, QuoteStatus } from '../../contract/commerce.ts';
import type { JourneyEventName, JourneySource } from '../../contract/journey-event.ts';
import type { MerchantTx } from './merchant-tx.ts';

/** So many of one subject's events are looked at, the newest ones: nobody can make it costly to look. */
export const EVENTS_LOOKED_AT = 2_000;
const MESSAGES_LOOKED_AT = 50;

export type FactRow = {
  customerId: string;
  subjectId: string;
  id: string;
  name: JourneyEventName;
  source: JourneySource;
  at: Date;
  page: { url: string; title: string } | null;
  properties: Record<string, unknown>;
};

type EventRow = {
  customer_id: string;
  subject_id: string;
  id: string;
  name: JourneyEventName;
  source: JourneySource;
  at: string;
  page_url: string | null;
  page_title: string | null;
  properties: Record<string, unknown> | string;
};

/** `after`: only what happened since then is asked for; `besides`: and what has such a name and happened since `since`. */
export type Asked = { after: Date; besides?: { names: readonly string[]; since: Date } };

const pairs = (subjects: ReadonlyMap<string, readonly string[]>, asked: ReadonlyMap<string, Asked> = new Map()) =>
  JSON.stringify(
    [...subjects].flatMap(([customer_id, ids]) => {
      const { after, besides } = asked.get(customer_id) ?? {};
      const since = after && besides && besides.since < after ? besides.since : after;
      const bounds = { after: after ?? '-infinity', since: since ?? '-infinity', names: besides?.names ?? [] };
      return ids.map(subject_id => ({ customer_id, subject_id, ...bounds }));
    }),
  );

/** What these customers did. `subjects`: of each customer. `asked`: of whom not everything is asked for. */
export async function readEvents(
  tx: MerchantTx,
  subjects: ReadonlyMap<string, readonly string[]>,
  asked: ReadonlyMap<string, Asked> = new Map(),
): Promise<FactRow[]> {
  const rows = await tx.execute<EventRow>(sql`
    select s.customer_id, s.subject_id, e.id, e.name, e.source, e.occurred_at as at, e.page_url, e.page_title, e.properties
    from json_to_recordset(${pairs(subjects, asked)}::json)
      s (customer_id uuid, subject_id uuid, after timestamptz, since timestamptz, names text[])
    cross join lateral (
      select * from customer_journey_events where merchant_id = ${tx.merchantId} and subject_id = s.subject_id
        -- A bare comparison: row security lets an index see nothing that might tell of other rows, as it thinks coalesce does.
        and occurred_at > s.since and (occurred_at > s.after or name = any(s.names))
      order by occurred_at desc, id desc limit ${EVENTS_LOOKED_AT}) e`);
  return rows.map(row => ({
    customerId: row.customer_id,
    subjectId: row.subject_id,
    id: row.id,
    name: row.name,
    source: row.source,
    at: new Date(row.at),
    page: row.page_url === null ? null : { url: row.page_url, title: row.page_title ?? '' },
    properties:
      typeof row.properties === 'string' ? (JSON.parse(row.properties) as Record<string, unknown>) : row.properties,
  }));
}

/** What these customers wrote, told as events. */
export async function readWritten(
  tx: MerchantTx,
  subjects: ReadonlyMap<string, readonly string[]>,
): Promise<FactRow[]> {
  const rows = await tx.execute<Pick<EventRow, 'customer_id' | 'subject_id' | 'id' | 'at'>>(sql`
    select s.customer_id, s.subject_id, m.id, m.sent_at as at
    from json_to_recordset(${pairs(subjects)}::json) s (customer_id uuid, subject_id uuid)
    join whatsapp_conversations c on c.merchant_id = ${tx.merchantId} and c.customer_id = s.subject_id and c.merged_into is null
    cross join lateral (
      select id, sent_at from whatsapp_messages where merchant_id = ${tx.merchantId} and conversation_id = c.id and author = 'shopper'
      order by position desc limit ${MESSAGES_LOOKED_AT}) m`);
  return rows.map(row => ({
    ...{ customerId: row.customer_id, subjectId: row.subject_id, id: row.id, at: new Date(row.at) },
    ...{ name: 'message_sent', source: 'woodex', page: null, properties: {} },
  }));
}

type CommerceRow = {
  customer_id: string;
  kind: 'order' | 'quote';
  number: string | null;
  status: string;
  placed_at: string;
};

export type CommerceFacts = {
  orders: { number: string | null; status: OrderStatus; placedAt: Date }[];
  quotes: { number: string | null; status: QuoteStatus }[];
};

/** The shop's own books about these customers. */
export async function readCommerceFacts(
  tx: MerchantTx,
  subjects: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, CommerceFacts>> {
  const rows = await tx.execute<CommerceRow>(sql`
    with s as (select * from json_to_recordset(${pairs(subjects)}::json) s (customer_id uuid, subject_id uuid))
    select s.customer_id, 'order' as kind, o.number, o.status, o.placed_at from s
      join orders o on o.merchant_id = ${tx.merchantId} and o.subject_id = s.subject_id
    union all
    select s.customer_id, 'quote', q.number, q.status, q.created_at from s
      join quotes q on q.merchant_id = ${tx.merchantId} and q.subject_id = s.subject_id`);
  const facts = new Map([...subjects.keys()].map((id): [string, CommerceFacts] => [id, { orders: [], quotes: [] }]));
  for (const { customer_id, kind, number, status, placed_at } of rows) {
    const of = facts.get(customer_id)!;
    if (kind === 'order') of.orders.push({ number, status: status as OrderStatus, placedAt: new Date(placed_at) });
    else of.quotes.push({ number, status: status as QuoteStatus });
  }
  return facts;
}
