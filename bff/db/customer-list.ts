import { type SQL, sql } from 'drizzle-orm';
import type { CustomerListQuery, CustomerRow } from '../../contract/journey.ts';
import type { LeadReason, Stage } from '../../contract/lead-score.ts';
import { matching, ofKind } from './customer-search.ts';
import { exactMoment, isExactMoment } from './exact-moment.ts';
import { BadCursor } from './inbox.ts';
import type { MerchantTx } from './merchant-tx.ts';

export type CustomerPage = { customers: CustomerRow[]; next: string | null; total: number | null };

type Sort = CustomerListQuery['sort'];
type Row = {
  id: string;
  kind: 'guest' | 'known';
  full_name: string | null;
  phone: string | null;
  score: number;
  stage: Stage;
  is_hot: boolean;
  top_reason: LeadReason | string | null;
  last_seen_at: string;
  visits: number;
  cart_total: string | null;
  cart_currency: string | null;
  orders: number;
  conversation_id: string | null;
  sort_name: string;
};

const ALONE = sql`from customer_journeys j`;
const WITH_CUSTOMERS = sql`from customer_journeys j
  join customers c on c.merchant_id = j.merchant_id and c.id = j.customer_id and c.merged_into is null`;

/**
 * A page of the customers with a journey. The next page begins where this one ended: a customer whose score changes meanwhile may be
 * seen twice or not, and nobody else is. `total` may count for a moment who has just become part of another.
 */
export async function listCustomers(tx: MerchantTx, query: CustomerListQuery): Promise<CustomerPage> {
  const { sort, limit, cursor } = query;
  const ofJourneys = journeyConditions(tx, query);
  const ofCustomers = await customerConditions(tx, query);
  const where = and([
    ...ofJourneys,
    ...ofCustomers,
    ...(sort === 'name' ? [sql`c.merchant_id = ${tx.merchantId}`] : []),
    ...(cursor ? [after(cursor, sort)] : []),
  ]);
  const rows = await tx.execute<Row>(sql`
    select c.id, c.kind, c.full_name, c.phone, j.score, j.stage, j.is_hot, j.reasons->0 as top_reason,
      ${exactMoment(sql`j.last_seen_at`)} as last_seen_at, j.visits, j.cart_total, j.cart_currency, j.orders, c.sort_name,
      (select v.id from whatsapp_conversations v where v.merchant_id = c.merchant_id and v.customer_id = c.id
        and v.merged_into is null) as conversation_id
    ${WITH_CUSTOMERS} where ${where} order by ${ORDER[sort]} limit ${limit + 1}`);
  const shown = rows.slice(0, limit);
  const counted = ofCustomers.length > 0 ? WITH_CUSTOMERS : ALONE;
  return {
    customers: shown.map(toCustomerRow),
    next: rows.length > limit ? cursorOf(shown.at(-1)!, sort) : null,
    total: cursor ? null : await count(tx, sql`${counted} where ${and([...ofJourneys, ...ofCustomers])}`),
  };
}

const ORDER: Record<Sort, SQL> = {
  score: sql`j.score desc, j.customer_id desc`,
  'last-seen': sql`j.last_seen_at desc, j.customer_id desc`,
  name: sql`c.sort_name, c.id`,
};

const and = (conditions: SQL[]) => sql.join(conditions, sql` and `);

async function count(tx: MerchantTx, from: SQL): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n ${from}`);
  return row!.n;
}

const HOT = { true: sql`j.is_hot`, false: sql`not j.is_hot` };

const journeyConditions = (tx: MerchantTx, { stage, hot, minScore }: CustomerListQuery): SQL[] => [
  sql`j.merchant_id = ${tx.merchantId}`,
  ...(stage ? [sql`j.stage = ${stage}`] : []),
  ...(hot === undefined ? [] : [HOT[`${hot}`]]),
  ...(minScore ? [sql`j.score >= ${minScore}`] : []),
];

const customerConditions = async (tx: MerchantTx, { kind, q }: CustomerListQuery): Promise<SQL[]> => [
  ...(kind ? [await ofKind(tx, kind)] : []),
  ...(q ? [await matching(tx, q)] : []),
];

const toCustomerRow = (row: Row): CustomerRow => ({
  id: row.id,
  kind: row.kind,
  fullName: row.full_name,
  phone: row.phone,
  score: row.score,
  stage: row.stage,
  hot: row.is_hot,
  topReason: typeof row.top_reason === 'string' ? (JSON.parse(row.top_reason) as LeadReason) : row.top_reason,
  lastSeenAt: new Date(row.last_seen_at).toISOString(),
  visits: row.visits,
  cart: row.cart_total === null ? null : { value: row.cart_total, currency: row.cart_currency },
  orders: row.orders,
  conversationId: row.conversation_id,
});

function cursorOf(row: Row, sort: Sort): string {
  const key = { score: row.score, 'last-seen': row.last_seen_at, name: row.sort_name }[sort];
  return Buffer.from(JSON.stringify([sort, key, row.id])).toString('base64url');
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws BadCursor for what is no cursor of this list in this order */
function after(cursor: string, sort: Sort): SQL {
  const [of, key, id] = read(cursor);
  if (of !== sort || typeof id !== 'string' || !ID.test(id)) throw new BadCursor();
  if (sort === 'name' && isText(key)) return sql`(c.sort_name, c.id) > (${key}, ${id}::uuid)`;
  if (sort === 'score' && isScore(key)) return sql`(j.score, j.customer_id) < (${key}::int, ${id}::uuid)`;
  if (sort === 'last-seen' && typeof key === 'string' && isExactMoment(key)) {
    return sql`(j.last_seen_at, j.customer_id) < (${key}::timestamptz, ${id}::uuid)`;
  }
  throw new BadCursor();
}

/** Text that Postgres can compare: a cursor is anybody's to make up. */
const isText = (key: unknown) => typeof key === 'string' && key.isWellFormed() && !key.includes('\0');
const isScore = (key: unknown) => typeof key === 'number' && Number.isInteger(key) && key >= 0 && key <= 100;

function read(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    throw new BadCursor();
  }
}
