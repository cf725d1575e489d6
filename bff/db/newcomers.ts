import { sql } from 'drizzle-orm';
import type { CustomerIdentity } from '../../contract/customer.ts';
import type { MerchantTx } from './merchant-tx.ts';

/** Whose these identities are, as far as they were seen for the first time at that time or later. */
export async function listNewcomers(
  tx: MerchantTx,
  identities: readonly CustomerIdentity[],
  since: Date,
): Promise<string[]> {
  const names = JSON.stringify(identities.map(({ kind, value }) => ({ kind, value })));
  const rows = await tx.execute<{ customerId: string }>(sql`
    select distinct customer_id as "customerId" from customer_identities
    join json_to_recordset(${names}::json) n (kind text, value text) using (kind, value)
    where merchant_id = ${tx.merchantId} and created_at >= ${since.toISOString()}::timestamptz`);
  return rows.map(({ customerId }) => customerId);
}
