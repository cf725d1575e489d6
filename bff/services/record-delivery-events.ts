import { isDeepStrictEqual } from 'node:util';
import type { DeliveryState } from '../../contract/message.ts';
import type { DeliveryRow } from '../db/deliveries.ts';
import { endSends, lockDeliveries, saveDeliveries } from '../db/delivery-batches.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { recordUpdates } from '../db/record-updates.ts';
import { type DeliveryEvent, hasArrived } from '../domain/delivery-state.ts';
import { applyEvents } from './delivery-facts.ts';

/** `wamid`: Meta's id of the message, where the event brings it. `attempt`: of which one it speaks, where that is known. */
export type NewDeliveryEvent = {
  deliveryId: string;
  event: DeliveryEvent;
  wamid?: string | undefined;
  attempt?: number | null;
};

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
 * deliveries. The same events in any order and number give the same rows. Passed over is a delivery that is not there, and what is told
 * of an attempt that is over. Meta's ids that come with them must be locked.
 * @returns moved: the conversations whose screens are to be woken; changed: deliveries whose state is another now
 */
export async function recordDeliveryEvents(
  tx: MerchantTx,
  events: readonly NewDeliveryEvent[],
  now: Date,
): Promise<{ moved: string[]; changed: Changed[] }> {
  const told = Map.groupBy(events, ({ deliveryId }) => deliveryId);
  const before = await lockDeliveries(tx, [...told.keys()]);
  const after = before.map(row => {
    const current = told.get(row.id)!.filter(speaksOfNow(row));
    const wamid = row.wamid ?? current.find(event => event.wamid)?.wamid ?? null;
    return applyEvents(
      { ...row, wamid },
      current.map(({ event }) => event),
    );
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

/**
 * Once Meta has said that an attempt did not arrive, and the message goes again, of the former only an arrival counts: an acceptance
 * that comes late would pass for the next one's. And a failure speaks of its own attempt alone.
 */
const speaksOfNow =
  (row: DeliveryRow) =>
  ({ event, attempt }: NewDeliveryEvent): boolean => {
    if (attempt === undefined || attempt === null || hasArrived(event.state)) return true;
    return attempt > row.declinedAttempt && (event.state !== 'failed' || attempt === row.attempt);
  };
