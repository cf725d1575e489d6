import { randomUUIDv7 } from 'node:crypto';
import type { Buyer } from '../../contract/commerce.ts';
import type { JourneySource } from '../../contract/journey-event.ts';
import { findConversationOfCustomer } from '../db/conversations.ts';
import { addContacts, findCustomerByContact } from '../db/customer-contacts.ts';
import {
  addIdentities,
  findCurrentCustomer,
  findCustomersByIdentity,
  insertCustomer,
  listIdentities,
  lockCurrentCustomer,
  lockIdentities,
  markCustomerKnown,
} from '../db/customers.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { findJourneyVisitors, type JourneyVisitor } from '../db/visitors.ts';
import { type ReadContact, readContacts } from '../domain/contacts.ts';
import { mergeCustomers } from './merge-customers.ts';

type Told = {
  /** What `woodex.journeyId` gave: the hash of the browser's token, base64url. */
  visitor?: string | undefined;
  customer?: Buyer | undefined;
  source: JourneySource;
  evidence: Record<string, string>;
  now: Date;
};

/** `subjectId`: whose the cart, quote or order is; null while nobody knows. `moved`: conversations whose screens are to be woken. */
export type ResolvedBuyer = { subjectId: string | null; moved: string[] };

const NOBODY: ResolvedBuyer = { subjectId: null, moved: [] };

/**
 * Whose is what a shop's server tells? The account that the shop has logged in is proof. E-mail and phone are what somebody typed: they
 * find the customer whose orders these are, and never show a conversation to a browser.
 */
export async function resolveBuyer(tx: MerchantTx, told: Told): Promise<ResolvedBuyer> {
  const { customer, source, now } = told;
  const visitor = told.visitor ? await findVisitor(tx, told.visitor) : null;
  const contacts = readContacts(customer ?? {});
  const account = customer?.id ? accountIdentity(source, customer.id) : null;
  if (!account && contacts.length === 0) return visitor ? { subjectId: visitor.id, moved: [] } : NOBODY;

  await lockIdentities(tx, [...(account ? [account] : []), ...contacts.map(contactKey)]);
  const known =
    (account && (await findByAccount(tx, account))) ?? (await findByContacts(tx, contacts, account !== null));
  const guest = visitor && (await findCurrentCustomer(tx, visitor.customerId));
  const isGuest = guest?.kind === 'guest';
  const owner = known ?? (isGuest ? guest.id : null) ?? (await makeCustomer(tx, now));
  await lockCurrentCustomer(tx, owner);
  const moved = isGuest && guest.id !== owner ? await joinGuest(tx, guest.id, owner, account !== null, told) : [];
  await learn(tx, owner, told, contacts, account);
  const isOwnBrowser =
    visitor && (await findCurrentCustomer(tx, (await findVisitor(tx, told.visitor!))!.customerId))?.id === owner;
  return { subjectId: isOwnBrowser ? visitor.id : owner, moved };
}

/** The same account of the API and of a signed identity is one; each store counts its own. */
export const accountIdentity = (source: JourneySource, id: string) => ({
  id: randomUUIDv7(),
  kind: 'shop_account' as const,
  value: `${source === 'web' || source === 'woodex' ? 'api' : source}:${id}`,
  matchKey: null,
});

type Account = ReturnType<typeof accountIdentity>;

const contactKey = ({ kind, value }: ReadContact) => ({ value: `${kind}:${value}`, matchKey: null });

async function findVisitor(tx: MerchantTx, journeyId: string): Promise<JourneyVisitor | null> {
  const hash = Buffer.from(journeyId, 'base64url').toString('hex');
  const visitor = (await findJourneyVisitors(tx, [hash])).get(hash);
  return visitor && !visitor.revoked ? visitor : null;
}

async function findByAccount(tx: MerchantTx, account: Account): Promise<string | null> {
  const [found] = await findCustomersByIdentity(tx, [account]);
  return found?.customerId ?? null;
}

/** An account of its own is its own person, even where a contact is shared; without one a contact finds, and so does a proven phone. */
async function findByContacts(tx: MerchantTx, contacts: ReadContact[], hasAccount: boolean): Promise<string | null> {
  const phone = contacts.find(({ kind }) => kind === 'phone');
  const proven =
    phone && !hasAccount
      ? await findCustomersByIdentity(tx, [{ kind: 'wa_id', value: phone.value, matchKey: `+${phone.value}` }])
      : [];
  if (proven.length === 1) return proven[0]!.customerId;
  const found = await findCustomerByContact(tx, contacts);
  if (!found || !hasAccount) return found;
  return (await hasAccountAlready(tx, found)) ? null : found;
}

async function hasAccountAlready(tx: MerchantTx, customerId: string): Promise<boolean> {
  return (await listIdentities(tx, customerId)).some(({ kind }) => kind === 'shop_account');
}

async function makeCustomer(tx: MerchantTx, now: Date): Promise<string> {
  const id = randomUUIDv7();
  await insertCustomer(tx, { id, kind: 'known', now });
  return id;
}

/** By an account the browser is that person's. By a contact its journey is, if nobody talks through it; its chat stays apart. */
async function joinGuest(
  tx: MerchantTx,
  guest: string,
  owner: string,
  isProven: boolean,
  { evidence, now }: Told,
): Promise<string[]> {
  const order = { from: guest, into: owner, reason: 'order-of-record', evidence, now } as const;
  if (isProven) return mergeCustomers(tx, { ...order, sees: 'what-comes' });
  if (await findConversationOfCustomer(tx, guest)) return [];
  return mergeCustomers(tx, { ...order, sees: 'nothing' });
}

async function learn(
  tx: MerchantTx,
  owner: string,
  { customer, source, now }: Told,
  contacts: ReadContact[],
  account: Account | null,
): Promise<void> {
  const row = await findCurrentCustomer(tx, owner);
  const phone = contacts.find(({ kind }) => kind === 'phone');
  await markCustomerKnown(tx, owner, {
    fullName: row?.fullName ? undefined : customer?.name,
    phone: row?.phone ? undefined : phone?.display,
  });
  if (account) await addIdentities(tx, owner, [account], now);
  await addContacts(
    tx,
    owner,
    contacts.map(contact => ({ ...contact, id: randomUUIDv7() })),
    source,
    now,
  );
}
