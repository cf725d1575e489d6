import { findDelivery } from '../db/deliveries.ts';
import { hastenDelivery } from '../db/jobs.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import type { Context } from './context.ts';

/** A delivery has gone its way: the next one of its conversation, which waited so that order is kept, need not wait any longer. */
export async function hastenFollower(
  { db, live, now }: Context,
  merchantId: string,
  deliveryId: string,
): Promise<void> {
  const isThere = await withMerchant(db, merchantId, async tx => {
    const gone = await findDelivery(tx, deliveryId);
    return gone !== null && (await hastenDelivery(tx, gone.conversationId, now));
  });
  if (isThere) live.publish({ kind: 'work' });
}
