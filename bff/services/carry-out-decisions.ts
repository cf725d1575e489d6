import { noteWaiting, requeueDeliveries } from '../db/deliveries.ts';
import { lockDeliveries } from '../db/delivery-batches.ts';
import type { DueSend } from '../db/due-sends.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { changeSends, deleteSends } from '../db/sends.ts';
import type { SendDecision } from '../domain/send-decision.ts';
import { type NewDeliveryEvent, recordDeliveryEvents } from './record-delivery-events.ts';

type Decided = { send: DueSend; decision: SendDecision };

/**
 * Writes what was decided about deliveries that do not simply go: failed with the reason, unknown until a status settles it, held, put
 * off; and what is sent again goes back into the line. Returns the conversations whose screens are to be woken.
 */
export async function carryOut(tx: MerchantTx, all: readonly Decided[], now: Date): Promise<string[]> {
  const decided = await stillTrue(tx, all);
  const { moved } = await recordDeliveryEvents(tx, decided.flatMap(eventOf(now)), now);
  const again = decided.filter(({ decision }) => decision.send === 'again');
  await requeueDeliveries(
    tx,
    again.map(({ send }) => ({
      id: send.deliveryId,
      attempt: send.attempt,
      resends: 1,
      episodes: [
        { at: (send.unknownAt ?? now).toISOString(), attempt: send.attempt, what: 'unknown' },
        { at: now.toISOString(), attempt: send.attempt + 1, what: 'sent-again' },
      ],
    })),
  );
  await putOff(tx, decided);
  const held = decided.filter(({ decision }) => decision.send === 'held');
  await deleteSends(
    tx,
    held.map(({ send }) => send.deliveryId),
  );
  return moved;
}

/**
 * Locks what is to be changed, all of it before anything is told: whoever has the merchant's counter must not wait for a delivery. What
 * was settled by others since it was decided is left as they left it.
 */
async function stillTrue(tx: MerchantTx, decided: readonly Decided[]): Promise<Decided[]> {
  const changing = decided.filter(({ decision }) => decision.send !== 'now');
  const rows = await lockDeliveries(
    tx,
    changing.map(({ send }) => send.deliveryId),
  );
  const found = new Map(rows.map(row => [row.id, row]));
  return changing.filter(({ send }) => {
    const row = found.get(send.deliveryId);
    return row?.state === send.state && row.attempt === send.attempt;
  });
}

const eventOf =
  (now: Date) =>
  ({ send: { deliveryId }, decision }: Decided): NewDeliveryEvent[] => {
    switch (decision.send) {
      case 'unknown':
      case 'held':
        return [{ deliveryId, event: { state: decision.send, at: now } }];
      case 'nothing':
        return [{ deliveryId, event: { state: 'failed', at: now, error: { code: null, title: decision.reason } } }];
      case 'now':
      case 'again':
      case 'later':
        return [];
    }
  };

async function putOff(tx: MerchantTx, decided: readonly Decided[]): Promise<void> {
  const waiting = decided.flatMap(({ send, decision }) => {
    if (decision.send === 'later')
      // What is held up by its own template, or by whom it is for, holds up nobody: others of the conversation may go.
      return [
        {
          send,
          reason: decision.reason,
          until: decision.until,
          blocks: decision.reason === 'pair-rate' && send.state === 'queued',
        },
      ];
    // The cut-off attempt is looked at again when a status has had its time; nothing waits behind it.
    if (decision.send === 'unknown')
      return [{ send, reason: 'settling' as const, until: decision.settleBy, blocks: false }];
    return [];
  });
  await changeSends(
    tx,
    waiting.map(({ send, until, blocks }) => ({ deliveryId: send.deliveryId, dueAt: until, blocks })),
  );
  await noteWaiting(
    tx,
    waiting.map(({ send, reason, until }) => ({ id: send.deliveryId, reason, until })),
  );
}
