import { and, inArray, sql } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { optOutReceipts } from './schema/index.ts';

export type OptOutReceipt = Omit<typeof optOutReceipts.$inferSelect, 'merchantId'>;

/** Keeps that these phones had opted out; of two for one phone and topic the newer stays. */
export async function keepReceipts(tx: MerchantTx, receipts: readonly OptOutReceipt[]): Promise<void> {
  for (const receipt of receipts) {
    await tx
      .insert(optOutReceipts)
      .values({ ...receipt, merchantId: tx.merchantId })
      .onConflictDoUpdate({
        target: [optOutReceipts.merchantId, optOutReceipts.digest, optOutReceipts.topic],
        set: { source: receipt.source, at: receipt.at, recordedAt: receipt.recordedAt },
        setWhere: sql`${optOutReceipts.at} < excluded.at`,
      });
  }
}

export async function findReceipts(tx: MerchantTx, digests: readonly Buffer[]): Promise<OptOutReceipt[]> {
  if (digests.length === 0) return [];
  const rows = await tx
    .select()
    .from(optOutReceipts)
    .where(and(ofMerchant(tx, optOutReceipts), inArray(optOutReceipts.digest, [...digests])));
  return rows.map(({ merchantId: _, ...receipt }) => receipt);
}
