import { sql } from 'drizzle-orm';
import type { JourneyEventName, JourneySource } from '../../contract/journey-event.ts';
import type { MerchantTx } from './merchant-tx.ts';

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
      on conflict do nothing returning id, subject_id, received_at),
    marked as (
      insert into queue.journey_marks (merchant_id, subject_id, kind, marked_at)
      select ${tx.merchantId}::uuid, subject_id, 'event', min(received_at) from fresh group by subject_id)
    select id from fresh`);
  return rows.map(row => row.id);
}

const toRow = ({ page, ...event }: NewJourneyEvent) => ({
  id: event.id,
  subject_id: event.subjectId,
  name: event.name,
  source: event.source,
  occurred_at: event.occurredAt,
  client_at: event.clientAt,
  received_at: event.receivedAt,
  page_url: page?.url,
  page_title: page?.title,
  properties: event.properties,
});
