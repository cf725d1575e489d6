import { randomUUIDv7 } from 'node:crypto';
import type { Buyer } from '../../contract/commerce.ts';
import type { JourneySource } from '../../contract/journey-event.ts';
import { findAccount, findBrowser } from '../db/browser-scope.ts';
import { findConversationOfCustomer } from '../db/conversations.ts';
import { addContacts, findCustomerByContact } from '../db/customer-contacts.ts';
import {
  addIdentities,
  findCurrentCustomer,
  findCustomersByIdentity,
  insertCustomer,
  listIdentities,
  lockCurrentCustomers,
  lockIdentities,
  markCustomerKnown,
} from '../db/customers.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { findJourneyVisitors, hasVisitor } from '../db/visitors.ts';
import { type ReadContact, readContacts } from '../domain/contacts.ts';
import { mergeCustomers } from './merge-customers.ts';
import { accountIdentity, hasAccount, type ShopAccount, seesAll } from './shop-account.ts';

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

/**
 * Whose is what a shop's server tells? The account that the shop has logged in is proof. E-mail and phone are what somebody typed: they
 * find the customer whose orders these are, and never show a conversation to a browser.
 */
export async function resolveBuyer(tx: MerchantTx, told: Told): Promise<ResolvedBuyer> {
  const { customer, source, now } = told;
  const visitorId = told.visitor ? await findVisitor(tx, told.visitor) : null;
  const contacts = readContacts(customer ?? {});
  const account = customer?.id ? accountIdentity(source, customer.id) : null;
  if (!account && contacts.length === 0) return { subjectId: visitorId, moved: [] };

  await lockIdentities(tx, lockNamesOf(account, contacts));
  await lockAll(tx, visitorId, account, contacts);
  const own = visitorId ? await ownerOfBrowser(tx, visitorId) : null;
  const guest = own?.isGuest ? own.id : null;
  const owner =
    (account ? await findByAccount(tx, account, contacts, own) : await findByContacts(tx, contacts)) ??
    guest ??
    (await makeCustomer(tx, now));
  const moved = guest && guest !== owner ? await joinGuest(tx, guest, owner, account !== null, told) : [];
  await learn(tx, owner, told, contacts, account);
  const isOwners = visitorId && (await findBrowser(tx, visitorId))?.customerId === owner;
  return { subjectId: isOwners ? visitorId : owner, moved };
}

/** What two writers about one person wait for each other by; a typed phone is waited for by WhatsApp's messages from it too. */
export const lockNamesOf = (account: ShopAccount | null, contacts: readonly ReadContact[]) => [
  ...(account ? [account] : []),
  ...contacts.map(({ kind, value }) => ({ value: kind === 'phone' ? `+${value}` : `email:${value}`, matchKey: null })),
];

async function findVisitor(tx: MerchantTx, journeyId: string): Promise<string | null> {
  const hash = Buffer.from(journeyId, 'base64url').toString('hex');
  const visitor = (await findJourneyVisitors(tx, [hash])).get(hash);
  return visitor && !visitor.revoked ? visitor.id : null;
}

/** Everybody this may be about, locked in one order before anything is decided. */
async function lockAll(
  tx: MerchantTx,
  visitorId: string | null,
  account: ShopAccount | null,
  contacts: readonly ReadContact[],
): Promise<void> {
  const ids = [
    visitorId && (await findBrowser(tx, visitorId))?.customerId,
    account && (await findAccount(tx, account.value))?.customerId,
    await findByContacts(tx, contacts),
  ];
  await lockCurrentCustomers(
    tx,
    ids.filter(id => typeof id === 'string'),
  );
}

type Own = { id: string; isGuest: boolean; seesAll: boolean };

async function ownerOfBrowser(tx: MerchantTx, visitorId: string): Promise<Own | null> {
  const browser = await findBrowser(tx, visitorId);
  const customer = browser && (await findCurrentCustomer(tx, browser.customerId));
  return customer && { id: customer.id, isGuest: customer.kind === 'guest', seesAll: seesAll(browser) };
}

/**
 * The account's customer. One that is new belongs to whom its contacts find only where it opens nothing that this browser does not see
 * already: anybody can type an address at the shop under an account of their own.
 */
async function findByAccount(
  tx: MerchantTx,
  account: ShopAccount,
  contacts: readonly ReadContact[],
  own: Own | null,
): Promise<string | null> {
  const known = await findAccount(tx, account.value);
  if (known) return known.customerId;
  const found = await findCustomerByContact(tx, contacts);
  if (!found || (await hasAccount(tx, found))) return null;
  return (found === own?.id && own.seesAll) || (await hasNothingToShow(tx, found)) ? found : null;
}

async function hasNothingToShow(tx: MerchantTx, customerId: string): Promise<boolean> {
  return (
    (await listIdentities(tx, customerId)).length === 0 &&
    !(await findConversationOfCustomer(tx, customerId)) &&
    !(await hasVisitor(tx, customerId))
  );
}

/** The owner of the phone by WhatsApp, if it can only be one; else who has such a contact. */
async function findByContacts(tx: MerchantTx, contacts: readonly ReadContact[]): Promise<string | null> {
  const phone = contacts.find(({ kind }) => kind === 'phone');
  const proven = phone
    ? await findCustomersByIdentity(tx, [{ kind: 'wa_id', value: phone.value, matchKey: `+${phone.value}` }])
    : [];
  return proven.length === 1 ? proven[0]!.customerId : findCustomerByContact(tx, contacts);
}

async function makeCustomer(tx: MerchantTx, now: Date): Promise<string> {
  const id = randomUUIDv7();
  await insertCustomer(tx, { id, kind: 'known', now });
  return id;
}

/** By an account the browser is that person's. By a contact its journey is, if nobody talks through it; its chat stays apart. */
const joinGuest = (
  tx: MerchantTx,
  guest: string,
  owner: string,
  isProven: boolean,
  { evidence, now }: Told,
): Promise<string[]> =>
  mergeCustomers(tx, {
    from: guest,
    into: owner,
    reason: 'order-of-record',
    evidence,
    sees: isProven ? 'what-comes' : 'nothing',
    now,
  });

async function learn(
  tx: MerchantTx,
  owner: string,
  { customer, source, now }: Told,
  contacts: ReadContact[],
  account: ShopAccount | null,
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
