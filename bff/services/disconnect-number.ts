import { withMerchant } from '../db/merchant-tx.ts';
import { dropPortfolios } from '../db/portfolios.ts';
import { changeNumber, dropRoutes, listNumbers, lockNumber, setDefaultNumber } from '../db/whatsapp-numbers.ts';
import type { Sealer } from '../security/seal.ts';
import { numberPlace } from './connect-whatsapp.ts';
import type { Context } from './context.ts';
import { notFound } from './refusal.ts';
import { resumeNumber } from './stop-number.ts';
import { retryConflict } from './write-conflict.ts';

/**
 * Disconnects a number: its token is forgotten, its webhooks are not taken any more, and anybody may connect it. Conversations and
 * messages stay; what still waits to be sent from it fails, and says why.
 * @throws Refusal not-found
 */
export async function disconnectNumber(
  { db, live, now }: Context,
  sealer: Sealer,
  merchantId: string,
  id: string,
): Promise<void> {
  await retryConflict(() =>
    withMerchant(db, merchantId, async tx => {
      const number = await lockNumber(tx, { id });
      if (!number || number.disconnectedAt) throw notFound('number');
      await changeNumber(tx, id, {
        isDefault: false,
        accessToken: sealer.seal('', numberPlace(merchantId, id)),
        disconnectedAt: now,
        readyAt: null,
        registeredAt: null,
        subscribedAt: null,
      });
      // What waits fails at its turn, and so that it has one a stopped number's lane is opened.
      await resumeNumber(tx, id, now);
      await dropRoutes(tx, 'phone_number', { externalId: number.phoneNumberId });
      const others = await listNumbers(tx);
      if (others.every(other => other.wabaId !== number.wabaId))
        await dropRoutes(tx, 'waba', { externalId: number.wabaId });
      await dropPortfolios(tx);
      if (number.isDefault) await setDefaultNumber(tx, (others.find(other => other.readyAt) ?? others[0])?.id ?? null);
    }),
  );
  live.publish({ kind: 'numbers', merchantId });
  live.publish({ kind: 'work' });
}
