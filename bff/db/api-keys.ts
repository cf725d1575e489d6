import { and, asc, eq, isNull, lt, or } from 'drizzle-orm';
import type { ApiKey } from '../../contract/commerce.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { apiKeys } from './schema/index.ts';

export type ApiKeyRow = { id: string; scopes: string[]; lastUsedAt: Date | null };

/** The key with this hash, if it is good. */
export async function findApiKey(tx: MerchantTx, hash: Buffer): Promise<ApiKeyRow | null> {
  const [row] = await tx
    .select({ id: apiKeys.id, scopes: apiKeys.scopes, lastUsedAt: apiKeys.lastUsedAt })
    .from(apiKeys)
    .where(and(ofMerchant(tx, apiKeys), eq(apiKeys.keyHash, hash), isNull(apiKeys.revokedAt)));
  return row ?? null;
}

/** All keys, revoked ones too, in the order in which they were made. */
export async function listApiKeys(tx: MerchantTx): Promise<ApiKey[]> {
  const rows = await tx.select().from(apiKeys).where(ofMerchant(tx, apiKeys)).orderBy(asc(apiKeys.id));
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    scopes: row.scopes as ApiKey['scopes'],
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }));
}

type NewApiKey = { id: string; name: string; hash: Buffer; scopes: string[]; now: Date };

/** The same key again is the one that is there. */
export async function insertApiKey(tx: MerchantTx, { id, name, hash, scopes, now }: NewApiKey): Promise<void> {
  const row = { merchantId: tx.merchantId, id, name, keyHash: hash, scopes, createdAt: now };
  await tx.insert(apiKeys).values(row).onConflictDoNothing();
}

/** Notes that a key was used, unless that was noted since `unlessSince`. */
export async function noteApiKeyUse(tx: MerchantTx, id: string, unlessSince: Date, now: Date): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(
      and(
        ofMerchant(tx, apiKeys),
        eq(apiKeys.id, id),
        or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, unlessSince)),
      ),
    );
}

/** Returns whether there was such a key. */
export async function revokeApiKey(tx: MerchantTx, id: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(ofMerchant(tx, apiKeys), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return rows.length > 0;
}
