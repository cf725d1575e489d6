import { lockConversation } from '../db/conversations.ts';
import { type DeliveryRow, findDelivery, lockDelivery, requeueDeliveries } from '../db/deliveries.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { recordUpdate } from '../db/record-updates.ts';
import { insertSends } from '../db/sends.ts';
import type { Context } from './context.ts';
import { recordDeliveryEvents } from './record-delivery-events.ts';
import { notFound, Refusal } from './refusal.ts';

type Agent = { id: string; name: string };

/**
 * Somebody has decided that what is held, or has failed, goes once more. It is decided anew at its turn whether it may.
 * @throws Refusal not-found; conflict when it is neither held nor failed
 */
export async function sendAgain(context: Context, merchantId: string, id: string, agent: Agent): Promise<void> {
  const { now } = context;
  await decide(context, merchantId, id, async (tx, row) => {
    if (row.state !== 'held' && row.state !== 'failed') throw new Refusal('conflict', NOT_ENDED);
    const episode = { at: now.toISOString(), attempt: row.attempt, what: 'released', words: agent.name } as const;
    const resends = row.state === 'held' ? 1 : 0;
    await requeueDeliveries(tx, [{ id, attempt: row.attempt, resends, expiresAt: null, episodes: [episode] }]);
    await insertSends(tx, [{ ...row, deliveryId: id, dueAt: now }]);
    await recordUpdate(tx, { ...row, kind: 'message', now });
    return [row.conversationId];
  });
  context.live.publish({ kind: 'work' });
}

/**
 * Somebody has decided that it does not go: what waits, is in doubt or is held. A status that comes later still counts.
 * @throws Refusal not-found; conflict when it is on its way, has arrived or has failed already
 */
export async function giveUpDelivery(context: Context, merchantId: string, id: string, agent: Agent): Promise<void> {
  const { now } = context;
  await decide(context, merchantId, id, async (tx, row) => {
    if (!['queued', 'unknown', 'held'].includes(row.state)) throw new Refusal('conflict', NOT_WAITING);
    const error = { code: null, title: `${agent.name} has decided not to send it.` };
    const { moved } = await recordDeliveryEvents(
      tx,
      [{ deliveryId: id, event: { state: 'failed', at: now, error } }],
      now,
    );
    return moved;
  });
}

const NOT_ENDED = 'Only what is held or has failed can be sent again.';
const NOT_WAITING = 'It is on its way, has arrived, or has failed already.';

async function decide(
  { db, live }: Context,
  merchantId: string,
  id: string,
  work: (tx: MerchantTx, row: DeliveryRow) => Promise<string[]>,
): Promise<void> {
  const moved = await withMerchant(db, merchantId, async tx => {
    const found = await findDelivery(tx, id);
    if (!found) throw notFound('delivery');
    await lockConversation(tx, found.conversationId);
    return work(tx, (await lockDelivery(tx, id))!);
  });
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
}
