import { sql } from 'drizzle-orm';
import type { MerchantTx } from '../db/merchant-tx.ts';

/** All rows of one merchant as sorted text, a line each, as the merchant's own transaction sees them. */
export async function dumpMerchant(tx: MerchantTx): Promise<string[]> {
  const tables = await tx.execute<{ name: string }>(sql`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'merchant_id'
    where n.nspname in ('public', 'directory', 'queue') and c.relkind in ('r', 'p') and not c.relispartition`);
  const parts = tables.map(
    ({ name }) =>
      sql`select ${name} || ' ' || t::text as line from ${sql.raw(name)} t where merchant_id = ${tx.merchantId}`,
  );
  const rows = await tx.execute<{ line: string }>(sql`${sql.join(parts, sql` union all `)} order by 1`);
  return rows.map(row => row.line);
}
