import { randomUUIDv7 } from 'node:crypto';
import { findConversationOfCustomer, lockConversation } from '../db/conversations.ts';
import { recordMerge } from '../db/customer-merges.ts';
import { lockCurrentCustomer, markCustomerKnown, moveCustomer, type NewIdentity } from '../db/customers.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { mergeConversations } from '../db/merge-conversations.ts';
import { appendMessage } from '../db/messages.ts';
import { recordUpdate } from '../db/updates.ts';
import { narrowVisitors } from '../db/visitors.ts';
import { lockReference, markReferenceUsed, type Reference } from '../db/whatsapp-references.ts';
import { findReference } from '../domain/whatsapp-reference.ts';
import type { InboundMessage } from '../whatsapp/inbound-message.ts';
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

  const guest = (await lockCurrentCustomer(tx, reference.customerId))!;
  const isRepeated = reference.usedBy !== null;
  if (!isRepeated) await markReferenceUsed(tx, reference.id, sender, now);
  const customerId = writer ?? guest;
  const moved = customerId === guest ? [] : await merge(tx, guest, customerId, reference, message, now);
  await markCustomerKnown(tx, customerId, provenOf(message.from));
  return { customerId, moved, announce: id => (isRepeated ? Promise.resolve() : tell(tx, id, now)) };
}

const isGood = ({ expiresAt, usedBy }: Reference, sender: string, now: Date) =>
  usedBy === null ? now < expiresAt : usedBy === sender;

/** The guest becomes part of the customer whom the phone belongs to. Both conversations are locked, in the order of their ids. */
async function merge(
  tx: MerchantTx,
  guest: string,
  customer: string,
  reference: Reference,
  message: InboundMessage,
  now: Date,
): Promise<string[]> {
  await lockCurrentCustomer(tx, customer);
  const from = (await findConversationOfCustomer(tx, guest))!;
  const into = (await findConversationOfCustomer(tx, customer))!;
  for (const id of [from.id, into.id].sort()) await lockConversation(tx, id);
  await mergeConversations(tx, from.id, into.id);
  await narrowVisitors(tx, guest, from.id, now);
  await moveCustomer(tx, guest, customer);
  const evidence = { reference: reference.id, wamid: message.wamid };
  await recordMerge(tx, { id: randomUUIDv7(), from: guest, into: customer, evidence, now });
  await recordUpdate(tx, { conversationId: from.id, kind: 'merged', data: { into: into.id }, now });
  await recordUpdate(tx, { conversationId: into.id, kind: 'conversation', data: { reordered: true }, now });
  return [from.id];
}

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
