import { randomUUIDv7 } from 'node:crypto';
import type { Identified } from '../../contract/journey-event.ts';
import { admitBrowser, findAccount, findBrowser } from '../db/browser-scope.ts';
import { findConversationOfCustomer } from '../db/conversations.ts';
import { addContacts } from '../db/customer-contacts.ts';
import {
  addIdentities,
  findCurrentCustomer,
  insertCustomer,
  lockCurrentCustomers,
  lockIdentities,
  markCustomerKnown,
} from '../db/customers.ts';
import { useNonce } from '../db/identity-keys.ts';
import { markJourneys } from '../db/journey-marks.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { recordUpdate } from '../db/record-updates.ts';
import { isSameScope, type Scope } from '../db/scope.ts';
import { findJourneyVisitors, insertVisitor, lockNewTokens } from '../db/visitors.ts';
import { type ReadContact, readContacts } from '../domain/contacts.ts';
import type { SignedIdentity } from '../security/identity-token.ts';
import type { Sealer } from '../security/seal.ts';
import type { Context } from './context.ts';
import { believeIdentity } from './identity-keys.ts';
import { mergeCustomers } from './merge-customers.ts';
import { Refusal } from './refusal.ts';
import { lockNamesOf } from './resolve-buyer.ts';
import { accountIdentity, hasAccount, type ShopAccount, seesAll } from './shop-account.ts';
import { retryConflict } from './write-conflict.ts';

type Claim = { merchantId: string; tokenHash: string; identity: string };
type Done = { outcome: Identified['outcome']; moved: string[] };

/**
 * The merchant's own server says who the shopper in this browser is. A guest becomes that customer. A browser of another known customer,
 * or of one whom it only sees in part, is answered `renew`, and nothing changes: it begins anew as the one who is here now.
 * @throws Refusal unauthenticated for what the merchant has not signed, conflict for what was used before
 */
export async function identifyShopper(
  { db, live, now }: Context,
  sealer: Sealer,
  { merchantId, tokenHash, identity }: Claim,
): Promise<Identified> {
  const { outcome, moved } = await retryConflict(() =>
    withMerchant(db, merchantId, async tx => {
      const signed = await believeIdentity(tx, sealer, identity, now);
      const visitorId = await findOrMakeBrowser(tx, tokenHash, now);
      return identify(tx, visitorId, signed, now);
    }),
  );
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  if (outcome === 'identified') live.publish({ kind: 'work' });
  return { outcome };
}

async function findOrMakeBrowser(tx: MerchantTx, tokenHash: string, now: Date): Promise<string> {
  await lockNewTokens(tx, [tokenHash]);
  const known = (await findJourneyVisitors(tx, [tokenHash])).get(tokenHash);
  if (known?.revoked) throw new Refusal('unauthenticated', 'visitor: this token was revoked.');
  if (known) return known.id;
  const [id, customerId] = [randomUUIDv7(), randomUUIDv7()];
  await insertCustomer(tx, { id: customerId, kind: 'guest', now });
  await insertVisitor(tx, { id, customerId, tokenHash: Buffer.from(tokenHash, 'hex'), now });
  return id;
}

async function identify(tx: MerchantTx, visitorId: string, signed: SignedIdentity, now: Date): Promise<Done> {
  const identity = accountIdentity('api', signed.id);
  const contacts = readContacts(signed);
  await lockIdentities(tx, lockNamesOf(identity, contacts));
  await lockCurrentCustomers(tx, [
    (await findBrowser(tx, visitorId))!.customerId,
    ...[await findAccount(tx, identity.value)].flatMap(account => account?.customerId ?? []),
  ]);
  const browser = (await findBrowser(tx, visitorId))!;
  const account = await findAccount(tx, identity.value);
  const isTheirs = account?.customerId === browser.customerId;
  if (!isTheirs && (!seesAll(browser) || (await hasAccount(tx, browser.customerId))))
    return { outcome: 'renew', moved: [] };
  if (!(await useNonce(tx, signed.nonce, signed.expiresAt))) {
    throw new Refusal('conflict', 'identity: this one was used before (jti). Sign a new one each time.');
  }
  const owner = account?.customerId ?? browser.customerId;
  const evidence = { account: identity.value, nonce: signed.nonce };
  const moved = await mergeCustomers(tx, {
    from: browser.customerId,
    into: owner,
    reason: 'signed-identity',
    evidence,
    sees: 'what-comes',
    now,
  });
  if (account) moved.push(...(await admit(tx, visitorId, account.scope, now)));
  await learn(tx, owner, signed, contacts, identity, now);
  await markJourneys(tx, [visitorId, owner], now);
  return { outcome: 'identified', moved };
}

/** Who proves an account sees in any browser what the account sees. Streams that it has begin anew. */
async function admit(tx: MerchantTx, visitorId: string, scope: Scope, now: Date): Promise<string[]> {
  const browser = (await findBrowser(tx, visitorId))!;
  if (browser.mayChat && isSameScope(browser.scope, scope)) return [];
  await admitBrowser(tx, visitorId, scope);
  const conversation = await findConversationOfCustomer(tx, browser.customerId);
  if (!conversation) return [];
  await recordUpdate(tx, { conversationId: conversation.id, kind: 'conversation', data: { reordered: true }, now });
  return [conversation.id];
}

async function learn(
  tx: MerchantTx,
  customerId: string,
  signed: SignedIdentity,
  contacts: ReadContact[],
  account: ShopAccount,
  now: Date,
): Promise<void> {
  const row = await findCurrentCustomer(tx, customerId);
  await markCustomerKnown(tx, customerId, {
    fullName: signed.name,
    phone: row?.phone ? undefined : contacts.find(({ kind }) => kind === 'phone')?.display,
  });
  await addIdentities(tx, customerId, [account], now);
  await addContacts(
    tx,
    customerId,
    contacts.map(contact => ({ ...contact, id: randomUUIDv7() })),
    'api',
    now,
  );
}
