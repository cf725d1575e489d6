import { withMerchant } from '../db/merchant-tx.ts';
import { lockWaitingParts, settleParts } from '../db/webhook-inbox.ts';
import { parseWebhook } from '../whatsapp/webhook-events.ts';
import { applyDeliveryStatuses } from './apply-delivery-status.ts';
import type { Context } from './context.ts';
import { wakeScreens } from './wake-screens.ts';
import { retryConflict } from './write-conflict.ts';

/** Works on a merchant's stored statuses, in one transaction however many they are; each is settled with its effect. */
export async function processStatuses(
  { db, live, now }: Context,
  merchantId: string,
  partIds: readonly string[],
): Promise<void> {
  const wakes = await retryConflict(() =>
    withMerchant(
      db,
      merchantId,
      async tx => {
        const parts = (await lockWaitingParts(tx, [...partIds])).flatMap(({ id, body, receivedAt }) => {
          const [part] = parseWebhook(JSON.parse(body), receivedAt);
          return part?.event.kind === 'status' ? [{ id, status: part.event.status }] : [];
        });
        const statuses = parts.map(({ status }) => status);
        const { outcomes, ...wakes } = await applyDeliveryStatuses(tx, statuses, now);
        await settleParts(
          tx,
          parts.map(({ id }, n) => ({ id, outcome: outcomes[n]! })),
          now,
        );
        return wakes;
      },
      { plansOnce: true },
    ),
  );
  wakeScreens(live, merchantId, wakes);
}
