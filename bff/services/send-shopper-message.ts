import { randomUUIDv7 } from 'node:crypto';
import type { ShopperMessageInput } from '../../contract/storefront.ts';
import { currentConversation, rememberStartPage } from '../db/conversations.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { appendMessage, findByClientId, findMessage } from '../db/messages.ts';
import type { Visitor } from '../db/visitors.ts';
import type { Context } from './context.ts';
import { notFound } from './refusal.ts';
import { repeated, type Sent } from './repeated-message.ts';
import { onceMore } from './unique-violation.ts';

/**
 * What the shopper wrote in the panel. The same `clientId` again is the same message.
 * @throws Refusal conflict when that `clientId` carries another text
 */
export async function sendShopperMessage(
  { db, live, now }: Context,
  merchantId: string,
  visitor: Visitor,
  input: ShopperMessageInput,
): Promise<Sent> {
  const sent = await onceMore(() =>
    withMerchant(db, merchantId, async (tx): Promise<Sent> => {
      const thread = await currentConversation(tx, visitor.conversationId);
      if (!thread) throw notFound('conversation');
      const found = await findByClientId(tx, thread.id, input.clientId);
      if (found) return repeated(tx, thread.id, found, input.text);
      const id = randomUUIDv7();
      const { conversationId, seq } = await appendMessage(tx, {
        id,
        conversationId: thread.id,
        author: { kind: 'shopper' },
        channel: 'web',
        content: { kind: 'text', text: input.text },
        clientId: input.clientId,
        sentAt: now,
        now,
      });
      if (input.page) await rememberStartPage(tx, conversationId, input.page);
      return { accepted: { message: (await findMessage(tx, id))!, seq }, conversationId, isNew: true };
    }),
  );
  if (sent.isNew) live.publish({ kind: 'moved', merchantId, conversationId: sent.conversationId });
  return sent;
}
