import { withMerchant } from '../db/merchant-tx.ts';
import type { DeliveryEvent } from '../domain/delivery-state.ts';
import { recordEvent } from './apply-delivery-status.ts';
import type { Context } from './context.ts';
import { hold } from './send-delivery.ts';

/**
 * Ends a delivery on which work failed again and again: failed when nothing of it was sent, unknown when an attempt was made, since
 * then it may have arrived. What came further stays as it is.
 */
export async function giveUpDelivery({ db, live, now }: Context, merchantId: string, id: string): Promise<void> {
  const moved = await withMerchant(db, merchantId, async tx => {
    const row = await hold(tx, id);
    const event = row && END[row.state];
    return event ? (await recordEvent(tx, row, { ...event, at: now }, now)).moved : [];
  });
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
}

const FAILED = {
  state: 'failed',
  error: { code: null, title: 'This could not be sent: something went wrong on our side, again and again.' },
} as const;

const END: { [state in DeliveryEvent['state']]?: Omit<DeliveryEvent, 'at'> } = {
  queued: FAILED,
  sending: { state: 'unknown' },
};
