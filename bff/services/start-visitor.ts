import { randomUUIDv7 } from 'node:crypto';
import type { VisitorCreated } from '../../contract/storefront.ts';
import { findConversationOfCustomer, insertConversation } from '../db/conversations.ts';
import { insertCustomer, lockCurrentCustomer } from '../db/customers.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { findJourneyVisitors, findVisitors, insertVisitor, lockNewTokens } from '../db/visitors.ts';
import { newVisitorToken, parseVisitorToken } from '../security/token.ts';
import type { Context } from './context.ts';
import { readSnapshot } from './read-conversation.ts';

/**
 * A shopper's first act in the chat: a guest, their (still empty) conversation, and the token of this browser. `visitor`: the token that
 * it tells its journey with; it is the chat's too, unless it may not chat or is nobody's any more: then there is a new one. The inbox
 * shows the conversation once a message is in it.
 */
export async function startVisitor(
  { db, now }: Context,
  merchantId: string,
  visitor?: string | undefined,
): Promise<VisitorCreated> {
  return withMerchant(db, merchantId, async tx => {
    const own = visitor ? parseVisitorToken(visitor) : null;
    const token =
      visitor && own?.merchantId === merchantId ? { token: visitor, hash: own.hash } : newVisitorToken(merchantId);
    await lockNewTokens(tx, [token.hash.toString('hex')]);
    return (
      (await resume(tx, token, now)) ??
      (await begin(tx, (await isTaken(tx, token.hash)) ? newVisitorToken(merchantId) : token, now))
    );
  });
}

type Token = { token: string; hash: Buffer };

const isTaken = async (tx: MerchantTx, hash: Buffer) =>
  (await findJourneyVisitors(tx, [hash.toString('hex')])).size > 0;

/** A browser that is known already, and may chat: its customer's conversation, made if there is none. */
async function resume(tx: MerchantTx, { token, hash }: Token, now: Date): Promise<VisitorCreated | null> {
  const key = hash.toString('hex');
  const told = (await findJourneyVisitors(tx, [key])).get(key);
  if (!told) return null;
  const customerId = (await lockCurrentCustomer(tx, told.customerId))!;
  // Only now: while this waited, the browser may have become somebody's who must not be shown to it.
  const journey = (await findJourneyVisitors(tx, [key])).get(key)!;
  if (journey.revoked || !journey.mayChat) return null;
  if (!(await findConversationOfCustomer(tx, customerId)))
    await insertConversation(tx, { id: randomUUIDv7(), customerId, now });
  const visitor = (await findVisitors(tx, [hash])).get(key)!;
  return { token, snapshot: await readSnapshot(tx, visitor.conversationId, visitor.scope) };
}

async function begin(tx: MerchantTx, { token, hash }: Token, now: Date): Promise<VisitorCreated> {
  const [customerId, conversationId] = [randomUUIDv7(), randomUUIDv7()];
  await insertCustomer(tx, { id: customerId, kind: 'guest', now });
  await insertConversation(tx, { id: conversationId, customerId, now });
  await insertVisitor(tx, { id: randomUUIDv7(), customerId, tokenHash: hash, now });
  return { token, snapshot: await readSnapshot(tx, conversationId) };
}
