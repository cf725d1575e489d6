import { lockConversation, setRead } from '../db/conversations.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { recordUpdate } from '../db/record-updates.ts';
import type { Context } from './context.ts';
import { notFound } from './refusal.ts';
import { expectPresence } from './tell-presence.ts';
import { retryConflict } from './write-conflict.ts';

/** "I have read up to there." The mark only moves forward, and not beyond what there is; a mark that says nothing new tells nobody. */
export async function markRead(
  { db, live, now }: Context,
  merchantId: string,
  conversationId: string,
  by: 'shopper' | 'agent',
  upTo: number,
): Promise<void> {
  const moved = await retryConflict(() =>
    withMerchant(db, merchantId, async tx => {
      const facts = await lockConversation(tx, conversationId);
      if (!facts) throw notFound('conversation');
      // The places in a thread that was merged are no longer the same; its screens are about to begin anew.
      if (facts.mergedInto) return false;
      const mark = Math.min(upTo, facts.lastPosition);
      if (mark <= (by === 'shopper' ? facts.readByShopper : facts.readByAgents)) return false;
      await setRead(tx, conversationId, by, mark);
      await recordUpdate(tx, { conversationId, kind: 'read', data: { by, upTo: mark }, now });
      if (by === 'agent' && facts.whatsappNumberId) await expectPresence(tx, conversationId, now);
      return true;
    }),
  );
  if (!moved) return;
  live.publish({ kind: 'moved', merchantId, conversationId });
  if (by === 'agent') live.publish({ kind: 'work' });
}
