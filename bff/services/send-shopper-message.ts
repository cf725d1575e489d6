import { randomUUIDv7 } from 'node:crypto';
import type { MessageAccepted, ShopperMessageInput } from '../../contract/storefront.ts';
import { rememberStartPage } from '../db/conversations.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { appendMessage, findByClientId, findMessage } from '../db/messages.ts';
import type { Visitor } from '../db/visitors.ts';
import type { Context } from './context.ts';
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
  let { conversationId } = visitor;
  const sent = await onceMore(() =>
    withMerchant(db, merchantId, async (tx): Promise<Sent> => {
      const found = await findByClientId(tx, conversationId, input.clientId);
      if (found) return repeated(tx, conversationId, found, input.text);
      const id = randomUUIDv7();
      const written = await appendMessage(tx, {
        id,
        conversationId,
        author: { kind: 'shopper' },
        channel: 'web',
        content: { kind: 'text', text: input.text },
        clientId: input.clientId,
        sentAt: now,
        now,
      });
      conversationId = written.conversationId;
      if (input.page) await rememberStartPage(tx, conversationId, input.page);
      const message = await findMessage(tx, id);
      return { accepted: { message: message!, seq: written.seq } satisfies MessageAccepted, isNew: true };
    }),
  );
  if (sent.isNew) live.publish({ kind: 'moved', merchantId, conversationId });
  return sent;
}
