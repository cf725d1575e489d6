import { findDeliveriesOfStatuses, lockWamids } from '../db/delivery-batches.ts';
import { lockLanesOf } from '../db/lanes.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { deliveryIdOf } from '../domain/callback-data.ts';
import type { DeliveryEvent } from '../domain/delivery-state.ts';
import { isAboutNumber } from '../domain/send-reaction.ts';
import { explainError } from '../whatsapp/error-classes.ts';
import type { StatusEvent } from '../whatsapp/status-event.ts';
import { type Effect, IGNORED, type Wakes, wakesOf } from './effect.ts';
import { eventOfStatus } from './event-of-status.ts';
import { reactToLateFailures } from './react-to-late-failures.ts';
import { type NewDeliveryEvent, recordDeliveryEvents } from './record-delivery-events.ts';

/**
 * Ticks: what WhatsApp says of messages of ours. One of a message that we do not know yet is parked until we do. Their order and number
 * do not matter. Returns the outcome of each, and whom it wakes.
 */
export async function applyDeliveryStatuses(
  tx: MerchantTx,
  statuses: readonly StatusEvent[],
  now: Date,
): Promise<Wakes & { outcomes: Effect['outcome'][] }> {
  const wamids = statuses.map(({ wamid }) => wamid);
  await lockWamids(tx, wamids);
  const ids = statuses.flatMap(({ callbackData }) => deliveryIdOf(callbackData) ?? []);
  const found = await findDeliveriesOfStatuses(tx, { wamids, ids });
  const byWamid = new Map(found.map(({ id, wamid }) => [wamid, id]));
  const known = new Set(found.map(({ id }) => id));

  const events: NewDeliveryEvent[] = [];
  const outcomes = statuses.map((status): Effect['outcome'] => {
    const event = eventOfStatus(status);
    if (!event) return 'ignored';
    const echoed = deliveryIdOf(status.callbackData);
    const deliveryId = byWamid.get(status.wamid) ?? (echoed && known.has(echoed) ? echoed : null);
    if (!deliveryId) return 'parked';
    events.push({ deliveryId, event, wamid: status.wamid });
    return 'applied';
  });
  await lockLanesOf(
    tx,
    events.filter(stopsNumber).map(({ deliveryId }) => deliveryId),
  );
  const { moved, changed } = await recordDeliveryEvents(tx, events, now);
  return { outcomes, ...wakesOf({ moved }, await reactToLateFailures(tx, changed, now)) };
}

/** Whoever tells a screen has the merchant's counter, and must not wait for a number then. */
function stopsNumber({ event }: NewDeliveryEvent): boolean {
  const code = event.state === 'failed' ? (event.error?.code ?? null) : null;
  return code !== null && isAboutNumber({ kind: 'refused', code, errorClass: explainError(code, 400).errorClass });
}

/** {@link recordDeliveryEvents} of one. */
export async function recordEvent(
  tx: MerchantTx,
  delivery: { id: string },
  event: DeliveryEvent,
  now: Date,
  learned: { wamid?: string } = {},
): Promise<Effect> {
  const { moved } = await recordDeliveryEvents(tx, [{ deliveryId: delivery.id, event, ...learned }], now);
  return { ...IGNORED, outcome: 'applied', moved };
}
