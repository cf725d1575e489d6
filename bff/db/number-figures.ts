import { and, count, gt, inArray, sql, sum } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { portfolioUsage, sends } from './schema/index.ts';

/** How many people each portfolio has written to first since then. */
export async function usedSince(tx: MerchantTx, since: Date): Promise<{ portfolioId: string; used: number }[]> {
  return tx
    .select({ portfolioId: portfolioUsage.portfolioId, used: sum(portfolioUsage.recipients).mapWith(Number) })
    .from(portfolioUsage)
    .where(and(ofMerchant(tx, portfolioUsage), gt(portfolioUsage.beganAt, since)))
    .groupBy(portfolioUsage.portfolioId);
}

/** How many messages wait to be sent from each of these numbers. */
export async function countWaiting(
  tx: MerchantTx,
  numberIds: string[],
): Promise<{ numberId: string; waiting: number }[]> {
  if (numberIds.length === 0) return [];
  // Row security is not here: only those of whom the transaction is of.
  return tx
    .select({ numberId: sends.numberId, waiting: count() })
    .from(sends)
    .where(and(sql`${sends.merchantId} = current_merchant()`, inArray(sends.numberId, numberIds)))
    .groupBy(sends.numberId);
}
