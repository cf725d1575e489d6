import type { MerchantTx } from '../db/merchant-tx.ts';
import type { StatusEvent } from '../whatsapp/status-event.ts';
import type { WebhookPart } from '../whatsapp/webhook-events.ts';
import { applyDeliveryStatuses } from './apply-delivery-status.ts';
import { applyInboundMessage } from './apply-inbound-message.ts';
import { applyNotice } from './apply-notice.ts';
import { applyTemplateEvent } from './apply-template-event.ts';
import type { Effect } from './effect.ts';

/** Does what one part of a webhook asks for. What we do not act on is `ignored`. */
export function applyWebhookPart(tx: MerchantTx, referenceKey: Buffer, part: WebhookPart, now: Date): Promise<Effect> {
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
  const { outcomes, ...wakes } = await applyDeliveryStatuses(tx, [status], now);
  return { outcome: outcomes[0]!, ...wakes };
}
