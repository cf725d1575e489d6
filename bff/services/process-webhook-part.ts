import { withMerchant } from '../db/merchant-tx.ts';
import { lockWaitingPart, settlePart } from '../db/webhook-inbox.ts';
import { parseWebhook } from '../whatsapp/webhook-events.ts';
import { applyDeliveryStatus } from './apply-delivery-status.ts';
import { applyInboundMessage } from './apply-inbound-message.ts';
import type { Context } from './context.ts';

/**
 * Works on one part of a webhook, once: the part is settled in the transaction of its effect, so a second attempt finds nothing
 * to do. What we do not act on is settled as `ignored` and stays readable.
 */
export async function processWebhookPart(
  { db, live, now }: Context,
  referenceKey: Buffer,
  merchantId: string,
  partId: string,
): Promise<void> {
  const moved = await withMerchant(db, merchantId, async tx => {
    const row = await lockWaitingPart(tx, partId);
    if (!row) return [];
    const [part] = parseWebhook(JSON.parse(row.body), row.receivedAt);
    const event = part!.event;
    const effect =
      event.kind === 'message'
        ? await applyInboundMessage(tx, referenceKey, part!.phoneNumberId, event.message, now)
        : event.kind === 'status'
          ? await applyDeliveryStatus(tx, event.status, now)
          : { outcome: 'ignored', moved: [] };
    await settlePart(tx, partId, effect.outcome, now);
    return effect.moved;
  });
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
}
