import { findIdentity, listIdentities, markCustomerKnown, type NewIdentity } from '../db/customers.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { listBrowsers } from '../db/move-customer.ts';
import { listNewcomers } from '../db/newcomers.ts';
import type { InboundMessage } from '../whatsapp/inbound-message.ts';
import { mergeCustomers } from './merge-customers.ts';
import { bsuidIdentity, provenOf } from './whatsapp-identities.ts';

/**
 * One message names a phone and an id that are known as different customers: WhatsApp says that they are one person, who hid the phone
 * for a while. They become one, unless the phone has another id by now, since phones pass on, or pages of each would be shown what they
 * did not see before: then the message is of whoever has the id.
 */
export async function uniteIds(
  tx: MerchantTx,
  { from, wamid }: InboundMessage,
  customerIds: readonly string[],
  now: Date,
): Promise<{ customerId: string; moved: string[] }> {
  const people = [];
  for (const id of customerIds) {
    const identities = await listIdentities(tx, id);
    const isOfPage = identities.some(({ kind }) => kind === 'shop_account') || (await listBrowsers(tx, id)).length > 0;
    people.push({ id, identities, isOfPage });
  }
  const into = people.find(({ isOfPage }) => !isOfPage)?.id;
  const isSomebodyElse = people.some(({ identities }) =>
    identities.some(({ kind, value }) => kind === 'bsuid' && value !== from.bsuid),
  );
  if (!into || isSomebodyElse) return { customerId: await ownerOf(tx, from.bsuid, customerIds), moved: [] };

  const moved = [];
  for (const id of customerIds.filter(id => id !== into)) {
    const order = { from: id, into, reason: 'whatsapp-ids', evidence: { wamid }, sees: 'what-comes', now } as const;
    moved.push(...(await mergeCustomers(tx, order)));
  }
  await markCustomerKnown(tx, into, provenOf(from));
  return { customerId: into, moved };
}

/**
 * WhatsApp tells of a customer's new number or id after they wrote from it: whoever was first seen there since the change is this
 * customer. Who was known by it before may be somebody else, who had the number then. Returns the conversations that moved.
 */
export async function uniteNewcomers(
  tx: MerchantTx,
  { wamid, sentAt }: InboundMessage,
  changed: readonly NewIdentity[],
  customerId: string,
  now: Date,
): Promise<string[]> {
  const moved = [];
  for (const id of await listNewcomers(tx, changed, sentAt)) {
    const order = { from: id, into: customerId, reason: 'whatsapp-ids', evidence: { wamid } } as const;
    moved.push(...(await mergeCustomers(tx, { ...order, sees: 'what-comes', now })));
  }
  return moved;
}

async function ownerOf(tx: MerchantTx, bsuid: string | undefined, customerIds: readonly string[]): Promise<string> {
  for (const id of bsuid ? customerIds : []) if (await findIdentity(tx, id, bsuidIdentity(bsuid!))) return id;
  return customerIds[0]!;
}
