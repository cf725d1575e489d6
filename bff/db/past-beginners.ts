import { type SQL, sql } from 'drizzle-orm';
import type { Deeds, Sign } from '../../contract/automation-facts.ts';
import type { MerchantTx } from './merchant-tx.ts';

/*
 * One person after the other is looked up by index, as far as it takes: where it is asked as one set, the planner may read everybody's
 * events for the sake of some. A subquery that yields a value is never turned into a join.
 */

const when = (at: Date): SQL => sql`${at.toISOString()}::timestamptz`;

/** The next people in the order of their ids. */
const people = (tx: MerchantTx, after: string | null, limit: number): SQL => sql`
  (select id from customers where merchant_id = ${tx.merchantId} and merged_into is null
    and id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid order by id limit ${limit}) p`;

/** A person, and who became part of them. */
const parts = (tx: MerchantTx): SQL => sql`
  (select p.id union all select id from customers where merchant_id = ${tx.merchantId} and merged_into = p.id)`;

/** With their browsers, which have moved to whom they belong now. */
const subjects = (tx: MerchantTx): SQL => sql`
  (select id from ${parts(tx)} c union all select id from visitors where merchant_id = ${tx.merchantId} and customer_id = p.id)`;

/** Messages have moved to the thread that is theirs now. */
const messages = (tx: MerchantTx): SQL => sql`
  whatsapp_conversations t join whatsapp_messages m on m.merchant_id = t.merchant_id and m.conversation_id = t.id and m.author = 'shopper'
  where t.merchant_id = ${tx.merchantId} and t.customer_id = p.id and t.merged_into is null`;

/** The next people, and whether each shows one of these signs. */
export async function listSigned(
  tx: MerchantTx,
  after: string | null,
  limit: number,
  signs: readonly Sign[],
): Promise<{ id: string; shows: boolean }[]> {
  const any = sql.join(
    signs.map(sign => sql`coalesce(${showing(tx, sign)}, false)`),
    sql` or `,
  );
  return tx.execute<{ id: string; shows: boolean }>(
    sql`select p.id, ${any} as shows from ${people(tx, after, limit)} order by p.id`,
  );
}

/** Of the person `p`. */
function showing(tx: MerchantTx, sign: Sign): SQL {
  const of = sql`merchant_id = ${tx.merchantId}`;
  const inAny = (found: SQL) => sql`(select true from ${subjects(tx)} s where ${found} limit 1)`;
  if (sign.sign === 'message')
    return sql`(select true from ${messages(tx)} and ${within(sql`m.sent_at`, sign)} limit 1)`;
  const since = when(sign.since);
  const kept = (kind: 'cart' | 'quote') => sql`select true from book_history where ${of} and subject_id = s.id
    and kind = ${kind} and (superseded_at is null or superseded_at >= ${since})`;
  if (sign.sign === 'shop-cart')
    return inAny(sql`(select true from carts where ${of} and subject_id = s.id and source <> 'web'
      and updated_at >= ${since} limit 1) or (${kept('cart')} limit 1)`);
  if (sign.sign === 'quote') {
    const ends = when(sign.expiresSince);
    return inAny(sql`(select true from quotes where ${of} and subject_id = s.id and expires_at >= ${ends} limit 1)
      or (${kept('quote')} and (state ->> 'expiresAt')::timestamptz >= ${ends} limit 1)`);
  }
  const { names, toldBy, status } = sign;
  const told = { browser: sql`and source = 'web'`, shop: sql`and source <> 'web'`, anybody: sql`` }[toldBy];
  return inAny(sql`(select true from customer_journey_events where ${of} and subject_id = s.id
    and ${within(sql`occurred_at`, sign)} ${told}
    ${names === null ? sql`` : sql`and name = any(${`{${names.join(',')}}`}::text[])`}
    ${status === null ? sql`` : sql`and properties ->> 'status' = ${status}`} limit 1)`);
}

const within = (at: SQL, { since, until }: { since: Date; until: Date | null }): SQL =>
  sql`${at} >= ${when(since)} ${until ? sql`and ${at} <= ${when(until)}` : sql``}`;

/** The next people, and what each did until `to`; `moved`: from `from` on anything was told, written, given, or came with a merge. */
export async function countDeeds(
  tx: MerchantTx,
  after: string | null,
  limit: number,
  { from, to }: { from: Date; to: Date },
): Promise<{ id: string; deeds: Deeds }[]> {
  const of = sql`merchant_id = ${tx.merchantId}`;
  type Row = { id: string; times: Record<string, number> | string | null; given: number | null; moved: boolean };
  const rows = await tx.execute<Row>(sql`
    select p.id, done.times, given.points as given,
      coalesce(done.moved, false) or coalesce(given.moved, false) or exists (
        select from customer_merges where ${of} and into_customer_id = p.id and created_at >= ${when(from)}) as moved
    from ${people(tx, after, limit)}
    cross join lateral (
      select json_object_agg(name, times) as times, bool_or(moved) as moved from (
        select name, count(*) as times, bool_or(told_at >= ${when(from)}) as moved from (
          select e.name, e.told_at from ${subjects(tx)} s cross join lateral (
            select name, received_at as told_at from customer_journey_events
            where ${of} and subject_id = s.id and received_at < ${when(to)} offset 0) e
          union all select 'message_sent', m.created_at from ${messages(tx)}) one
        group by name) each) done
    cross join lateral (
      select sum(greatest(0, points))::int as points, bool_or(given_at >= ${when(from)}) as moved from ${parts(tx)} c
      join lead_points g on g.merchant_id = ${tx.merchantId} and g.customer_id = c.id) given
    order by p.id`);
  return rows.map(({ id, times, given, moved }) => ({
    id,
    deeds: { times: (typeof times === 'string' ? JSON.parse(times) : times) ?? {}, given: given ?? 0, moved },
  }));
}
