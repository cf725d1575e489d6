import type { Merge } from '../../contract/journey.ts';
import { findConversationOfCustomer, lockConversation } from '../db/conversations.ts';
import { lockCustomers } from '../db/customer-journeys.ts';
import { hasLaterMerge, lockMerge, type MergeRow, markMergeUndone } from '../db/customer-merges.ts';
import { markJourneys } from '../db/journey-marks.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { moveConversation, moveCustomerBack } from '../db/move-customer.ts';
import { undoConversationMerge } from '../db/undo-conversation-merge.ts';
import { recordUpdate } from '../db/updates.ts';
import { undoableUntil } from '../domain/merge-window.ts';
import type { Context } from './context.ts';
import { presentMerge } from './read-journey.ts';
import { notFound, Refusal } from './refusal.ts';

/**
 * Two customers who became one are two again: what each brought goes back to them; what came since stays with the one that was here.
 * @throws Refusal not-found; conflict when it is too late, was undone already, or a later merge stands on it
 */
export async function undoMerge(
  { db, live, now }: Context,
  merchantId: string,
  mergeId: string,
  agentId: string,
): Promise<Merge> {
  const { merge, moved } = await withMerchant(db, merchantId, async tx => {
    const merge = await lockMerge(tx, mergeId);
    if (!merge) throw notFound('merge');
    await assertUndoable(tx, merge, now);
    const moved = await giveBack(tx, merge, now);
    await markMergeUndone(tx, mergeId, agentId, now);
    await markJourneys(tx, [merge.from.id, merge.into], now);
    return { merge: { ...merge, undoneAt: now }, moved };
  });
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  live.publish({ kind: 'work' });
  return presentMerge(merge, now);
}

async function assertUndoable(tx: MerchantTx, merge: MergeRow, now: Date): Promise<void> {
  if (merge.undoneAt) throw new Refusal('conflict', 'This merge was undone already.');
  if (!merge.moved) throw new Refusal('conflict', 'This merge was made before merges could be undone.');
  if (!undoableUntil(merge, now)) throw new Refusal('conflict', 'A merge can be undone for 30 days; they are over.');
  if (await hasLaterMerge(tx, merge)) {
    throw new Refusal('conflict', 'One of the two has become one with somebody else since: undo that merge first.');
  }
}

async function giveBack(tx: MerchantTx, { from, into, moved }: MergeRow, now: Date): Promise<string[]> {
  const rows = moved!;
  await lockCustomers(tx, [from.id, into]);
  const { conversation } = rows;
  if (!conversation) {
    await moveCustomerBack(tx, from.id, into, rows);
    return [];
  }
  const other = await findConversationOfCustomer(tx, into);
  for (const id of [conversation.id, ...(other && other.id !== conversation.id ? [other.id] : [])].sort())
    await lockConversation(tx, id);
  await moveCustomerBack(tx, from.id, into, rows);
  if (conversation.how === 'moved') {
    await moveConversation(tx, conversation.id, from.id);
    await recordUpdate(tx, { conversationId: conversation.id, kind: 'conversation', now });
    return [conversation.id];
  }
  await undoConversationMerge(tx, conversation.id, other!.id);
  for (const conversationId of [conversation.id, other!.id]) {
    await recordUpdate(tx, { conversationId, kind: 'conversation', data: { reordered: true }, now });
  }
  return [conversation.id, other!.id];
}
