import type { MerchantTx } from './merchant-tx.ts';
import { customerMerges } from './schema/index.ts';

/** Why two customers became one: kept for good. */
export async function recordMerge(
  tx: MerchantTx,
  merge: { id: string; from: string; into: string; evidence: Record<string, string>; now: Date },
): Promise<void> {
  await tx.insert(customerMerges).values({
    merchantId: tx.merchantId,
    id: merge.id,
    fromCustomerId: merge.from,
    intoCustomerId: merge.into,
    reason: 'whatsapp-reference',
    evidence: merge.evidence,
    createdAt: merge.now,
  });
}
