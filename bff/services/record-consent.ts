import { randomUUIDv7 } from 'node:crypto';
import { type NewConsent, recordConsents } from '../db/consents.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { bringBackOptOuts } from './keep-opt-outs.ts';
import { announceConsent, standingOf } from './tell-consent.ts';

export type ToldConsent = Omit<NewConsent, 'id' | 'recordedAt'>;

/**
 * Adds what somebody says a customer said. A yes told by others meets the no of whoever had the phone before and was erased. Returns
 * whether it was news, and the conversations whose screens are to be woken.
 */
export async function recordConsent(
  tx: MerchantTx,
  receiptKey: Buffer,
  told: ToldConsent,
  now: Date,
): Promise<{ isNew: boolean; moved: string[] }> {
  const before = await standingOf(tx, told.customerId);
  if (told.action === 'opt-in') await bringBackOptOuts(tx, receiptKey, told.customerId, now);
  const added = await recordConsents(tx, [
    { ...told, id: randomUUIDv7(), at: told.at < now ? told.at : now, recordedAt: now },
  ]);
  return { isNew: added.length > 0, moved: await announceConsent(tx, told.customerId, before, now) };
}
