import { type SQL, sql } from 'drizzle-orm';
import type { MerchantTx } from './merchant-tx.ts';
import type { StoreKind } from './store-connections.ts';

/**
 * By what a raw webhook is known to be about a person. `texts`: in lower case, as JSON writes them. `digits`: ends of phone numbers.
 * `names` and `orders` (ids of that shop) only count where the webhook was worked on: they may be somebody else's too.
 */
export type Needles = { texts: string[]; digits: string[]; names: string[]; orders: string[] };

const PAGE = 1000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Empties the raw webhooks that speak of a person; those that wait are not worked on any more. Open requests of privacy stay until they
 * are done. Returns how many.
 * @param source of that shop alone; null: of everybody
 */
export async function eraseFromInbox(
  tx: MerchantTx,
  { texts, digits, names, orders }: Needles,
  source: StoreKind | null,
  now: Date,
): Promise<number> {
  const list = (items: string[]) => sql`(select json_array_elements_text(${JSON.stringify(items)}::json))`;
  const among = (text: SQL, items: string[]) =>
    items.length === 0 ? sql`false` : sql`exists (select from ${list(items)} n (n) where position(n.n in ${text}) > 0)`;
  const orderMarks = orders.flatMap(id => [`"id":${id},`, `"id":"${id}"`, `"order_id":${id},`, `"order_id":"${id}"`]);
  const isTheirs = sql`(${among(sql`p.text`, texts)} or ${among(sql`p.digits`, digits)}
    or p.processed_at is not null and (${among(sql`p.text`, names)} or ${among(sql`p.text`, orderMarks)}))`;
  return eachPage(tx, source, isTheirs, now);
}

/** Empties all raw webhooks of a shop. */
export async function emptyInboxOf(tx: MerchantTx, source: StoreKind, now: Date): Promise<number> {
  return eachPage(tx, source, sql`p.text <> '{}'`, now);
}

async function eachPage(tx: MerchantTx, source: StoreKind | null, isTheirs: SQL, now: Date): Promise<number> {
  let total = 0;
  for (let last: string | null = FIRST; last; ) {
    const [page]: { last: string | null; gone: number }[] = await tx.execute<{ last: string | null; gone: number }>(sql`
      with p as materialized (
        select id, processed_at, lower(body) as text, regexp_replace(body, '\\D', '', 'g') as digits from webhook_inbox
        where merchant_id = ${tx.merchantId} and id > ${last} and (${source}::text is null or source = ${source})
        order by id limit ${PAGE}),
      gone as (
        update webhook_inbox w set body = '{}', outcome = 'erased', processed_at = coalesce(w.processed_at, ${now.toISOString()}::timestamptz)
        from p where w.merchant_id = ${tx.merchantId} and w.id = p.id and ${isTheirs}
          and not exists (select from privacy_requests r where r.merchant_id = ${tx.merchantId} and r.id = w.id and r.done_at is null)
        returning 1)
      select (select id from p order by id desc limit 1) as last, (select count(*)::int from gone) as gone`);
    total += page?.gone ?? 0;
    last = page?.last ?? null;
  }
  return total;
}
