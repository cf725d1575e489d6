import { type SQL, sql } from 'drizzle-orm';
import type { JourneyEventName, JourneySource } from '../../contract/journey-event.ts';
import type { MerchantTx } from './merchant-tx.ts';
import type { BookState } from './schema/index.ts';

const ids = (list: readonly string[]): SQL => sql`${`{${list.join(',')}}`}::uuid[]`;
const when = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`;

/** So many of one subject's events are read, the newest ones: nobody can make it costly to look. */
export const PAST_EVENTS_READ = 5_000;
const MESSAGES_READ = 500;

export type PastEventRow = {
  subject_id: string;
  id: string;
  name: JourneyEventName;
  source: JourneySource;
  at: string;
  received_at: string;
  page_url: string | null;
  page_title: string | null;
  properties: Record<string, unknown> | string;
};

/** What happened in these browsers and to these customers. `only`: these events and those about carts, quotes and orders; null: all. */
export const readPastEvents = (
  tx: MerchantTx,
  subjects: readonly string[],
  { only, to }: { only: readonly string[] | null; to: Date },
): Promise<PastEventRow[]> =>
  tx.execute<PastEventRow>(sql`
    select e.* from unnest(${ids(subjects)}) s (id) cross join lateral (
      select subject_id, id, name, source, occurred_at as at, received_at, properties,
        ${only === null ? sql`page_url, page_title` : sql`null as page_url, null as page_title`}
      from customer_journey_events where merchant_id = ${tx.merchantId} and subject_id = s.id and received_at < ${when(to)}
        ${only === null ? sql`` : sql`and (name in (select json_array_elements_text(${JSON.stringify(only)}::json)) or name ~ '^(cart|checkout|quote|order|shipment)_')`}
      order by occurred_at desc, id desc limit ${PAST_EVENTS_READ}) e`);

export type PastMessageRow = {
  id: string;
  thread_id: string;
  channel: 'web' | 'whatsapp';
  sent_at: string;
  created_at: string;
};

/** What they wrote. `thread_id`: where it was written. */
export const readPastMessages = (tx: MerchantTx, threads: readonly string[]): Promise<PastMessageRow[]> =>
  tx.execute<PastMessageRow>(sql`
    select m.* from unnest(${ids(threads)}) t (id) cross join lateral (
      select id, coalesce(origin_conversation_id, conversation_id) as thread_id, channel, sent_at, created_at from whatsapp_messages
      where merchant_id = ${tx.merchantId} and conversation_id = t.id and author = 'shopper' order by position desc limit ${MESSAGES_READ}) m`);

export type PastConsentRow = {
  customer_id: string;
  id: string;
  topic: 'marketing' | 'all';
  action: 'opt-in' | 'opt-out';
  source: 'typed-word' | 'button' | 'meta-preference' | 'meta-error' | 'checkbox' | 'agent' | 'api' | 'import';
  wording: string | null;
  at: string;
  recorded_at: string;
  pending: boolean;
};

export const readPastConsents = (tx: MerchantTx, people: readonly string[]): Promise<PastConsentRow[]> =>
  tx.execute<PastConsentRow>(sql`
    select customer_id, id, topic, action, source, wording, at, recorded_at, pending from consents
    where merchant_id = ${tx.merchantId} and customer_id = any(${ids(people)})`);

export type PastAdvertRow = { thread_id: string; queued_at: string; failed_at: string | null };

/** Advertising that was queued since, but what this rule sent them. */
export const readPastAdverts = (
  tx: MerchantTx,
  { threads, customers }: { threads: readonly string[]; customers: readonly string[] },
  { since, ruleId }: { since: Date; ruleId: string | null },
): Promise<PastAdvertRow[]> =>
  tx.execute<PastAdvertRow>(sql`
    with own as (
      select d.message_id from automation_runs r join automation_decisions d on d.merchant_id = r.merchant_id and d.run_id = r.id
      where r.merchant_id = ${tx.merchantId} and r.customer_id = any(${ids(customers)}) and r.rule_id = ${ruleId}::uuid
        and d.message_id is not null)
    select coalesce(m.origin_conversation_id, m.conversation_id) as thread_id, d.queued_at, d.failed_at from deliveries d
    join whatsapp_messages m on m.merchant_id = d.merchant_id and m.id = d.message_id
    where d.merchant_id = ${tx.merchantId} and d.conversation_id = any(${ids(threads)}) and d.purpose = 'marketing'
      and d.queued_at >= ${when(since)} and not exists (select from own where own.message_id = d.message_id)`);

export type PastRunRow = { id: string; customer_id: string; started_at: string; depth: number; echo_at: string | null };

/** Runs of other rules that began since. */
export const readPastRuns = (
  tx: MerchantTx,
  customers: readonly string[],
  { since, ruleId }: { since: Date; ruleId: string | null },
): Promise<PastRunRow[]> =>
  tx.execute<PastRunRow>(sql`
    select id, customer_id, started_at, depth, echo_at from automation_runs where merchant_id = ${tx.merchantId}
      and customer_id = any(${ids(customers)}) and started_at >= ${when(since)} and rule_id is distinct from ${ruleId}::uuid`);

export type PastTagRow = { customer_id: string; tag: string; added_at: string };

/** The tags that are there. */
export const readPastTags = (tx: MerchantTx, customers: readonly string[]): Promise<PastTagRow[]> =>
  tx.execute<PastTagRow>(sql`
    select customer_id, tag, added_at from customer_tags
    where merchant_id = ${tx.merchantId} and customer_id = any(${ids(customers)})`);

export type PastPointsRow = { customer_id: string; points: number; reason: string; given_at: string };

/** The points that rules have given. */
export const readPastPoints = (tx: MerchantTx, customers: readonly string[]): Promise<PastPointsRow[]> =>
  tx.execute<PastPointsRow>(sql`
    select customer_id, points, reason, given_at from lead_points
    where merchant_id = ${tx.merchantId} and customer_id = any(${ids(customers)})`);

/** Our ids of the carts that follow from a browser's events. */
export const readWebCarts = (
  tx: MerchantTx,
  subjects: readonly string[],
): Promise<{ subject_id: string; id: string; external_id: string }[]> =>
  tx.execute<{ subject_id: string; id: string; external_id: string }>(sql`
    select subject_id, id, external_id from carts
    where merchant_id = ${tx.merchantId} and subject_id = any(${ids(subjects)}) and source = 'web'`);

/** `guessed`: from before its history was kept. */
export type PastBookRow = {
  kind: 'cart' | 'quote' | 'order';
  id: string;
  subject_id: string;
  from_at: string;
  until_at: string | null;
  guessed: boolean;
  state: BookState | string;
};

/**
 * How their carts, quotes and orders stood since `since`. Of quotes and orders from before their history was kept, the first that is known
 * is taken; a cart without any history is taken for what it is now from when it was last touched.
 */
export const readPastBooks = (tx: MerchantTx, subjects: readonly string[], since: Date): Promise<PastBookRow[]> =>
  tx.execute<PastBookRow>(sql`
    with now_there as (
      select 'cart' as kind, id, subject_id, updated_at as created_at, jsonb_build_object('status', status, 'items', items, 'currency', currency,
        'total', total::text, 'url', url, 'updatedAt', updated_at) as state
      from carts where merchant_id = ${tx.merchantId} and subject_id = any(${ids(subjects)}) and source <> 'web'
      union all
      select 'quote', id, subject_id, created_at, jsonb_build_object('externalId', external_id, 'number', number, 'status', status,
        'currency', currency, 'total', total::text, 'url', url, 'expiresAt', expires_at, 'updatedAt', updated_at)
      from quotes where merchant_id = ${tx.merchantId} and subject_id = any(${ids(subjects)})
      union all
      select 'order', id, subject_id, created_at, jsonb_build_object('externalId', external_id, 'number', number, 'status', status,
        'currency', currency, 'total', total::text, 'url', url, 'tracking', tracking, 'placedAt', placed_at)
      from orders where merchant_id = ${tx.merchantId} and subject_id = any(${ids(subjects)})),
    kept as (
      select kind, book_id as id, subject_id, recorded_at, superseded_at, state,
        row_number() over (partition by book_id order by recorded_at, superseded_at) as place
      from book_history where merchant_id = ${tx.merchantId} and subject_id = any(${ids(subjects)})
        and (superseded_at is null or superseded_at >= ${when(since)}))
    select kind, id, subject_id, recorded_at as from_at, superseded_at as until_at, false as guessed, state from kept
    union all
    select n.kind, n.id, n.subject_id, n.created_at, k.recorded_at, true, coalesce(k.state, n.state) from now_there n
    left join kept k on k.id = n.id and k.place = 1
    where k.id is null or (n.kind <> 'cart' and k.recorded_at > n.created_at and k.recorded_at > ${when(since)})`);
