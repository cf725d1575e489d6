import { type SQL, sql } from 'drizzle-orm';
import type { JourneyEventName, JourneySource } from '../../contract/journey-event.ts';
import type { MerchantTx } from './merchant-tx.ts';
import { ask, type Place } from './one-statement.ts';
import type { JourneyVisitor } from './visitors.ts';

/** `subjectId`: the browser (visitors.id), or where there is none the customer (customers.id). */
export type NewJourneyEvent = {
  id: string;
  subjectId: string;
  name: JourneyEventName;
  source: JourneySource;
  occurredAt: Date;
  clientAt: Date | null;
  receivedAt: Date;
  page: { url: string; title: string } | null;
  properties: Record<string, unknown>;
};

/**
 * Keeps events, each once, and marks their subjects, in one statement. Returns the ids that were new. The list goes as one parameter, so
 * that the statement is the same however many there are, and is planned once.
 */
export async function insertJourneyEvents(tx: MerchantTx, events: readonly NewJourneyEvent[]): Promise<string[]> {
  if (events.length === 0) return [];
  const list = JSON.stringify(events.map(toRow));
  const rows = await tx.execute<{ id: string }>(sql`
    with fresh as (
      insert into customer_journey_events
        (merchant_id, id, subject_id, name, source, occurred_at, client_at, received_at, page_url, page_title, properties)
      select ${tx.merchantId}::uuid, e.* from json_to_recordset(${list}::json) e
        (id uuid, subject_id uuid, name text, source text, occurred_at timestamptz, client_at timestamptz,
         received_at timestamptz, page_url text, page_title text, properties jsonb)
      on conflict do nothing returning id, subject_id, received_at, occurred_at),
    marked as (
      insert into queue.journey_marks (merchant_id, subject_id, kind, marked_at, since)
      select ${tx.merchantId}::uuid, subject_id, 'event', min(received_at), min(occurred_at) from fresh group by subject_id)
    select id from fresh`);
  return rows.map(row => row.id);
}

/** Of a browser: `tokenHash` in hex; whose it is, the statement finds out. */
export type BrowserEvent = Omit<NewJourneyEvent, 'subjectId'> & { tokenHash: string };

/** `browsers`: those that are known, by the token's hash in hex. `fresh`: the ids of the events that were new. */
export type KeptOfBrowsers = { browsers: Map<string, JourneyVisitor>; fresh: string[] };

/** Keeps what browsers tell, each event once, and marks their subjects. Of a browser that is not known or was revoked nothing is kept. */
export async function insertBrowserEvents(
  place: Place,
  tokenHashes: readonly string[],
  events: readonly BrowserEvent[],
): Promise<KeptOfBrowsers> {
  const [row] = await ask<Kept>(place, ofBrowsers(place.merchantId, tokenHashes, events));
  return {
    browsers: new Map(row!.browsers?.map(({ hash, ...browser }) => [hash, browser])),
    fresh: row!.fresh ?? [],
  };
}

type Kept = { browsers: (JourneyVisitor & { hash: string })[] | null; fresh: string[] | null };

/** In one statement, whose text is the same however many they are. */
function ofBrowsers(merchantId: string, tokenHashes: readonly string[], events: readonly BrowserEvent[]): SQL {
  const list = JSON.stringify(events.map(browserRow));
  return sql`
    with known as materialized (
      -- One look into the index each: a list would be weighed against reading all browsers, by statistics that may be old.
      select h.hash, v.id, v.customer_id, v.revoked_at is not null as revoked, v.may_chat, v.journey_consent, v.time_zone, v.language
      from unnest(${`{${tokenHashes.join(',')}}`}::text[]) h (hash) cross join lateral (
        select * from visitors where merchant_id = ${merchantId}::uuid and token_hash = decode(h.hash, 'hex') limit 1) v),
    fresh as (
      insert into customer_journey_events
        (merchant_id, id, subject_id, name, source, occurred_at, client_at, received_at, page_url, page_title, properties)
      select ${merchantId}::uuid, e.id, k.id, e.name, e.source, e.occurred_at, e.client_at, e.received_at, e.page_url, e.page_title,
        e.properties
      from json_to_recordset(${list}::json) e
        (id uuid, token_hash text, name text, source text, occurred_at timestamptz, client_at timestamptz,
         received_at timestamptz, page_url text, page_title text, properties jsonb)
      join known k on k.hash = e.token_hash and not k.revoked
      -- In one order, so that two who are told the same do not deadlock.
      order by e.id
      on conflict do nothing returning id, subject_id, received_at, occurred_at),
    marked as (
      insert into queue.journey_marks (merchant_id, subject_id, kind, marked_at, since)
      select ${merchantId}::uuid, subject_id, 'event', min(received_at), min(occurred_at) from fresh group by subject_id)
    select
      (select json_agg(json_build_object('hash', hash, 'id', id, 'customerId', customer_id, 'revoked', revoked, 'mayChat', may_chat,
        'consent', journey_consent, 'timeZone', time_zone, 'language', language)) from known) as browsers,
      (select json_agg(id) from fresh) as fresh`;
}

const toRow = (event: NewJourneyEvent) => ({ subject_id: event.subjectId, ...columns(event) });
const browserRow = (event: BrowserEvent) => ({ token_hash: event.tokenHash, ...columns(event) });

const columns = (event: Omit<NewJourneyEvent, 'subjectId'>) => ({
  id: event.id,
  name: event.name,
  source: event.source,
  occurred_at: event.occurredAt,
  client_at: event.clientAt,
  received_at: event.receivedAt,
  page_url: event.page?.url,
  page_title: event.page?.title,
  properties: event.properties,
});
