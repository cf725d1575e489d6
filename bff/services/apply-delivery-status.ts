import { lockConversation } from '../db/conversations.ts';
import { findDeliveryOfStatus, lockDelivery, lockWamid, saveDelivery } from '../db/deliveries.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { recordUpdate } from '../db/updates.ts';
import { listParked, settlePart } from '../db/webhook-inbox.ts';
import type { DeliveryEvent } from '../domain/delivery-state.ts';
import type { StatusEvent } from '../whatsapp/status-event.ts';
import { parseWebhook, statusKeyPrefix } from '../whatsapp/webhook-events.ts';
import { applyEvent } from './delivery-facts.ts';
import { type Effect, IGNORED } from './effect.ts';

/** A tick: what WhatsApp says of a message of ours. One that we do not know yet is parked until we do. */
export async function applyDeliveryStatus(tx: MerchantTx, status: StatusEvent, now: Date): Promise<Effect> {
  const event = eventOf(status);
  if (!event) return IGNORED;
  await lockWamid(tx, status.wamid);
  const found = await findDeliveryOfStatus(tx, status);
  if (!found) return { outcome: 'parked', moved: [] };
  return recordEvent(tx, found, event, now, { wamid: status.wamid });
}

function eventOf({ state, at, errors: [error] }: StatusEvent): DeliveryEvent | null {
  if (state === null) return null;
  if (state !== 'failed' || !error) return { state, at };
  return { state, at, error: { code: error.code, title: error.details ?? error.title } };
}

/**
 * Adds an event to a delivery and, when what a screen shows changes with it, tells the screens. The conversation is locked before
 * the delivery: a merge takes the two in the same order.
 */
export async function recordEvent(
  tx: MerchantTx,
  delivery: { id: string; conversationId: string },
  event: DeliveryEvent,
  now: Date,
  learned: { wamid?: string } = {},
): Promise<Effect> {
  await lockConversation(tx, delivery.conversationId);
  const row = await lockDelivery(tx, delivery.id);
  if (!row) return IGNORED;
  const { change, shows } = applyEvent(row, event);
  await saveDelivery(tx, row.id, { ...change, wamid: row.wamid ?? learned.wamid ?? null });
  if (!shows) return { outcome: 'applied', moved: [] };
  const { conversationId, messageId } = row;
  await recordUpdate(tx, { conversationId, kind: 'message', messageId, now });
  return { outcome: 'applied', moved: [conversationId] };
}

/** Statuses that came before we knew the message by Meta's id, now that we do. */
export async function applyParked(tx: MerchantTx, wamid: string, now: Date): Promise<string[]> {
  const moved: string[] = [];
  for (const row of await listParked(tx, statusKeyPrefix(wamid))) {
    const [part] = parseWebhook(JSON.parse(row.body), row.receivedAt);
    if (part?.event.kind !== 'status') continue;
    const effect = await applyDeliveryStatus(tx, part.event.status, now);
    await settlePart(tx, row.id, effect.outcome, now);
    moved.push(...effect.moved);
  }
  return moved;
}
