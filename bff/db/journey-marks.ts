import { sql } from 'drizzle-orm';
import type { Db, MerchantTx } from './merchant-tx.ts';
import { noteWork } from './work-made.ts';

/** These subjects' journeys are to be looked at anew, in the transaction that moved them. */
export async function markJourneys(tx: MerchantTx, subjectIds: readonly string[], now: Date): Promise<void> {
  if (subjectIds.length === 0) return;
  noteWork(tx, 'journey');
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx.execute(sql`
    insert into queue.journey_marks (merchant_id, subject_id, kind, marked_at, since)
    select distinct ${tx.merchantId}::uuid, value::uuid, 'event', ${at}, ${at}
    from json_array_elements_text(${JSON.stringify(subjectIds)}::json)`);
}

export type MarkKind = 'event' | 'rescore';

/** Merchants with marks of that kind, found without reading all marks. */
export async function merchantsWithMarks(db: Db, kind: MarkKind): Promise<string[]> {
  const rows = await db.execute<{ merchant_id: string }>(sql`
    with recursive found as (
      (select merchant_id from queue.journey_marks where kind = ${kind} order by merchant_id limit 1)
      union all
      select (select m.merchant_id from queue.journey_marks m
        where m.kind = ${kind} and m.merchant_id > found.merchant_id order by m.merchant_id limit 1)
      from found where found.merchant_id is not null)
    select merchant_id from found where merchant_id is not null`);
  return rows.map(row => row.merchant_id);
}

/** `since`: events that are older are no news of this mark; null: any may be. */
export type Mark = { subjectId: string; since: Date | null };

/** Takes the oldest marks away, and with them the duty: they come back if the transaction does not commit. Others take others. */
export async function takeMarks(tx: MerchantTx, kind: MarkKind, limit: number): Promise<Mark[]> {
  const rows = await tx.execute<{ subject_id: string; since: string | null }>(sql`
    delete from queue.journey_marks where ctid = any(array(
      select ctid from queue.journey_marks where kind = ${kind} and merchant_id = ${tx.merchantId}
      order by marked_at limit ${limit} for update skip locked))
    returning subject_id, since`);
  return rows.map(row => ({ subjectId: row.subject_id, since: row.since === null ? null : new Date(row.since) }));
}

/** A mark that cannot be worked on goes behind all others. */
export async function putAsideOldest(tx: MerchantTx, kind: MarkKind, now: Date): Promise<void> {
  await tx.execute(sql`
    update queue.journey_marks set marked_at = ${now.toISOString()}::timestamptz where ctid = (
      select ctid from queue.journey_marks where kind = ${kind} and merchant_id = ${tx.merchantId} order by marked_at limit 1)`);
}

/** All customers with a journey are to be scored anew, when nothing else is to be done. */
export async function markEverybody(tx: MerchantTx, now: Date): Promise<void> {
  await tx.execute(sql`
    insert into queue.journey_marks (merchant_id, subject_id, kind, marked_at)
    select merchant_id, customer_id, 'rescore', ${now.toISOString()}::timestamptz from customer_journeys
    where merchant_id = ${tx.merchantId}`);
}

/** Whose quotes are open and have an end to come: a rule about that end has just been switched on. */
export async function markQuoteHolders(tx: MerchantTx, now: Date): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx.execute(sql`
    insert into queue.journey_marks (merchant_id, subject_id, kind, marked_at, since)
    select distinct merchant_id, subject_id, 'rescore', ${at}, ${at} from quotes
    where merchant_id = ${tx.merchantId} and subject_id is not null and status in ('created', 'sent', 'viewed') and expires_at > ${at}`);
}

/** Those whom time alone has changed, `limit` of them. Returns how many. */
export async function markDue(tx: MerchantTx, now: Date, limit: number): Promise<number> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const rows = await tx.execute(sql`
    with due as (
      update customer_journeys set rescore_at = null where merchant_id = ${tx.merchantId} and customer_id = any(array(
        select customer_id from customer_journeys
        where merchant_id = ${tx.merchantId} and rescore_at <= ${at}
        order by rescore_at limit ${limit} for update skip locked))
      returning customer_id)
    insert into queue.journey_marks (merchant_id, subject_id, kind, marked_at, since)
    select ${tx.merchantId}::uuid, customer_id, 'rescore', ${at}, ${at} from due returning 1`);
  return rows.length;
}

/** The browsers of these customers, they themselves, and those who became part of them: whose events are theirs. */
export async function subjectsOf(tx: MerchantTx, customerIds: readonly string[]): Promise<Map<string, string[]>> {
  const ids = `{${customerIds.join(',')}}`;
  const rows = await tx.execute<{ customer_id: string; subject_id: string }>(sql`
    select customer_id, id as subject_id from visitors
      where merchant_id = ${tx.merchantId} and customer_id = any(${ids}::uuid[])
    union all select id, id from customers where merchant_id = ${tx.merchantId} and id = any(${ids}::uuid[])
    union all select merged_into, id from customers
      where merchant_id = ${tx.merchantId} and merged_into = any(${ids}::uuid[])`);
  const subjects = new Map<string, string[]>(customerIds.map(id => [id, []]));
  for (const row of rows) subjects.get(row.customer_id)?.push(row.subject_id);
  return subjects;
}

/** The customers whom these subjects belong to now, each once. */
export async function customersOfSubjects(tx: MerchantTx, subjectIds: readonly string[]): Promise<string[]> {
  const ids = `{${[...new Set(subjectIds)].join(',')}}`;
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct coalesce(c.merged_into, c.id) as id from customers c
    where c.merchant_id = ${tx.merchantId} and c.id = any(array(
      select customer_id from visitors where merchant_id = ${tx.merchantId} and id = any(${ids}::uuid[])
      union all select unnest(${ids}::uuid[])))`);
  return rows.map(row => row.id);
}
