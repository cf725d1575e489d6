import { markCustomerKnown, type NewIdentity } from '../db/customers.ts';
import { findFormerOwner, passOnPhone, takeOverPhone } from '../db/former-phones.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { MINUTE } from '../domain/duration.ts';
import { formatPhone, matchKey } from '../domain/phone-match.ts';
import type { InboundMessage } from '../whatsapp/inbound-message.ts';

/**
 * Whose is a message that was written before its sender's number passed to somebody else? Null: the number was not passed on since. Of one
 * change WhatsApp may tell twice, of the number and of the id, a moment apart.
 */
export async function formerOwnerOf(tx: MerchantTx, { from, system, sentAt }: InboundMessage): Promise<string | null> {
  const at = system ? new Date(sentAt.getTime() - MINUTE) : sentAt;
  return from.waId ? findFormerOwner(tx, from.waId, at) : null;
}

export const isNoPhone = ({ kind }: Pick<NewIdentity, 'kind'>): boolean => kind !== 'wa_id';

/** The number that its sender has moved to by this message, if it is another one. */
export function movedTo({ from, system }: InboundMessage): string | null {
  const to = system?.newWaId;
  return to && from.waId && matchKey(to) !== matchKey(from.waId) ? to : null;
}

/** Whoever had the new number before has it no more. To be done before it becomes this customer's, who may write in the same second. */
export const takeOver = (tx: MerchantTx, { sentAt }: InboundMessage, customerId: string, to: string): Promise<void> =>
  takeOverPhone(tx, customerId, to, new Date(sentAt.getTime() - 1));

/** Numbers are given to others: by the old one this customer is not known any more. */
export async function passOn(
  tx: MerchantTx,
  { from, sentAt }: InboundMessage,
  customerId: string,
  to: string,
): Promise<void> {
  await passOnPhone(tx, customerId, matchKey(from.waId!), sentAt);
  await markCustomerKnown(tx, customerId, { phone: formatPhone(to) });
}
