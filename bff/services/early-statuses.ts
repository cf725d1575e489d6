import type { MerchantTx } from '../db/merchant-tx.ts';
import { listParked, settleParts } from '../db/webhook-inbox.ts';
import { parseWebhook, statusKeyPrefix } from '../whatsapp/webhook-events.ts';
import { eventOfStatus } from './event-of-status.ts';
import type { NewDeliveryEvent } from './record-delivery-events.ts';

/** That this is Meta's id of the message, by one of our attempts. */
export type LearnedWamid = { wamid: string; deliveryId: string; attempt: number | null };

/**
 * The statuses that came before it was known whose they are: they are settled with this, and to be recorded with what made it known.
 * Meta's ids must be locked.
 */
export async function takeEarlyStatuses(
  tx: MerchantTx,
  learned: readonly LearnedWamid[],
  now: Date,
): Promise<NewDeliveryEvent[]> {
  const byWamid = new Map(learned.map(one => [one.wamid, one]));
  const parked = await listParked(tx, [...byWamid.keys()].map(statusKeyPrefix));
  await settleParts(
    tx,
    parked.map(({ id }) => ({ id, outcome: 'applied' })),
    now,
  );
  return parked.flatMap(({ body, receivedAt }) => {
    const [part] = parseWebhook(JSON.parse(body), receivedAt);
    if (part?.event.kind !== 'status') return [];
    const of = byWamid.get(part.event.status.wamid);
    const event = eventOfStatus(part.event.status);
    return of && event ? [{ ...of, event }] : [];
  });
}
