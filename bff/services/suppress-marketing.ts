import { randomUUIDv7 } from 'node:crypto';
import { recordConsents } from '../db/consents.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';

type Refused = {
  customerId: string;
  /** Whom it was sent to. */
  identityId: string;
  deliveryId: string;
  /** When Meta refused, by Meta's stamp where there is one. */
  at: Date;
};

/**
 * Meta refused an offer because its receiver has switched offers off (131050): nothing of the kind is sent until they resume there.
 * The same delivery says it once. Returns whether it was news.
 */
export async function suppressMarketing(
  tx: MerchantTx,
  { customerId, identityId, deliveryId, at }: Refused,
  now: Date,
): Promise<boolean> {
  const added = await recordConsents(tx, [
    {
      id: randomUUIDv7(),
      customerId,
      identityId,
      topic: 'marketing',
      action: 'opt-out',
      source: 'meta-error',
      proof: { code: 131050, deliveryId },
      dedupeKey: `meta-error:${deliveryId}`,
      at: at < now ? at : now,
      recordedAt: now,
    },
  ]);
  return added.length > 0;
}
