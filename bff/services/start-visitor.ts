import { randomUUIDv7 } from 'node:crypto';
import type { VisitorCreated } from '../../contract/storefront.ts';
import { insertConversation } from '../db/conversations.ts';
import { insertCustomer } from '../db/customers.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { insertVisitor } from '../db/visitors.ts';
import { newVisitorToken } from '../security/token.ts';
import type { Context } from './context.ts';
import { readSnapshot } from './read-conversation.ts';

/**
 * A shopper's first act: a guest, their (still empty) conversation, and the token of this browser. The inbox shows the conversation
 * once a message is in it.
 */
export async function startVisitor({ db, now }: Context, merchantId: string): Promise<VisitorCreated> {
  const { token, hash } = newVisitorToken(merchantId);
  return withMerchant(db, merchantId, async tx => {
    const [customerId, conversationId] = [randomUUIDv7(), randomUUIDv7()];
    await insertCustomer(tx, { id: customerId, kind: 'guest', now });
    await insertConversation(tx, { id: conversationId, customerId, now });
    await insertVisitor(tx, { id: randomUUIDv7(), customerId, tokenHash: hash, now });
    return { token, snapshot: await readSnapshot(tx, conversationId) };
  });
}
