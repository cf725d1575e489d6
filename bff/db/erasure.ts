import { type SQL, sql } from 'drizzle-orm';
import type { ErasureReceipt } from '../../contract/privacy.ts';
import type { MerchantTx } from './merchant-tx.ts';
import { PERSON_TABLES, type Person } from './person-rows.ts';
import type { StoreKind } from './store-connections.ts';

/** Is anything known of this person that did not come from that shop: a phone by WhatsApp, another system's account or order? */
export async function isKnownElsewhere(tx: MerchantTx, person: Person, source: StoreKind): Promise<boolean> {
  const of = (table: string) => sql`merchant_id = ${tx.merchantId} and ${PERSON_TABLES[table]!(person)}`;
  const rows = await tx.execute(sql`
    select from customer_identities where ${of('customer_identities')} and value not like ${`${source}:%`} and value not like 'erased:%'
    union all select from customer_contacts where ${of('customer_contacts')} and source <> ${source}
    union all select from orders where ${of('orders')} and source <> ${source}
    union all select from quotes where ${of('quotes')} and source <> ${source} limit 1`);
  return rows.length > 0;
}

/** Orders and quotes keep their amounts for the shop's books, and are nobody's. */
const BOOKS = {
  carts: sql`delete from carts`,
  quotes: sql`update quotes set subject_id = null, note = null, url = null, told = '[]'`,
  orders: sql`update orders set subject_id = null, url = null, tracking = null, told = '[]'`,
  book_history: sql`delete from book_history`,
};

const identitiesErased = sql`update customer_identities set value = 'erased:' || id, match_key = null`;

/** All that tells who somebody is or what they said and did. What other rows hang on stays, without it. */
export async function erasePerson(tx: MerchantTx, person: Person, now: Date): Promise<ErasureReceipt> {
  const at = sql`${now.toISOString()}::timestamptz`;
  return run(tx, person, sql`true`, {
    customer_journey_events: sql`delete from customer_journey_events`,
    ...BOOKS,
    deliveries: sql`update deliveries set wamid = null,
      error_title = case when state = 'queued' then 'The customer was erased' end,
      failed_at = case when state = 'queued' then ${at} else failed_at end,
      state = case when state = 'queued' then 'failed' else state end`,
    whatsapp_messages: sql`update whatsapp_messages set content = '{"kind": "unsupported", "type": "erased"}', wamid = null, media_id = null`,
    whatsapp_presence: sql`delete from whatsapp_presence`,
    service_windows: sql`delete from service_windows`,
    whatsapp_conversations: sql`update whatsapp_conversations set started_url = null, started_title = null`,
    whatsapp_references: sql`update whatsapp_references set used_by = null, used_at = coalesce(used_at, ${at}), expires_at = least(expires_at, ${at})`,
    consents: sql`update consents set wording = null, proof = '{}', dedupe_key = null`,
    customer_contacts: sql`delete from customer_contacts`,
    customer_identities: identitiesErased,
    customer_merges: sql`update customer_merges set evidence = '{}', moved = null`,
    automation_dry_run_samples: sql`delete from automation_dry_run_samples`,
    automation_decisions: sql`delete from automation_decisions`,
    webhook_outbox: sql`delete from webhook_outbox`,
    automation_runs: sql`delete from automation_runs`,
    customer_tags: sql`delete from customer_tags`,
    lead_points: sql`delete from lead_points`,
    customer_notes: sql`delete from customer_notes`,
    customer_journeys: sql`delete from customer_journeys`,
    journey_summaries: sql`delete from journey_summaries`,
    lead_score_changes: sql`delete from lead_score_changes`,
    visitors: sql`update visitors set token_hash = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
      revoked_at = coalesce(revoked_at, ${at}), time_zone = null, language = null, journey_consent = null, journey_consent_at = null`,
    customers: sql`update customers set full_name = null, phone = null`,
  });
}

/** What one shop has told of somebody who is known otherwise too. */
export async function eraseFromStore(tx: MerchantTx, person: Person, source: StoreKind): Promise<ErasureReceipt> {
  const rows = await run(tx, person, sql`source = ${source}`, {
    customer_journey_events: sql`delete from customer_journey_events`,
    ...BOOKS,
    customer_contacts: sql`delete from customer_contacts`,
  });
  const accounts = await run(tx, person, sql`kind = 'shop_account' and value like ${`${source}:%`}`, {
    customer_identities: identitiesErased,
  });
  // With the last who told of a phone goes that it may be written to.
  const told = sql`kind = 'told_phone' and not exists (select from customer_contacts c
    where c.merchant_id = customer_identities.merchant_id and c.customer_id = customer_identities.customer_id
      and c.kind = 'phone' and c.value = customer_identities.value)`;
  await run(tx, person, told, { customer_identities: identitiesErased });
  // A phone stays that WhatsApp has proven or another system has told.
  const isUnproven = sql`phone is not null and not exists (
    select from customer_identities i where i.merchant_id = customers.merchant_id and i.customer_id = customers.id and i.kind = 'wa_id')
    and not exists (select from customer_contacts c
    where c.merchant_id = customers.merchant_id and c.customer_id = customers.id and c.kind = 'phone')`;
  const phones = await run(tx, person, isUnproven, { customers: sql`update customers set phone = null` });
  // It tells of events that are gone.
  const summaries = await run(tx, person, sql`true`, { journey_summaries: sql`delete from journey_summaries` });
  return { ...rows, ...accounts, ...phones, ...summaries };
}

async function run(
  tx: MerchantTx,
  person: Person,
  only: SQL,
  statements: Record<string, SQL>,
): Promise<ErasureReceipt> {
  const receipt: ErasureReceipt = {};
  for (const [table, statement] of Object.entries(statements)) {
    const { count } = await tx.execute(
      sql`${statement} where merchant_id = ${tx.merchantId} and ${PERSON_TABLES[table]!(person)} and ${only}`,
    );
    if (count > 0) receipt[table] = count;
  }
  return receipt;
}

/** The books of a shop that is gone, `limit` rows of each. Returns how many went. */
export async function deleteBooksOf(tx: MerchantTx, source: StoreKind, limit: number): Promise<ErasureReceipt> {
  const receipt: ErasureReceipt = {};
  for (const table of ['carts', 'quotes', 'orders', 'book_history']) {
    const { count } = await tx.execute(sql`
      delete from ${sql.identifier(table)} where merchant_id = ${tx.merchantId} and id = any(array(
        select id from ${sql.identifier(table)} where merchant_id = ${tx.merchantId} and source = ${source} limit ${limit}))`);
    if (count > 0) receipt[table] = count;
  }
  return receipt;
}
