import { type SQL, sql } from 'drizzle-orm';
import type { CustomerListQuery, CustomerRow } from '../../contract/journey.ts';
import type { LeadReason, Stage } from '../../contract/lead-score.ts';
import { BadCursor } from './inbox.ts';
import type { MerchantTx } from './merchant-tx.ts';

export type CustomerPage = { customers: CustomerRow[]; next: string | null; total: number | null };

/** So many customers at most are looked through where a name, an address or a phone is looked for. */
const MOST_FOUND = 500;
const LAST = '\uFFFF';

type Row = {
  id: string;
  kind: 'guest' | 'known';
  full_name: string | null;
  phone: string | null;
  score: number;
  stage: Stage;
  is_hot: boolean;
  reasons: LeadReason[] | string;
  last_seen_at: string;
  visits: number;
  cart_total: string | null;
  cart_currency: string | null;
  orders: number;
  conversation_id: string | null;
  sort_name: string;
};

/**
 * A page of the customers with a journey. The next page begins where this one ended: a customer whose score changes meanwhile may be
 * seen twice or not, and nobody else is.
 */
export async function listCustomers(tx: MerchantTx, query: CustomerListQuery): Promise<CustomerPage> {
  const { sort, limit } = query;
  const where = sql.join(await conditions(tx, query), sql` and `);
  const from = sql`from customer_journeys j
    join customers c on c.merchant_id = j.merchant_id and c.id = j.customer_id and c.merged_into is null`;
  const rows = await tx.execute<Row>(sql`
    select c.id, c.kind, c.full_name, c.phone, j.score, j.stage, j.is_hot, j.reasons, j.last_seen_at, j.visits, j.cart_total,
      j.cart_currency, j.orders, ${NAME} as sort_name,
      (select v.id from whatsapp_conversations v where v.merchant_id = c.merchant_id and v.customer_id = c.id
        and v.merged_into is null) as conversation_id
    ${from} where ${where} ${query.cursor ? sql`and ${after(query.cursor, sort)}` : sql``}
    order by ${ORDER[sort]} limit ${limit + 1}`);
  const shown = rows.slice(0, limit);
  const total = query.cursor ? null : await count(tx, sql`select count(*)::int as n ${from} where ${where}`);
  return {
    customers: shown.map(toCustomerRow),
    next: rows.length > limit ? cursorOf(shown.at(-1)!, sort) : null,
    total,
  };
}

const NAME = sql.raw(`(coalesce(lower(c.full_name), U&'\\FFFF') collate "C")`);
const ORDER: Record<CustomerListQuery['sort'], SQL> = {
  score: sql`j.score desc, j.customer_id desc`,
  'last-seen': sql`j.last_seen_at desc, j.customer_id desc`,
  name: sql`${NAME}, c.id`,
};

async function count(tx: MerchantTx, query: SQL): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(query);
  return row!.n;
}

async function conditions(tx: MerchantTx, { stage, hot, kind, minScore, q, sort }: CustomerListQuery): Promise<SQL[]> {
  const all = [sql`j.merchant_id = ${tx.merchantId}`];
  if (sort === 'name') all.push(sql`c.merchant_id = ${tx.merchantId}`);
  if (stage) all.push(sql`j.stage = ${stage}`);
  if (hot !== undefined) all.push(sql`j.is_hot = ${hot}`);
  if (kind) all.push(sql`c.kind = ${kind}`);
  if (minScore) all.push(sql`j.score >= ${minScore}`);
  if (q) all.push(sql`c.id = any(${`{${(await findIds(tx, q)).join(',')}}`}::uuid[])`);
  return all;
}

/** Whose name, contact or WhatsApp phone begins so. Ranges, since row security keeps `like` from any index. */
async function findIds(tx: MerchantTx, q: string): Promise<string[]> {
  const text = q.toLowerCase();
  const digits = q.replace(/\D/g, '').replace(/^00/, '');
  const range = (column: SQL, begin: string) =>
    sql`${column} >= ${begin} collate "C" and ${column} < ${begin + LAST} collate "C"`;
  const contact = (begin: string) => sql`value ~>=~ ${begin} and value ~<~ ${begin + LAST}`;
  const rows = await tx.execute<{ id: string }>(sql`
    (select c.id from customers c where c.merchant_id = ${tx.merchantId} and c.merged_into is null and ${range(NAME, text)} limit ${MOST_FOUND})
    union (select customer_id from customer_contacts where merchant_id = ${tx.merchantId} and ${contact(text)} limit ${MOST_FOUND})
    ${
      digits.length >= 3
        ? sql`union (select customer_id from customer_contacts where merchant_id = ${tx.merchantId} and ${contact(digits)} limit ${MOST_FOUND})
          union (select customer_id from customer_identities where merchant_id = ${tx.merchantId} and kind = 'wa_id'
            and value >= ${digits} and value < ${`${digits}:`} limit ${MOST_FOUND})`
        : sql``
    }`);
  return rows.map(row => row.id);
}

const toCustomerRow = (row: Row): CustomerRow => {
  const reasons = typeof row.reasons === 'string' ? (JSON.parse(row.reasons) as LeadReason[]) : row.reasons;
  return {
    id: row.id,
    kind: row.kind,
    fullName: row.full_name,
    phone: row.phone,
    score: row.score,
    stage: row.stage,
    hot: row.is_hot,
    topReason: reasons[0] ?? null,
    lastSeenAt: new Date(row.last_seen_at).toISOString(),
    visits: row.visits,
    cart: row.cart_total === null ? null : { value: row.cart_total, currency: row.cart_currency },
    orders: row.orders,
    conversationId: row.conversation_id,
  };
};

function cursorOf(row: Row, sort: CustomerListQuery['sort']): string {
  const key = { score: row.score, 'last-seen': new Date(row.last_seen_at).toISOString(), name: row.sort_name }[sort];
  return Buffer.from(JSON.stringify([sort, key, row.id])).toString('base64url');
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws BadCursor for what is no cursor of this list in this order */
function after(cursor: string, sort: CustomerListQuery['sort']): SQL {
  const [of, key, id] = read(cursor);
  if (of !== sort || typeof id !== 'string' || !ID.test(id)) throw new BadCursor();
  if (sort === 'name' && typeof key === 'string') return sql`(${NAME}, c.id) > (${key} collate "C", ${id}::uuid)`;
  if (sort === 'score' && Number.isInteger(key)) return sql`(j.score, j.customer_id) < (${key}::int, ${id}::uuid)`;
  if (sort === 'last-seen' && typeof key === 'string' && isMoment(key)) {
    return sql`(j.last_seen_at, j.customer_id) < (${key}::timestamptz, ${id}::uuid)`;
  }
  throw new BadCursor();
}

function read(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    throw new BadCursor();
  }
}

const isMoment = (text: string) => {
  const moment = new Date(text);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === text && text > '0001';
};
