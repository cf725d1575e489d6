import { isDeepStrictEqual } from 'node:util';
import type { DeliveryState } from '../../contract/message.ts';
import type { DeliveryRow } from '../db/deliveries.ts';
import { endSends, lockDeliveries, lockWamids, saveDeliveries } from '../db/delivery-batches.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { recordUpdates } from '../db/record-updates.ts';
import { listParked, settleParts } from '../db/webhook-inbox.ts';
import type { DeliveryEvent } from '../domain/delivery-state.ts';
import { parseWebhook, statusKeyPrefix } from '../whatsapp/webhook-events.ts';
import { applyEvents } from './delivery-facts.ts';
import { eventOfStatus } from './event-of-status.ts';

/** `wamid`: Meta's id of the message, where the event brings it. */
export type NewDeliveryEvent = { deliveryId: string; event: DeliveryEvent; wamid?: string | undefined };

/** A delivery whose state an event has changed: as it is now, and where it came from. */
export type Changed = { row: DeliveryRow; from: DeliveryState };

/** From here on there is nothing left to send. */
const ENDED: ReadonlySet<DeliveryState> = new Set<DeliveryState>([
  'accepted',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
]);

/**
 * Adds events to deliveries and, where what a screen shows changes with them, tells the screens: so many statements, however many
 * deliveries. The same events in any order and number give the same rows. A delivery that learns Meta's id gets the statuses that
 * came before it under that id. A delivery that is not there is passed over.
 * @returns moved: the conversations whose screens are to be woken; changed: deliveries whose state is another now
 */
export async function recordDeliveryEvents(
  tx: MerchantTx,
  events: readonly NewDeliveryEvent[],
  now: Date,
): Promise<{ moved: string[]; changed: Changed[] }> {
  await lockWamids(
    tx,
    events.flatMap(({ wamid }) => wamid ?? []),
  );
  const told = Map.groupBy(events, ({ deliveryId }) => deliveryId);
  const before = await lockDeliveries(tx, [...told.keys()]);
  const learned = new Map<string, string>();
  for (const { id, wamid } of before) {
    const name = told.get(id)!.find(event => event.wamid)?.wamid;
    if (!wamid && name) learned.set(id, name);
  }
  const early = await takeParked(tx, new Map([...learned].map(([id, name]) => [name, id])), now);
  const after = before.map(row => {
    const all = [...told.get(row.id)!.map(({ event }) => event), ...(early.get(row.id) ?? [])];
    return applyEvents({ ...row, wamid: row.wamid ?? learned.get(row.id) ?? null }, all);
  });

  await saveDeliveries(
    tx,
    after.flatMap(({ row }, n) => (isDeepStrictEqual(row, before[n]) ? [] : row)),
  );
  const ended = after.filter(({ row }) => ENDED.has(row.state)).map(({ row }) => row.id);
  await endSends(tx, ended);
  const shown = after.filter(({ shows }) => shows).map(({ row }) => row);
  await recordUpdates(
    tx,
    shown.map(({ conversationId, messageId }) => ({ conversationId, kind: 'message', messageId, now })),
  );
  return {
    moved: [...new Set(shown.map(({ conversationId }) => conversationId))],
    changed: after.flatMap(({ row }, n) => (row.state === before[n]!.state ? [] : { row, from: before[n]!.state })),
  };
}

/** Statuses that came before their message was known by Meta's id, by delivery; they are settled with this. */
async function takeParked(
  tx: MerchantTx,
  learned: ReadonlyMap<string, string>,
  now: Date,
): Promise<Map<string, DeliveryEvent[]>> {
  const events = new Map<string, DeliveryEvent[]>();
  const parked = await listParked(tx, [...learned.keys()].map(statusKeyPrefix));
  for (const { body, receivedAt } of parked) {
    const [part] = parseWebhook(JSON.parse(body), receivedAt);
    if (part?.event.kind !== 'status') continue;
    const deliveryId = learned.get(part.event.status.wamid);
    const event = eventOfStatus(part.event.status);
    if (deliveryId && event) events.set(deliveryId, [...(events.get(deliveryId) ?? []), event]);
  }
  await settleParts(
    tx,
    parked.map(({ id }) => ({ id, outcome: 'applied' })),
    now,
  );
  return events;
}
