import { randomUUIDv7 } from 'node:crypto';
import { findConversationOfCustomer, insertConversation } from '../db/conversations.ts';
import { findCustomerByContact } from '../db/customer-contacts.ts';
import {
  addIdentities,
  findCurrentCustomer,
  findCustomersByIdentity,
  findIdentity,
  insertCustomer,
  lockCurrentCustomers,
  lockIdentities,
  markCustomerKnown,
  type NewIdentity,
} from '../db/customers.ts';
import { readdressDeliveries } from '../db/former-phones.ts';
import { markJourneys } from '../db/journey-marks.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { appendMessage, findMessageIdByWamid, hasShoppersWord } from '../db/messages.ts';
import { findNumberByPhoneId } from '../db/whatsapp-numbers.ts';
import { isAmbiguous, matchKey } from '../domain/phone-match.ts';
import type { InboundMessage, Sender } from '../whatsapp/inbound-message.ts';
import { formerOwnerOf, isNoPhone, movedTo, passOn, takeOver } from './change-phone.ts';
import { type Effect, IGNORED } from './effect.ts';
import { heedOptWord } from './heed-opt-word.ts';
import { inboundContent } from './inbound-content.ts';
import { keepReferral } from './keep-referral.ts';
import { linkByReference } from './link-by-reference.ts';
import { mergeCustomers } from './merge-customers.ts';
import { hasAccount } from './shop-account.ts';
import { uniteIds, uniteNewcomers } from './unite-ids.ts';
import { identitiesOf, newIdentitiesOf, provenOf } from './whatsapp-identities.ts';

/**
 * A message that is in its thread now. `identityId`, `numberId`: by which of the writer's identities it came, and to which of our numbers.
 * `quoted`: the message that it answers, if that is known.
 */
export type Written = {
  id: string;
  message: InboundMessage;
  customerId: string;
  conversationId: string;
  identityId: string | null;
  numberId: string;
  quoted: string | null;
};

/** What else comes of a message, in this order and in its transaction. */
const FOLLOWS: ((tx: MerchantTx, written: Written, now: Date) => Promise<unknown>)[] = [keepReferral, heedOptWord];

/**
 * What a customer wrote by WhatsApp. Whoever it is by their identities gets it into their one conversation; a genuine reference in
 * the text ties phone and page together first.
 */
export async function applyInboundMessage(
  tx: MerchantTx,
  referenceKey: Buffer,
  phoneNumberId: string | undefined,
  message: InboundMessage,
  now: Date,
): Promise<Effect> {
  const names = identitiesOf(message.from);
  // Sent together: the connection works on them in this order, each after what the one before it waited for.
  const [number, , known, former, anybody] = await Promise.all([
    phoneNumberId === undefined ? null : findNumberByPhoneId(tx, phoneNumberId),
    lockIdentities(tx, [...names, ...newIdentitiesOf(message)]),
    findMessageIdByWamid(tx, message.wamid),
    formerOwnerOf(tx, message),
    findCustomersByIdentity(tx, names),
  ]);
  if (!number) return { outcome: 'unknown-number', moved: [] };
  if (names.length === 0 || message.groupId) return IGNORED;
  if (known) return { outcome: 'duplicate', moved: [] };
  // What is told of a change that is known already brings no number.
  const identities = former ? names.filter(isNoPhone) : names;
  const changed = former ? newIdentitiesOf(message).filter(isNoPhone) : newIdentitiesOf(message);
  const found = former ? [] : anybody;
  const writer = former ?? writerOf(found, names);
  const link = await linkByReference(tx, referenceKey, message, names, writer, now);
  const exact = found.filter(each => each.exact).map(each => each.customerId);
  const united = !link && exact.length > 1 ? await uniteIds(tx, message, exact, now) : null;
  const customerId =
    link?.customerId ??
    united?.customerId ??
    writer ??
    (await claimed(tx, message, identities, now)) ??
    (await welcome(tx, message.from, now));
  const joined = changed.length > 0 ? await uniteNewcomers(tx, message, changed, customerId, now) : [];
  const phone = former ? null : movedTo(message);
  if (phone) await takeOver(tx, message, customerId, phone);
  const [, writtenBy, conversation] = await Promise.all([
    addIdentities(tx, customerId, [...identities, ...changed], now),
    findFirstIdentity(tx, customerId, addressesOf(message)),
    findConversationOfCustomer(tx, customerId),
  ]);
  if (!conversation) throw new Error(`customer ${customerId} has no conversation`);
  if (phone) await passOn(tx, message, customerId, phone);
  const id = randomUUIDv7();
  const content = await inboundContent(tx, message, number.id, now);
  const quoted = message.contextWamid ? await findMessageIdByWamid(tx, message.contextWamid) : null;
  const append = appendMessage(tx, {
    id,
    conversationId: conversation.id,
    author: message.system ? { kind: 'system' } : { kind: 'shopper' },
    channel: 'whatsapp',
    content,
    replyTo: quoted,
    wamid: message.wamid,
    sentAt: message.sentAt < now ? message.sentAt : now,
    now,
    ...(writtenBy && { via: { identityId: writtenBy.id, numberId: number.id } }),
  });
  await Promise.all([append, markJourneys(tx, [customerId], now)]);
  const identityId = writtenBy?.id ?? null;
  const where = { conversationId: conversation.id, identityId, numberId: number.id };
  const written = { id, message, customerId, ...where, quoted };
  if (phone && identityId) await readdressDeliveries(tx, conversation.id, identityId);
  for (const follow of FOLLOWS) await follow(tx, written, now);
  await link?.announce(conversation.id);
  return { outcome: 'applied', moved: [conversation.id, ...(link?.moved ?? []), ...(united?.moved ?? []), ...joined] };
}

