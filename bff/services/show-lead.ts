import { randomUUIDv7 } from 'node:crypto';
import type { LeadReason } from '../../contract/lead-score.ts';
import { findConversationOfCustomer, insertConversation, lockConversation, showInInbox } from '../db/conversations.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { recordUpdate } from '../db/record-updates.ts';

/**
 * A lead has turned hot: agents see it in the inbox, and can write to them. Who has not written yet gets a conversation for it. The
 * shopper is told nothing. Returns the conversation.
 */
export async function showLead(
  tx: MerchantTx,
  customerId: string,
  lead: { score: number; reasons: LeadReason[] },
  now: Date,
): Promise<string> {
  const known = await findConversationOfCustomer(tx, customerId);
  const id = known?.id ?? randomUUIDv7();
  if (known) await lockConversation(tx, id);
  else await insertConversation(tx, { id, customerId, now });
  await showInInbox(tx, id, now);
  await recordUpdate(tx, { conversationId: id, kind: 'lead', data: { lead }, now });
  return id;
}
