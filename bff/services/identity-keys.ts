import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { insertIdentityKey, listIdentityKeys, revokeIdentityKey } from '../db/identity-keys.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { BadIdentity, readIdentityToken, type SignedIdentity } from '../security/identity-token.ts';
import { publicKeyOf } from '../security/public-key.ts';
import type { Sealer } from '../security/seal.ts';
import type { Context } from './context.ts';
import { notFound, Refusal } from './refusal.ts';

export type IdentityKey = { id: string; createdAt: string };

export const readIdentityKeys = (db: Db, merchantId: string): Promise<IdentityKey[]> =>
  withMerchant(db, merchantId, async tx =>
    (await listIdentityKeys(tx)).map(({ id, createdAt }) => ({ id, createdAt: createdAt.toISOString() })),
  );

/** Makes a key that the merchant's server signs with. `secret` is shown this once; older keys stay good until they are revoked. */
export async function makeIdentityKey(
  { db, now }: Pick<Context, 'db' | 'now'>,
  sealer: Sealer,
  merchantId: string,
  { id = randomUUIDv7(), secret = `wxi_${randomBytes(32).toString('base64url')}` } = {},
): Promise<IdentityKey & { secret: string }> {
  const sealed = sealer.seal(secret, { merchantId, table: 'identity_keys', column: 'secret', rowId: id });
  await withMerchant(db, merchantId, tx => insertIdentityKey(tx, { id, secret: sealed, createdAt: now }));
  return { id, createdAt: now.toISOString(), secret };
}

/** @throws Refusal not-found */
export async function endIdentityKey(
  { db, now }: Pick<Context, 'db' | 'now'>,
  merchantId: string,
  id: string,
): Promise<void> {
  if (!(await withMerchant(db, merchantId, tx => revokeIdentityKey(tx, id, now)))) throw notFound('identity key');
}

/** What the merchant's server says of a shopper. @throws Refusal unauthenticated for what none of the merchant's keys has signed */
export async function believeIdentity(
  tx: MerchantTx,
  sealer: Sealer,
  identity: string,
  now: Date,
): Promise<SignedIdentity> {
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
