import type { ConversationChange, ConversationDetail } from '../../contract/conversation.ts';
import { findAgent } from '../db/agents.ts';
import { lockConversation, changeConversation as saveChange } from '../db/conversations.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { recordUpdate } from '../db/record-updates.ts';
import type { Context } from './context.ts';
import { readConversationDetail } from './read-conversation.ts';
import { notFound, Refusal } from './refusal.ts';
import { retryConflict } from './write-conflict.ts';

/**
 * Assigns, resolves or reopens.
 * @throws Refusal not-found, invalid-request (no such agent)
 */
export async function changeConversation(
  { db, live, now }: Context,
  merchantId: string,
  conversationId: string,
  change: ConversationChange,
): Promise<ConversationDetail> {
  const detail = await retryConflict(() =>
    withMerchant(db, merchantId, async tx => {
      const facts = await lockConversation(tx, conversationId);
      if (!facts || facts.mergedInto) throw notFound('conversation');
      if (change.assigneeId && !(await findAgent(tx, change.assigneeId))) {
        throw new Refusal('invalid-request', 'assigneeId: there is no such agent.');
      }
      await saveChange(tx, conversationId, change);
      await recordUpdate(tx, { conversationId, kind: 'conversation', now });
      return readConversationDetail(tx, conversationId);
    }),
  );
  live.publish({ kind: 'moved', merchantId, conversationId });
  return detail;
}
