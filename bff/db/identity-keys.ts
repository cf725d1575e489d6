import { and, asc, eq, inArray, isNull, lt } from 'drizzle-orm';
import { type MerchantTx, ofMerchant, PRUNED_AT_ONCE } from './merchant-tx.ts';
import { identityKeys, identityNonces } from './schema/index.ts';

/** `secret`: sealed. */
export type IdentityKeyRow = { id: string; secret: Buffer; createdAt: Date };

/** The keys that are good now, oldest first. */
export async function listIdentityKeys(tx: MerchantTx): Promise<IdentityKeyRow[]> {
  return tx
    .select({ id: identityKeys.id, secret: identityKeys.secret, createdAt: identityKeys.createdAt })
    .from(identityKeys)
    .where(and(ofMerchant(tx, identityKeys), isNull(identityKeys.revokedAt)))
    .orderBy(asc(identityKeys.id));
}

export async function insertIdentityKey(tx: MerchantTx, { id, secret, createdAt }: IdentityKeyRow): Promise<void> {
  await tx.insert(identityKeys).values({ merchantId: tx.merchantId, id, secret, createdAt }).onConflictDoNothing();
}

/** Returns whether there was such a key. */
export async function revokeIdentityKey(tx: MerchantTx, id: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(identityKeys)
    .set({ revokedAt: now })
    .where(and(ofMerchant(tx, identityKeys), eq(identityKeys.id, id), isNull(identityKeys.revokedAt)))
    .returning({ id: identityKeys.id });
  return rows.length > 0;
}

/** Uses up a nonce. False: it was used before. */
export async function useNonce(tx: MerchantTx, nonce: string, expiresAt: Date): Promise<boolean> {
  const rows = await tx
    .insert(identityNonces)
    .values({ merchantId: tx.merchantId, nonce, expiresAt })
    .onConflictDoNothing()
    .returning({ nonce: identityNonces.nonce });
  return rows.length > 0;
}

/** Forgets nonces of identities that have expired, so that nobody could use them again anyway. Returns how many went. */
export async function pruneNonces(tx: MerchantTx, before: Date): Promise<number> {
  const old = tx
    .select({ nonce: identityNonces.nonce })
    .from(identityNonces)
    .where(and(ofMerchant(tx, identityNonces), lt(identityNonces.expiresAt, before)))
    .limit(PRUNED_AT_ONCE);
  const gone = await tx
    .delete(identityNonces)
    .where(and(ofMerchant(tx, identityNonces), inArray(identityNonces.nonce, old)));
  return gone.count;
}
