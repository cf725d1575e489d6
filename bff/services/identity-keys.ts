import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { insertIdentityKey, listIdentityKeys, revokeIdentityKey } from '../db/identity-keys.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import type { Sealer } from '../security/seal.ts';
import type { Context } from './context.ts';
import { notFound } from './refusal.ts';

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
