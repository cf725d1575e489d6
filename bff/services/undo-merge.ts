import { randomUUIDv7 } from 'node:crypto';
import type { Merge } from '../../contract/journey.ts';
import { giveChatBack } from '../db/browser-scope.ts';
import { resumeTicked } from '../db/consents.ts';
import { findConversationOfCustomer, insertConversation, lockConversation } from '../db/conversations.ts';
import { lockCustomers } from '../db/customer-journeys.ts';
import { hasLaterMerge, lockMerge, type MergeRow, markMergeUndone } from '../db/customer-merges.ts';
import { markJourneys } from '../db/journey-marks.ts';
import { removeSummaries } from '../db/journey-summaries.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { moveConversation, moveCustomerBack } from '../db/move-customer.ts';
import { recordUpdate } from '../db/record-updates.ts';
import type { MovedRows } from '../db/schema/index.ts';
import { partConversation, undoConversationMerge } from '../db/undo-conversation-merge.ts';
import { hasVisitor } from '../db/visitors.ts';
import { endReferences } from '../db/whatsapp-references.ts';
import { undoableUntil } from '../domain/merge-window.ts';
import type { Context } from './context.ts';
import { presentMerge } from './read-journey.ts';
import { notFound, Refusal } from './refusal.ts';
import { retryConflict } from './write-conflict.ts';

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
  const { merge, moved } = await retryConflict(() =>
    withMerchant(db, merchantId, async tx => {
      const merge = await lockMerge(tx, mergeId);
      if (!merge) throw notFound('merge');
      await lockCustomers(tx, [merge.from.id, merge.into]);
      await assertUndoable(tx, merge, now);
      const moved = await giveBack(tx, merge, merge.moved!, now);
      await markMergeUndone(tx, mergeId, agentId, now);
      await removeSummaries(tx, [merge.from.id, merge.into]);
      await markJourneys(tx, [merge.from.id, merge.into], now);
      return { merge: { ...merge, undoneAt: now }, moved };
    }),
  );
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  live.publish({ kind: 'work' });
  return presentMerge(merge, now);
}

async function assertUndoable(tx: MerchantTx, merge: MergeRow, now: Date): Promise<void> {
  if (merge.undoneAt) throw new Refusal('conflict', 'This merge was undone already.');
  if (!merge.moved) throw new Refusal('conflict', 'This merge was made before merges could be undone.');
  if (!undoableUntil(merge, now)) throw new Refusal('conflict', 'A merge can be undone for 30 days; they are over.');
  if (await hasLaterMerge(tx, merge)) {
    throw new Refusal('conflict', 'The customer has become one with somebody else since: undo that merge first.');
  }
}

async function giveBack(
  tx: MerchantTx,
  { from, into, reason }: MergeRow,
  rows: MovedRows,
  now: Date,
): Promise<string[]> {
  const kept = await findConversationOfCustomer(tx, into);
  const { conversation } = rows;
  for (const id of new Set([conversation?.id, kept?.id].flatMap(id => id ?? []).sort())) await lockConversation(tx, id);
  await moveCustomerBack(tx, from.id, into, rows);
  await giveChatBack(tx, into, rows.silenced);
  await resumeTicked(tx, rows.suspended ?? []);
  // A link made meanwhile, on a page of either, would lead a phone to the other's thread.
  await endReferences(tx, into, now);
  if (conversation?.how === 'joined') await undoConversationMerge(tx, conversation.id, kept!.id, conversation);
  if (conversation?.how === 'moved') {
    await moveConversation(tx, conversation.id, from.id);
    // Of a thread that came by WhatsApp the other has written nothing: its browsers were silent.
    if (reason !== 'whatsapp-phone') await part(tx, conversation, into, now);
  }
  await keepTokensGood(tx, [from.id, into], now);
  const touched = new Set([conversation?.id, kept?.id, (await findConversationOfCustomer(tx, into))?.id]);
  const ids = [...touched].filter(id => id !== undefined).sort();
  // Streams of browsers that are here no more end, the others begin anew.
  for (const conversationId of ids)
    await recordUpdate(tx, { conversationId, kind: 'conversation', data: { reordered: true }, now });
  return ids;
}

/** What was written since the thread came to the other stays there. */
async function part(
  tx: MerchantTx,
  { id, lastPosition }: { id: string; lastPosition: number },
  into: string,
  now: Date,
) {
  const { lastPosition: newest, ...marks } = (await lockConversation(tx, id))!;
  if (newest <= lastPosition) return;
  const apart = randomUUIDv7();
  await insertConversation(tx, { id: apart, customerId: into, now });
  await partConversation(tx, id, apart, { ...marks, after: lastPosition });
}

/** A browser that could chat can chat on, with a thread of its own. */
async function keepTokensGood(tx: MerchantTx, customerIds: string[], now: Date): Promise<void> {
  for (const customerId of customerIds)
    if (!(await findConversationOfCustomer(tx, customerId)) && (await hasVisitor(tx, customerId)))
      await insertConversation(tx, { id: randomUUIDv7(), customerId, now });
}