/** Which customer is it? The same phone in another country form counts, as long as it can only be one person. */
export const recognise = async (tx: MerchantTx, identities: NewIdentity[]): Promise<string | null> =>
  writerOf(await findCustomersByIdentity(tx, identities), identities);

function writerOf(found: { customerId: string; exact: boolean }[], identities: NewIdentity[]): string | null {
  const [best] = found;
  if (!best || best.exact) return best?.customerId ?? null;
  const isCertain = found.length === 1 || !identities.some(({ value }) => isAmbiguous(value));
  return isCertain ? best.customerId : null;
}

/**
 * The phone is what somebody typed at the shop, and nobody has talked through that customer yet, whatever was sent to it: now its owner
 * does. The browsers that typed it go on telling their journey, and see nothing of this. Where an account of the shop typed it, the two
 * stay apart: who has that account could read on in any other browser.
 */
async function claimed(tx: MerchantTx, { from, wamid }: InboundMessage, identities: NewIdentity[], now: Date) {
  const contact = from.waId ? { kind: 'phone' as const, value: matchKey(from.waId).slice(1), display: '' } : null;
  const found = contact && (await findCustomerByContact(tx, [contact]));
  const [customerId] = found ? await lockCurrentCustomers(tx, [found]) : [];
  if (!customerId || (await hasAccount(tx, customerId))) return null;
  const thread = await findConversationOfCustomer(tx, customerId);
  if (thread && (await hasShoppersWord(tx, thread.id))) return null;
  const writer = await welcome(tx, from, now);
  await addIdentities(tx, writer, identities, now);
  const order = { from: writer, into: customerId, reason: 'whatsapp-phone', evidence: { wamid } } as const;
  await mergeCustomers(tx, { ...order, sees: 'what-comes', now });
  const { fullName, phone } = (await findCurrentCustomer(tx, customerId))!;
  const proven = provenOf(from);
  await markCustomerKnown(tx, customerId, {
    fullName: fullName ? undefined : proven.fullName,
    phone: phone ? undefined : proven.phone,
  });
  return customerId;
}

/** Where the customer is written to from now on, the best first. A new id alone moves nobody who is written to by phone. */
function addressesOf(message: InboundMessage): NewIdentity[] {
  const { from, system } = message;
  if (system?.newBsuid && !system.newWaId && from.waId) return [];
  return [...newIdentitiesOf(message), ...identitiesOf(from)];
}

/** The first of these that is the customer's: one may be known as somebody else's. */
async function findFirstIdentity(tx: MerchantTx, customerId: string, identities: readonly NewIdentity[]) {
  for (const identity of identities) {
    const row = await findIdentity(tx, customerId, identity);
    if (row) return row;
  }
  return null;
}

/** Somebody new, with a conversation. */
export async function welcome(tx: MerchantTx, from: Sender, now: Date): Promise<string> {
  const [customerId, conversationId] = [randomUUIDv7(), randomUUIDv7()];
  await insertCustomer(tx, { id: customerId, kind: 'known', ...provenOf(from), now });
  await insertConversation(tx, { id: conversationId, customerId, now });
  return customerId;
}
