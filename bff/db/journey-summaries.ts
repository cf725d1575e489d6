import { sql } from 'drizzle-orm';
import type { JourneySummary } from '../../contract/journey-summary.ts';
import type { MerchantTx } from './merchant-tx.ts';

/** `basis`: by which rules and score table it was made. `subjects`: whose events are in it. */
export type SummaryRow = { customerId: string; basis: string; subjects: string[]; summary: JourneySummary };

type Row = { customer_id: string; subjects: string; summary: string | JourneySummary };

/** What was kept of these customers by that basis. */
export async function findSummaries(
  tx: MerchantTx,
  customerIds: readonly string[],
  basis: string,
): Promise<Map<string, SummaryRow>> {
  const rows = await tx.execute<Row>(sql`
    select s.customer_id, array_to_string(s.subjects, ',') as subjects, s.summary from journey_summaries s
    where s.merchant_id = ${tx.merchantId} and s.customer_id = any(${`{${customerIds.join(',')}}`}::uuid[]) and s.basis = ${basis}`);
  return new Map(
    rows.map(({ customer_id: customerId, subjects, summary }) => [
      customerId,
      {
        ...{ customerId, basis, subjects: subjects.split(',') },
        summary: typeof summary === 'string' ? (JSON.parse(summary) as JourneySummary) : summary,
      },
    ]),
  );
}

export async function saveSummaries(tx: MerchantTx, rows: readonly SummaryRow[]): Promise<void> {
  if (rows.length === 0) return;
  const list = JSON.stringify(
    rows.map(({ customerId, basis, subjects, summary }) => ({ customer_id: customerId, basis, subjects, summary })),
  );
  await tx.execute(sql`
    insert into journey_summaries (merchant_id, customer_id, basis, subjects, summary)
    select ${tx.merchantId}::uuid, s.* from json_to_recordset(${list}::json) s (customer_id uuid, basis text, subjects uuid[], summary json)
    on conflict (merchant_id, customer_id) do update
    set basis = excluded.basis, subjects = excluded.subjects, summary = excluded.summary`);
}

/** Whose events went to somebody else, or are gone: they are read anew. */
export async function removeSummaries(tx: MerchantTx, customerIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    delete from journey_summaries
    where merchant_id = ${tx.merchantId} and customer_id = any(${`{${customerIds.join(',')}}`}::uuid[])`);
}
