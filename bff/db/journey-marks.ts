import { sql } from 'drizzle-orm';
import type { MerchantTx } from './merchant-tx.ts';
import { journeyMarks } from './schema/index.ts';

/** These subjects' journeys are to be looked at anew, in the transaction that moved them. */
export async function markJourneys(tx: MerchantTx, subjectIds: readonly string[], now: Date): Promise<void> {
  if (subjectIds.length === 0) return;
  const marks = [...new Set(subjectIds)].map(subjectId => ({
    subjectId,
    merchantId: tx.merchantId,
    kind: 'event' as const,
    markedAt: now,
  }));
  await tx.insert(journeyMarks).values(marks);
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
