import { type SQL, sql } from 'drizzle-orm';
import type { MerchantTx } from './merchant-tx.ts';

const ids = (list: readonly string[]): SQL => sql`${`{${list.join(',')}}`}::uuid[]`;

/** How many people there are, each once however many they were before. */
export async function countPeople(tx: MerchantTx): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from customers where merchant_id = ${tx.merchantId} and merged_into is null`,
  );
  return row!.n;
}

/** `root`: who they are now. */
export type PastCustomerRow = {
  root: string;
  id: string;
  kind: 'guest' | 'known';
  full_name: string | null;
  phone: string | null;
  created_at: string;
};

/** These people, and who became part of them. */
export const readPastCustomers = (tx: MerchantTx, people: readonly string[]): Promise<PastCustomerRow[]> =>
  tx.execute<PastCustomerRow>(sql`
    select id as root, id, kind, full_name, phone, created_at from customers
    where merchant_id = ${tx.merchantId} and id = any(${ids(people)})
    union all
    select merged_into, id, kind, full_name, phone, created_at from customers
    where merchant_id = ${tx.merchantId} and merged_into = any(${ids(people)})`);

export type PastBrowserRow = {
  root: string;
  id: string;
  created_at: string;
  revoked_at: string | null;
  panel_at: string | null;
  time_zone: string | null;
  language: string | null;
  told_at: string | null;
};

export const readPastBrowsers = (tx: MerchantTx, people: readonly string[]): Promise<PastBrowserRow[]> =>
  tx.execute<PastBrowserRow>(sql`
    select customer_id as root, id, created_at, revoked_at, panel_at, time_zone, language, journey_consent_at as told_at
    from visitors where merchant_id = ${tx.merchantId} and customer_id = any(${ids(people)})`);

/** `moved`: ids of whatever came along. `suspended`: of consents that have not counted since. */
export type PastMergeRow = {
  from_id: string;
  into_id: string;
  at: string;
  moved: string[] | string;
  suspended: string[] | string;
};

/** How these customers became one; what was undone is left out. `customers`: all that were part of anybody. */
export const readPastMerges = (tx: MerchantTx, customers: readonly string[]): Promise<PastMergeRow[]> =>
  tx.execute<PastMergeRow>(sql`
    select from_customer_id as from_id, into_customer_id as into_id, created_at as at,
      to_jsonb(jsonb_path_query_array(moved, '$.visitors[*].id') || jsonb_path_query_array(moved, '$.identities[*].id')
        || coalesce(moved -> 'consents', '[]') || jsonb_path_query_array(moved, '$.conversation.id')) as moved,
      coalesce(moved -> 'suspended', '[]') as suspended
    from customer_merges where merchant_id = ${tx.merchantId} and undone_at is null and into_customer_id = any(${ids(customers)})`);

/** `root`: who it identifies now. */
export type PastIdentityRow = { root: string; id: string; kind: string; value: string; created_at: string };

/** By what they are known. An address or phone that the shop told is `contact`, and has no id. */
export const readPastIdentities = (tx: MerchantTx, people: readonly string[]): Promise<PastIdentityRow[]> =>
  tx.execute<PastIdentityRow>(sql`
    select customer_id as root, id, kind, value, created_at from customer_identities
    where merchant_id = ${tx.merchantId} and customer_id = any(${ids(people)}) and value not like 'erased:%'
    union all
    select customer_id, id, 'contact', '', created_at from customer_contacts
    where merchant_id = ${tx.merchantId} and customer_id = any(${ids(people)})`);

export type PastThreadRow = { customer_id: string; id: string; last_inbound_at: string | null };

/** Their conversations, those included that became part of another: each by an index of its own. */
export const readPastThreads = (tx: MerchantTx, customers: readonly string[]): Promise<PastThreadRow[]> => {
  const of = (
    merged: SQL,
  ) => sql`select customer_id, id, last_whatsapp_inbound_at as last_inbound_at from whatsapp_conversations
    where merchant_id = ${tx.merchantId} and customer_id = any(${ids(customers)}) and merged_into is ${merged}`;
  return tx.execute<PastThreadRow>(sql`${of(sql`null`)} union all ${of(sql`not null`)}`);
};
