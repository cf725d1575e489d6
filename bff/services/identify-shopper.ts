import { randomUUIDv7 } from 'node:crypto';
import type { Identified } from '../../contract/journey-event.ts';
import { addContacts } from '../db/customer-contacts.ts';
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
import { listIdentityKeys, useNonce } from '../db/identity-keys.ts';
import { markJourneys } from '../db/journey-marks.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { findJourneyVisitors, insertVisitor, lockNewTokens } from '../db/visitors.ts';
import { readContacts } from '../domain/contacts.ts';
import { BadIdentity, readIdentityToken, type SignedIdentity } from '../security/identity-token.ts';
import { publicKeyOf } from '../security/public-key.ts';
import type { Sealer } from '../security/seal.ts';
import type { Context } from './context.ts';
import { mergeCustomers } from './merge-customers.ts';
import { Refusal } from './refusal.ts';
import { accountIdentity } from './resolve-buyer.ts';
import { retryConflict } from './write-conflict.ts';

type Claim = { merchantId: string; tokenHash: string; identity: string };

/**
 * The merchant's own server says who the shopper in this browser is. A guest becomes that customer. A browser of another known customer
 * is answered `renew`, and nothing changes: it begins anew as the one who is here now.
 * @throws Refusal unauthenticated for what the merchant has not signed, conflict for what was used before
 */
export async function identifyShopper(
  { db, live, now }: Context,
  sealer: Sealer,
  { merchantId, tokenHash, identity }: Claim,
): Promise<Identified> {
  const { outcome, moved } = await retryConflict(() =>
    withMerchant(db, merchantId, async tx => {
      const signed = await believe(tx, sealer, identity, now);
      const visitor = await browserOf(tx, tokenHash, now);
      const account = accountIdentity('api', signed.id);
      await lockIdentities(tx, [account]);
      const customer = (await findCurrentCustomer(tx, visitor.customerId))!;
      const [owner] = await findCustomersByIdentity(tx, [account]);
      if (owner?.customerId !== customer.id && (await hasAccount(tx, customer.id)))
        return { outcome: 'renew' as const, moved: [] };
      if (!(await useNonce(tx, signed.nonce, signed.expiresAt))) {
        throw new Refusal('conflict', 'identity: this one was used before (jti). Sign a new one each time.');
      }
      const into = owner?.customerId ?? customer.id;
      const evidence = { account: account.value, nonce: signed.nonce };
      const order = { from: customer.id, into, reason: 'signed-identity', evidence, sees: 'all', now } as const;
      const moved = into === customer.id ? [] : await mergeCustomers(tx, order);
      await learn(tx, into, signed, account, now);
      await markJourneys(tx, [visitor.id, into], now);
      return { outcome: 'identified' as const, moved };
    }),
  );
  for (const conversationId of moved) live.publish({ kind: 'moved', merchantId, conversationId });
  if (outcome === 'identified') live.publish({ kind: 'work' });
  return { outcome };
}

async function believe(tx: MerchantTx, sealer: Sealer, identity: string, now: Date): Promise<SignedIdentity> {
  const keys = await listIdentityKeys(tx);
  const secrets = keys.map(({ id, secret }) =>
    sealer.open(secret, { merchantId: tx.merchantId, table: 'identity_keys', column: 'secret', rowId: id }),
  );
  try {
    return readIdentityToken(identity, secrets, publicKeyOf(tx.merchantId), now);
  } catch (error) {
    if (error instanceof BadIdentity) throw new Refusal('unauthenticated', `identity: ${error.message}`);
    throw error;
  }
}

async function browserOf(tx: MerchantTx, tokenHash: string, now: Date): Promise<{ id: string; customerId: string }> {
  await lockNewTokens(tx, [tokenHash]);
  const known = (await findJourneyVisitors(tx, [tokenHash])).get(tokenHash);
  if (known?.revoked) throw new Refusal('unauthenticated', 'visitor: this token was revoked.');
  if (known) {
    await lockCurrentCustomer(tx, known.customerId);
    return known;
  }
  const [id, customerId] = [randomUUIDv7(), randomUUIDv7()];
  await insertCustomer(tx, { id: customerId, kind: 'guest', now });
  await insertVisitor(tx, { id, customerId, tokenHash: Buffer.from(tokenHash, 'hex'), now });
  return { id, customerId };
}

const hasAccount = async (tx: MerchantTx, customerId: string): Promise<boolean> =>
  (await listIdentities(tx, customerId)).some(({ kind }) => kind === 'shop_account');

async function learn(
  tx: MerchantTx,
  customerId: string,
  signed: SignedIdentity,
  account: ReturnType<typeof accountIdentity>,
  now: Date,
): Promise<void> {
  const contacts = readContacts(signed);
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
