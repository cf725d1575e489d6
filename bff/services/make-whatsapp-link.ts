import { randomBytes, randomUUIDv7 } from 'node:crypto';
import type { WhatsAppLink } from '../../contract/storefront.ts';
import { findConversation } from '../db/conversations.ts';
import { readIdentity } from '../db/customers.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { findMerchant } from '../db/merchants.ts';
import type { Visitor } from '../db/visitors.ts';
import { listNumbers } from '../db/whatsapp-numbers.ts';
import { findFreshReference, insertReference } from '../db/whatsapp-references.ts';
import { MINUTE } from '../domain/duration.ts';
import { makeReference, REFERENCE_ID_BYTES } from '../domain/whatsapp-reference.ts';
import type { Context } from './context.ts';
import { Refusal } from './refusal.ts';

/** Short: whoever is sent the link by somebody else should find it dead. */
const LIFETIME = 30 * MINUTE;
/** A link asked for again is the same one, as long as it lasts this much longer. */
const MIN_REST = 10 * MINUTE;

type Options = {
  /** `https://wa.me`, or what stands in for it. */
  chatUrl: string;
  referenceKey: Buffer;
};

/**
 * A link that opens WhatsApp with a text that carries the reference of this shopper's thread.
 * @throws Refusal channel-unavailable when the merchant has no number
 */
export async function makeWhatsAppLink(
  { db, now }: Context,
  { chatUrl, referenceKey }: Options,
  merchantId: string,
  visitor: Visitor,
): Promise<WhatsAppLink> {
  return withMerchant(db, merchantId, async tx => {
    const number = (await listNumbers(tx)).find(({ readyAt }) => readyAt);
    if (!number) throw new Refusal('channel-unavailable', 'This shop has no WhatsApp number.');
    const merchant = await findMerchant(tx);
    const usedBy = visitor.scope && (await phoneOf(tx, visitor.conversationId));
    let reference = usedBy
      ? null
      : await findFreshReference(tx, visitor.customerId, new Date(now.getTime() + MIN_REST));
    if (!reference) {
      const code = makeReference(referenceKey, randomBytes(REFERENCE_ID_BYTES));
      const expiresAt = new Date(now.getTime() + LIFETIME);
      reference = { id: randomUUIDv7(), code, customerId: visitor.customerId, expiresAt, usedBy };
      await insertReference(tx, { ...reference, now });
    }
    const text = `Hello ${merchant!.name}, I would like to continue our chat here. (${reference.code})`;
    // WhatsApp takes %20 for a blank, not +.
    const url = `${chatUrl}/${number.displayPhone.replace(/\D/g, '')}?text=${encodeURIComponent(text)}`;
    return { url, expiresAt: reference.expiresAt.toISOString() };
  });
}

/**
 * A page that sees the thread in part goes on with the phone that is in it, and with no other one: what this page may not read must not
 * go to a phone of its shopper's choice.
 */
async function phoneOf(tx: MerchantTx, conversationId: string): Promise<string> {
  const identityId = (await findConversation(tx, conversationId))?.whatsappIdentityId;
  const identity = identityId && (await readIdentity(tx, identityId));
  if (!identity) throw new Refusal('channel-unavailable', 'This page cannot go on in WhatsApp.');
  return identity.value;
}
