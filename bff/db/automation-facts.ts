import { and, asc, sql } from 'drizzle-orm';
import type { Books } from '../../contract/automation-facts.ts';
import type { LineItem, Order, OrderStatus, QuoteStatus } from '../../contract/commerce.ts';
import type { JourneyEventName } from '../../contract/journey-event.ts';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { customerTags } from './schema/index.ts';
import { isAddress } from './told-phones.ts';

type Moment = string | null;
const moment = (text: Moment) => (text === null ? null : new Date(text));
const parsed = <T>(value: T | string): T => (typeof value === 'string' ? (JSON.parse(value) as T) : value);

/** Of each customer and kind, so many are looked at, the newest: nobody can make it costly to look. */
const MOST_OF_EACH = 50;

type BookRow = {
  customer_id: string;
  kind: 'cart' | 'quote' | 'order';
  id: string;
  external_id: string;
  number: string | null;
  status: string;
  more: { items?: LineItem[]; tracking?: Order['tracking'] } | string;
  currency: string | null;
  total: string | null;
  url: string | null;
  ends_at: Moment;
  at: string;
};

/** Carts, quotes and orders of these customers. `subjects`: of each. */
export async function readBooks(
  tx: MerchantTx,
  subjects: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, Books>> {
  const pairs = [...subjects].flatMap(([customer_id, ids]) => ids.map(subject_id => ({ customer_id, subject_id })));
  const of = sql`merchant_id = ${tx.merchantId} and subject_id = s.subject_id`;
  const rows = await tx.execute<BookRow>(sql`
    with s as (select * from json_to_recordset(${JSON.stringify(pairs)}::json) s (customer_id uuid, subject_id uuid))
    select s.customer_id, 'cart' as kind, t.id, t.external_id, null as number, t.status, json_build_object('items', t.items) as more,
      t.currency, t.total::text, t.url, null::timestamptz as ends_at, t.updated_at as at
    from s cross join lateral (select * from carts where ${of} order by updated_at desc limit ${MOST_OF_EACH}) t
    union all
    select s.customer_id, 'quote', t.id, t.external_id, t.number, t.status, '{}'::json, t.currency, t.total::text, t.url, t.expires_at, t.updated_at
    from s cross join lateral (select * from quotes where ${of} order by updated_at desc limit ${MOST_OF_EACH}) t
    union all
    select s.customer_id, 'order', t.id, t.external_id, t.number, t.status, json_build_object('tracking', t.tracking), t.currency, t.total::text,
      t.url, null, t.placed_at
    from s cross join lateral (select * from orders where ${of} order by placed_at desc limit ${MOST_OF_EACH}) t`);
  const books = new Map([...subjects.keys()].map((id): [string, Books] => [id, { carts: [], quotes: [], orders: [] }]));
  for (const row of rows) addRow(books.get(row.customer_id)!, row);
  return books;
}

function addRow({ carts, quotes, orders }: Books, row: BookRow): void {
  const { id, external_id: externalId, number, status, currency, total, url } = row;
  const at = new Date(row.at);
  const { items = [], tracking = null } = parsed(row.more);
  switch (row.kind) {
    case 'cart':
      carts.push({ id, status: status as 'open', items, currency, total: total ?? '0', url, updatedAt: at });
      break;
    case 'quote': {
      const ends = { expiresAt: moment(row.ends_at), updatedAt: at };
      quotes.push({ id, externalId, number, status: status as QuoteStatus, currency, total, url, ...ends });
      break;
    }
    case 'order': {
      const money = { currency: currency ?? '', total: total ?? '0' };
      orders.push({ id, externalId, number, status: status as OrderStatus, ...money, url, tracking, placedAt: at });
    }
  }
}

/** What is known of a person besides their books and what they agreed to. */
export type ReachRow = {
  customerId: string;
  kind: 'guest' | 'known';
  fullName: string | null;
  phone: string | null;
  timeZone: string | null;
  language: string | null;
  panelAt: Date | null;
  conversationId: string | null;
  /** By number: when that identity last wrote or called to it. */
  inboundAt: ReadonlyMap<string, Date>;
  wroteAt: Date | null;
  /** The pair of their last WhatsApp message; else the identity they are known by. */
  identityId: string | null;
  numberId: string | null;
  advertisedAt: Date[];
};

type Reach = {
  customer_id: string;
  kind: 'guest' | 'known';
  full_name: string | null;
  phone: string | null;
  time_zone: string | null;
  language: string | null;
  panel_at: Moment;
  conversation_id: string | null;
  inbound_at: Record<string, string> | null | string;
  wrote_at: Moment;
  identity_id: string | null;
  number_id: string | null;
  advertised_at: string[] | null | string;
};

/** Who these customers are and how they can be reached. `advertisedSince`: how far back advertising is looked for. */
export async function readReach(
  tx: MerchantTx,
  customerIds: readonly string[],
  advertisedSince: Date,
): Promise<ReachRow[]> {
  const ids = `{${customerIds.join(',')}}`;
  const of = sql`merchant_id = ${tx.merchantId}`;
  const rows = await tx.execute<Reach>(sql`
    select c.id as customer_id, c.kind, c.full_name, c.phone, l.time_zone, l.language, p.panel_at, t.id as conversation_id,
      w.inbound_at, m.sent_at as wrote_at,
      coalesce(t.whatsapp_identity_id, i.id) as identity_id, t.whatsapp_number_id as number_id, d.advertised_at
    from unnest(${ids}::uuid[]) asked (id)
    join customers c on c.merchant_id = ${tx.merchantId} and c.id = asked.id
    left join lateral (select time_zone, language from visitors where ${of} and customer_id = c.id and journey_consent_at is not null
      order by journey_consent_at desc limit 1) l on true
    left join lateral (select max(panel_at) as panel_at from visitors
      where ${of} and customer_id = c.id and may_chat and revoked_at is null) p on true
    left join lateral (select * from whatsapp_conversations where ${of} and customer_id = c.id and merged_into is null) t on true
    left join lateral (select sent_at from whatsapp_messages where ${of} and conversation_id = t.id and author = 'shopper'
      order by position desc limit 1) m on true
    left join lateral (select i.id from customer_identities i where i.merchant_id = ${tx.merchantId} and i.customer_id = c.id
      and i.value not like 'erased:%' and ${isAddress(tx)} order by i.kind = 'told_phone', i.kind desc, i.id limit 1) i on true
    left join lateral (select json_object_agg(number_id, last_inbound_at) as inbound_at from service_windows
      where ${of} and identity_id = coalesce(t.whatsapp_identity_id, i.id)) w on true
    left join lateral (select json_agg(queued_at) as advertised_at from deliveries
      where ${of} and conversation_id = t.id and purpose = 'marketing' and state <> 'failed'
        and queued_at > ${advertisedSince.toISOString()}::timestamptz) d on true`);
  return rows.map(row => ({
    customerId: row.customer_id,
    kind: row.kind,
    fullName: row.full_name,
    phone: row.phone,
    timeZone: row.time_zone,
    language: row.language,
    panelAt: moment(row.panel_at),
    conversationId: row.conversation_id,
    inboundAt: new Map(
      Object.entries(parsed<Record<string, string> | null>(row.inbound_at) ?? {}).map(([id, at]) => [id, new Date(at)]),
    ),
    wroteAt: moment(row.wrote_at),
    identityId: row.identity_id,
    numberId: row.number_id,
    advertisedAt: (parsed<string[] | null>(row.advertised_at) ?? []).map(at => new Date(at)),
  }));
}

/** Whose these customers are now; one that does not exist is missing. */
export async function currentCustomers(tx: MerchantTx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.execute<{ id: string; current: string }>(sql`
    select id, coalesce(merged_into, id) as current from customers
    where merchant_id = ${tx.merchantId} and id = any(${`{${ids.join(',')}}`}::uuid[])`);
  return new Map(rows.map(({ id, current }) => [id, current]));
}

/** Locks these customers' conversations in the order of their ids, so that many can be written to in one transaction. Returns which. */
export async function lockConversationsOf(tx: MerchantTx, customerIds: readonly string[]): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select id from whatsapp_conversations where merchant_id = ${tx.merchantId} and merged_into is null
      and customer_id = any(${`{${customerIds.join(',')}}`}::uuid[])
    order by id for update`);
  return rows.map(({ id }) => id);
}

type AwaitedRow = { customer_id: string; name: JourneyEventName; at: string };

/** What customers did of the events that are named, each after a moment of their own, oldest first. `subjects`: of each. */
export async function readAwaited(
  tx: MerchantTx,
  subjects: ReadonlyMap<string, readonly string[]>,
  names: readonly JourneyEventName[],
  since: ReadonlyMap<string, Date>,
): Promise<{ customerId: string; name: JourneyEventName; at: Date }[]> {
  const asked = [...since].flatMap(([customer_id, at]) =>
    (subjects.get(customer_id) ?? []).map(subject_id => ({ customer_id, subject_id, since: at })),
  );
  const rows = await tx.execute<AwaitedRow>(sql`
    with s as (
      select * from json_to_recordset(${JSON.stringify(asked)}::json) s (customer_id uuid, subject_id uuid, since timestamptz))
    select s.customer_id, e.name, e.occurred_at as at from s cross join lateral (
      select name, occurred_at from customer_journey_events where merchant_id = ${tx.merchantId} and subject_id = s.subject_id
        and occurred_at > s.since and name in (select json_array_elements_text(${JSON.stringify(names)}::json))
      order by occurred_at limit ${MOST_OF_EACH}) e
    order by e.occurred_at`);
  return rows.map(({ customer_id: customerId, name, at }) => ({ customerId, name, at: new Date(at) }));
}

/** The tags of each customer, and of those who are part of them; in the order of the alphabet. `subjects`: of each. */
export async function readTags(
  tx: MerchantTx,
  subjects: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, string[]>> {
  const owners = new Map([...subjects].flatMap(([id, parts]) => parts.map((part): [string, string] => [part, id])));
  const rows = await tx
    .select({ customerId: customerTags.customerId, tag: customerTags.tag })
    .from(customerTags)
    .where(and(ofMerchant(tx, customerTags), anyOf(customerTags.customerId, [...owners.keys()])))
    .orderBy(asc(customerTags.tag));
  const tags = new Map<string, string[]>();
  for (const { customerId, tag } of rows) {
    const owner = owners.get(customerId)!;
    tags.set(owner, [...new Set([...(tags.get(owner) ?? []), tag])]);
  }
  return tags;
}
