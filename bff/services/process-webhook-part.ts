import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { lockWaitingPart, settlePart } from '../db/webhook-inbox.ts';
import type { StatusEvent } from '../whatsapp/status-event.ts';
import { parseWebhook, type WebhookPart } from '../whatsapp/webhook-events.ts';
import { applyDeliveryStatuses } from './apply-delivery-status.ts';
import { applyInboundMessage } from './apply-inbound-message.ts';
import { applyNotice } from './apply-notice.ts';
import { applyTemplateEvent } from './apply-template-event.ts';
import type { Context } from './context.ts';
import type { Effect } from './effect.ts';

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
  const effect = await withMerchant(db, merchantId, async tx => {
    const row = await lockWaitingPart(tx, partId);
    if (!row) return null;
    const [part] = parseWebhook(JSON.parse(row.body), row.receivedAt);
    const effect = await apply(tx, referenceKey, part!, now);
    await settlePart(tx, partId, effect.outcome, now);
    return effect;
  });
  if (effect && effect.moved.length > 0) live.publish({ kind: 'work' });
  for (const conversationId of effect?.moved ?? []) live.publish({ kind: 'moved', merchantId, conversationId });
  if (effect?.numbers) live.publish({ kind: 'numbers', merchantId });
}

function apply(tx: MerchantTx, referenceKey: Buffer, part: WebhookPart, now: Date): Promise<Effect> {
  const { event, field, phoneNumberId, wabaId, value } = part;
  switch (event.kind) {
    case 'message':
      return applyInboundMessage(tx, referenceKey, phoneNumberId, event.message, now);
    case 'status':
      return applyStatus(tx, event.status, now);
    case 'template':
      return applyTemplateEvent(tx, event.template, now);
    case 'other':
      return applyNotice(tx, field, { phoneNumberId, wabaId, value }, now);
  }
}

async function applyStatus(tx: MerchantTx, status: StatusEvent, now: Date): Promise<Effect> {
  const { outcomes, moved } = await applyDeliveryStatuses(tx, [status], now);
  return { outcome: outcomes[0]!, moved };
}
