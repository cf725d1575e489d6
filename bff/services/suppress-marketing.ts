import { randomUUIDv7 } from 'node:crypto';
import { recordConsents } from '../db/consents.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { announceConsent, standingOf } from './tell-consent.ts';

type Refused = {
  customerId: string;
  /** Whom it was sent to. */
  identityId: string;
  deliveryId: string;
  /** Meta's. */
  code: number;
  /** When Meta refused, by its own stamp where there is one. */
  at?: Date | null;
};

/**
 * Meta refused an offer because its receiver has switched offers off (131050): nothing of the kind is sent until they resume there.
 * The same delivery says it once. Returns the conversations whose screens are to be woken.
 */
export async function suppressMarketing(
  tx: MerchantTx,
  { customerId, identityId, deliveryId, code, at }: Refused,
  now: Date,
): Promise<string[]> {
  const before = await standingOf(tx, customerId);
  await recordConsents(tx, [
    {
      id: randomUUIDv7(),
      customerId,
      identityId,
      topic: 'marketing',
      action: 'opt-out',
      source: 'meta-error',
      proof: { code, deliveryId },
      dedupeKey: `meta-error:${deliveryId}`,
      at: at && at < now ? at : now,
      recordedAt: now,
    },
  ]);
  return announceConsent(tx, customerId, before, now);
}
