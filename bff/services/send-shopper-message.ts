import type { ShopperMessageInput } from '../../contract/storefront.ts';
import { currentConversation, rememberStartPage } from '../db/conversations.ts';
import { markJourneys } from '../db/journey-marks.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { findByClientId } from '../db/messages.ts';
import type { Visitor } from '../db/visitors.ts';
import type { Context } from './context.ts';
import { outgoing } from './outgoing-content.ts';
import { notFound } from './refusal.ts';
import { repeated, type Sent } from './repeated-message.ts';
import { retryConflict } from './write-conflict.ts';
import { writeMessage } from './write-message.ts';

/**
 * What the shopper wrote in the panel. The same `clientId` again is the same message.
 * @throws Refusal conflict when that `clientId` carries something else, not-found, invalid-request
 */
export async function sendShopperMessage(
  { db, live, now }: Context,
  merchantId: string,
  visitor: Visitor,
  input: ShopperMessageInput,
): Promise<Sent> {
  const sent = await retryConflict(() =>
    withMerchant(db, merchantId, async (tx): Promise<Sent> => {
      const thread = await currentConversation(tx, visitor.conversationId);
      if (!thread) throw notFound('conversation');
      const found = await findByClientId(tx, thread.id, input.clientId);
      const sender = { kind: 'shopper', visitorId: visitor.id, scope: visitor.scope } as const;
      const { content, replyTo } = await outgoing(tx, thread.id, sender, input);
      if (found) return repeated(tx, thread.id, found, content);
      const { clientId, page } = input;
      if (page && thread.startedUrl === null) await rememberStartPage(tx, thread.id, page);
      await markJourneys(tx, [visitor.id], now);
      const author = { kind: 'shopper' } as const;
      return writeMessage(tx, { conversationId: thread.id, author, channel: 'web', content, replyTo, clientId, now });
    }),
  );
  if (sent.isNew) live.publish({ kind: 'moved', merchantId, conversationId: sent.conversationId });
  return sent;
}
