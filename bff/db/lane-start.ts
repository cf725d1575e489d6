import { sql } from 'drizzle-orm';
import type { MerchantTx } from './merchant-tx.ts';
import { lanes } from './schema/index.ts';

const LONG_AGO = new Date(0);

/** A number may send from now on, at this pace; one that did before goes on with its own. */
export async function startLane(tx: MerchantTx, numberId: string, pace: number): Promise<void> {
  await tx
    .insert(lanes)
    .values({
      numberId,
      // Row security is not here: whose it is is whom the transaction is of.
      merchantId: sql`current_merchant()`,
      nextAt: LONG_AGO,
      pace,
      openAt: LONG_AGO,
      marketingOpenAt: LONG_AGO,
      servedAt: LONG_AGO,
    })
    .onConflictDoNothing();
}
