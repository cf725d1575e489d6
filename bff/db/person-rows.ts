import { type SQL, sql } from 'drizzle-orm';
import type { MerchantTx } from './merchant-tx.ts';
import type { StoreKind } from './store-connections.ts';

/** A person: the customers that are one, and these with their browsers. */
export type Person = { customers: readonly string[]; subjects: readonly string[] };

type Row = Record<string, unknown>;
const uuids = (ids: readonly string[]) => sql`${`{${ids.join(',')}}`}::uuid[]`;

/** Which rows of each table are a person's. A table that is about people and is missing here fails a test. */
export const PERSON_TABLES: Record<string, (person: Person) => SQL> = {
  customers: ({ customers }) => sql`id = any(${uuids(customers)})`,
  customer_identities: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  service_windows: ({ customers }) => sql`identity_id in (select i.id from customer_identities i
    where i.merchant_id = current_merchant() and i.customer_id = any(${uuids(customers)}))`,
  customer_contacts: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  consents: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  customer_merges: ({ customers }) =>
    sql`(from_customer_id = any(${uuids(customers)}) or into_customer_id = any(${uuids(customers)}))`,
  visitors: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  customer_journeys: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  journey_summaries: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  lead_score_changes: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  customer_journey_events: ({ subjects }) => sql`subject_id = any(${uuids(subjects)})`,
  carts: ({ subjects }) => sql`subject_id = any(${uuids(subjects)})`,
  quotes: ({ subjects }) => sql`subject_id = any(${uuids(subjects)})`,
  orders: ({ subjects }) => sql`subject_id = any(${uuids(subjects)})`,
  whatsapp_references: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  whatsapp_conversations: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  whatsapp_messages: ({ customers }) => sql`conversation_id in (${threadsOf(customers)})`,
  media: ({ customers }) => sql`exists (select from whatsapp_messages m where m.merchant_id = current_merchant()
    and m.media_id = t.id and m.conversation_id in (${threadsOf(customers)}))`,
  whatsapp_presence: ({ customers }) => sql`conversation_id in (${threadsOf(customers)})`,
  deliveries: ({ customers }) => sql`conversation_id in (${threadsOf(customers)})`,
  automation_runs: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  automation_decisions: ({ customers }) => sql`run_id in (
    select r.id from automation_runs r where r.merchant_id = current_merchant() and r.customer_id = any(${uuids(customers)}))`,
  webhook_outbox: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  customer_tags: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  lead_points: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  customer_notes: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  automation_dry_run_samples: ({ customers }) => sql`customer_id = any(${uuids(customers)})`,
  book_history: ({ subjects }) => sql`subject_id = any(${uuids(subjects)})`,
  conversation_updates: ({ customers }) => sql`conversation_id in (${threadsOf(customers)})`,
};

const threadsOf = (customers: readonly string[]) =>
  sql`select c.id from whatsapp_conversations c where c.merchant_id = current_merchant() and c.customer_id = any(${uuids(customers)})`;

/** Nobody can do anything with these but take somebody's place. */
const NEVER_TOLD = sql`array['merchant_id', 'token_hash']`;

/** All that is held of a person, table by table. */
export async function readPersonRows(tx: MerchantTx, person: Person): Promise<Record<string, Row[]>> {
  const held: Record<string, Row[]> = {};
  for (const [table, isTheirs] of Object.entries(PERSON_TABLES)) {
    const rows = await tx.execute<{ held: Row | string }>(sql`
      select to_jsonb(t) - ${NEVER_TOLD} as held from ${sql.identifier(table)} t
      where merchant_id = ${tx.merchantId} and ${isTheirs(person)}`);
    held[table] = rows.map(row => (typeof row.held === 'string' ? (JSON.parse(row.held) as Row) : row.held));
  }
  return held;
}

/** Customers, as they are now, whom a shop means by these names. `accounts`: of its own. `orders`: its ids of theirs. */
export async function findPeople(
  tx: MerchantTx,
  named: { source: StoreKind; contacts: { kind: string; value: string }[]; accounts: string[]; orders: string[] },
): Promise<string[]> {
  const { source } = named;
  const rows = await tx.execute<{ id: string }>(sql`
    with contact as (select * from json_to_recordset(${JSON.stringify(named.contacts)}::json) c (kind text, value text)),
    subject as (
      select o.subject_id from orders o where o.merchant_id = ${tx.merchantId} and o.source = ${source}
        and o.external_id in (select json_array_elements_text(${JSON.stringify(named.orders)}::json))),
    found as (
      select c.customer_id from customer_contacts c join contact using (kind, value) where c.merchant_id = ${tx.merchantId}
      union all select i.customer_id from customer_identities i where i.merchant_id = ${tx.merchantId} and i.kind = 'shop_account'
        and i.value in (select json_array_elements_text(${JSON.stringify(named.accounts)}::json))
      union all select v.customer_id from visitors v join subject s on v.id = s.subject_id where v.merchant_id = ${tx.merchantId}
      union all select subject_id from subject)
    select distinct coalesce(c.merged_into, c.id) as id from found f
    join customers c on c.merchant_id = ${tx.merchantId} and c.id = f.customer_id`);
  return rows.map(({ id }) => id);
}

/** Customers, as they are now, of whom something came from that source; at most `limit`. */
export async function listPeopleOf(tx: MerchantTx, source: StoreKind, limit: number): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    with subject as (
      select subject_id from orders where merchant_id = ${tx.merchantId} and source = ${source}
      union select subject_id from quotes where merchant_id = ${tx.merchantId} and source = ${source}
      union select subject_id from carts where merchant_id = ${tx.merchantId} and source = ${source}),
    found as (
      select customer_id from customer_contacts where merchant_id = ${tx.merchantId} and source = ${source}
      union select customer_id from customer_identities
        where merchant_id = ${tx.merchantId} and kind = 'shop_account' and value like ${`${source}:%`}
      union select v.customer_id from visitors v join subject s on v.id = s.subject_id where v.merchant_id = ${tx.merchantId}
      union select subject_id from subject)
    select distinct coalesce(c.merged_into, c.id) as id from found f
    join customers c on c.merchant_id = ${tx.merchantId} and c.id = f.customer_id limit ${limit}`);
  return rows.map(({ id }) => id);
}
