import { randomUUIDv7 } from 'node:crypto';
import { lockCurrentCustomers, markCustomerKnown, type NewIdentity } from '../db/customers.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { appendMessage } from '../db/messages.ts';
import { recordUpdate } from '../db/record-updates.ts';
import { lockReference, markReferenceUsed, type Reference } from '../db/whatsapp-references.ts';
import { findReference } from '../domain/whatsapp-reference.ts';
import type { InboundMessage } from '../whatsapp/inbound-message.ts';
import { mergeCustomers } from './merge-customers.ts';
import { provenOf } from './whatsapp-identities.ts';

/** `customerId`: whose conversation the message belongs to. `announce` tells the thread, after the message itself. */
export type Link = { customerId: string; moved: string[]; announce(conversationId: string): Promise<void> };

/**
 * Does the text carry the reference of a shopper's thread? Then that guest and this phone are one customer with one conversation.
 * A reference is bound to the first phone that sends it; a forged, expired or foreign one is just text: null.
 *
 * Anybody can be talked into sending a text, so a phone that was here before keeps its past to itself: the page's browser sees its
 * own thread and what is written from now on.
 */
export async function linkByReference(
  tx: MerchantTx,
  key: Buffer,
  message: InboundMessage,
  identities: NewIdentity[],
  writer: string | null,
  now: Date,
): Promise<Link | null> {
  const code = message.content.kind === 'text' ? findReference(message.content.text, key) : null;
  const reference = code && (await lockReference(tx, code));
  const sender = identities[0]!.value;
  if (!reference || !isGood(reference, sender, now)) return null;

  const [guest] = (await lockCurrentCustomers(tx, [reference.customerId, ...(writer ? [writer] : [])])) as [string];
  const isRepeated = reference.usedBy !== null;
  if (!isRepeated) await markReferenceUsed(tx, reference.id, sender, now);
  const customerId = writer ?? guest;
  const evidence = { reference: reference.id, wamid: message.wamid };
  const order = {
    from: guest,
    into: customerId,
    reason: 'whatsapp-reference',
    evidence,
    sees: 'what-comes',
    now,
  } as const;
  const moved = await mergeCustomers(tx, order);
  await markCustomerKnown(tx, customerId, provenOf(message.from));
  return { customerId, moved, announce: id => (isRepeated ? Promise.resolve() : tell(tx, id, now)) };
}

const isGood = ({ expiresAt, usedBy }: Reference, sender: string, now: Date) =>
  usedBy === null ? now < expiresAt : usedBy === sender;

async function tell(tx: MerchantTx, conversationId: string, now: Date): Promise<void> {
  await appendMessage(tx, {
    id: randomUUIDv7(),
    conversationId,
    author: { kind: 'system' },
    channel: 'whatsapp',
    content: { kind: 'notice', notice: 'whatsapp-linked' },
    sentAt: now,
    now,
  });
  await recordUpdate(tx, { conversationId, kind: 'conversation', now });
}
