import { type SQL, sql } from 'drizzle-orm';
import type { MerchantTx } from './merchant-tx.ts';

/** So many are looked up first and asked for by id. More of them are met often enough where the list is read in its order. */
const FEW = 2_000;
/** Nothing that begins so comes after it. */
const HIGHEST = '\u{10FFFF}';

/** Of customers `c`: guests or known ones. */
export async function ofKind(tx: MerchantTx, kind: 'guest' | 'known'): Promise<SQL> {
  // Written out: a plan that is kept for either word would not know the index of the known ones.
  if (kind === 'guest') return sql`c.kind = 'guest'`;
  const known = sql`select id from customers where merchant_id = ${tx.merchantId} and kind = 'known' and merged_into is null`;
  return (await few(tx, known)) ?? sql`c.kind = 'known'`;
}

/**
 * Of customers `c`: their name, e-mail address or phone begins so, in capital or small letters. Ranges, since row security keeps `like`
 * from any index. Names are folded by the database on both sides, which need not fold as we do.
 */
export async function matching(tx: MerchantTx, q: string): Promise<SQL> {
  const name = (column: SQL) => sql`${column} >= lower(${q}) and ${column} < lower(${q}) || ${HIGHEST}`;
  const named = sql`select id from customers
    where merchant_id = ${tx.merchantId} and merged_into is null and ${name(sql`sort_name`)}`;
  const reached = reachedBy(tx, q);
  return (
    (await few(tx, sql`${named} union all ${reached}`)) ?? sql`(${name(sql`c.sort_name`)} or c.id in (${reached}))`
  );
}

/** Whose e-mail address or phone begins so. */
function reachedBy(tx: MerchantTx, q: string): SQL {
  const begins = (begin: string) => sql`value ~>=~ ${begin} and value ~<~ ${begin + HIGHEST}`;
  const contacts = (begin: string) =>
    sql`select customer_id from customer_contacts where merchant_id = ${tx.merchantId} and ${begins(begin)}`;
  const digits = /^[\d\s+()./-]+$/.test(q) ? q.replace(/\D/g, '').replace(/^00/, '') : '';
  if (digits.length < 3) return contacts(q.toLowerCase());
  return sql`${contacts(digits)} union all select customer_id from customer_identities
    where merchant_id = ${tx.merchantId} and kind = 'wa_id' and ${begins(digits)}`;
}

async function few(tx: MerchantTx, ids: SQL): Promise<SQL | null> {
  const rows = await tx.execute<{ id: string }>(sql`select id from (${ids}) found (id) limit ${FEW + 1}`);
  return rows.length > FEW ? null : sql`c.id = any(${`{${rows.map(({ id }) => id).join(',')}}`}::uuid[])`;
}
