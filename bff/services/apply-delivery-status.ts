import { findDeliveriesOfStatuses, lockWamids } from '../db/delivery-batches.ts';
import { lockLanesOf } from '../db/lanes.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { readEcho } from '../domain/callback-data.ts';
import type { StatusEvent } from '../whatsapp/status-event.ts';
import { type LearnedWamid, takeEarlyStatuses } from './early-statuses.ts';
import { type Effect, type Wakes, wakesOf } from './effect.ts';
import { eventOfStatus } from './event-of-status.ts';
import { reactToLateFailures, stopsNumber } from './react-to-late-failures.ts';
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
  const ids = statuses.flatMap(({ callbackData }) => readEcho(callbackData)?.deliveryId ?? []);
  const found = await findDeliveriesOfStatuses(tx, { wamids, ids });
  const byWamid = new Map(found.map(({ id, wamid }) => [wamid, id]));
  const known = new Set(found.map(({ id }) => id));

  const told: (NewDeliveryEvent & LearnedWamid)[] = [];
  const outcomes = statuses.map((status): Effect['outcome'] => {
    const event = eventOfStatus(status);
    if (!event) return 'ignored';
    const { wamid } = status;
    const echo = readEcho(status.callbackData);
    const deliveryId = byWamid.get(wamid) ?? (echo && known.has(echo.deliveryId) ? echo.deliveryId : null);
    if (!deliveryId) return 'parked';
    told.push({ deliveryId, event, wamid, attempt: echo?.deliveryId === deliveryId ? echo.attempt : null });
    return 'applied';
  });
  const learned = told.filter(({ wamid }) => !byWamid.has(wamid));
  const events = [...told, ...(await takeEarlyStatuses(tx, learned, now))];
  await lockLanesOf(
    tx,
    events.filter(stopsNumber).map(({ deliveryId }) => deliveryId),
  );
  const { moved, changed } = await recordDeliveryEvents(tx, events, now);
  return { outcomes, ...wakesOf({ moved }, await reactToLateFailures(tx, changed, now)) };
}
