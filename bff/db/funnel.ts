import { sql } from 'drizzle-orm';
import type { Stage } from '../../contract/lead-score.ts';
import type { MerchantTx } from './merchant-tx.ts';

/** How many customers are at each stage, and how far each ever came; of those first seen since, or of all. */
export async function countStages(
  tx: MerchantTx,
  since: Date | null,
): Promise<{ stage: Stage; furthest: Stage; customers: number }[]> {
  const rows = await tx.execute<{ stage: Stage; furthest_stage: Stage; n: number }>(sql`
    select stage, furthest_stage, count(*)::int as n from customer_journeys
    where merchant_id = ${tx.merchantId} ${since ? sql`and first_seen_at >= ${since.toISOString()}::timestamptz` : sql``}
    group by stage, furthest_stage`);
  return rows.map(row => ({ stage: row.stage, furthest: row.furthest_stage, customers: row.n }));
}
