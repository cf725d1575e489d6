import { withMerchant } from '../db/merchant-tx.ts';
import { lockWaitingPart, settlePart } from '../db/webhook-inbox.ts';
import type { Context } from './context.ts';

/** Settles as `failed` a part on which work failed again and again. It stays readable as it was told. */
export async function giveUpWebhookPart(
  { db, now }: Pick<Context, 'db' | 'now'>,
  merchantId: string,
  partId: string,
): Promise<void> {
  await withMerchant(db, merchantId, async tx => {
    if (await lockWaitingPart(tx, partId)) await settlePart(tx, partId, 'failed', now);
  });
}
