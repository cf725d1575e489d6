import { randomUUIDv7 } from 'node:crypto';
import type { ApiKey, ApiKeyCreated, ApiKeyInput } from '../../contract/commerce.ts';
import { type ApiKeyRow, findApiKey, insertApiKey, listApiKeys, noteApiKeyUse, revokeApiKey } from '../db/api-keys.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { MINUTE } from '../domain/duration.ts';
import { newApiKey } from '../security/api-key.ts';
import type { Context } from './context.ts';
import { notFound } from './refusal.ts';

export const readApiKeys = (db: Db, merchantId: string): Promise<ApiKey[]> => withMerchant(db, merchantId, listApiKeys);

/** Makes a key for the merchant's own systems; it is shown this once. */
export async function makeApiKey(
  { db, now }: Pick<Context, 'db' | 'now'>,
  merchantId: string,
  { name, scopes }: ApiKeyInput,
): Promise<ApiKeyCreated> {
  const { key, hash } = newApiKey(merchantId);
  const id = randomUUIDv7();
  await withMerchant(db, merchantId, tx => insertApiKey(tx, { id, name, hash, scopes, now }));
  return { key, apiKey: { id, name, scopes, createdAt: now.toISOString(), lastUsedAt: null, revokedAt: null } };
}

/** @throws Refusal not-found */
export async function endApiKey(
  { db, now }: Pick<Context, 'db' | 'now'>,
  merchantId: string,
  id: string,
): Promise<void> {
  if (!(await withMerchant(db, merchantId, tx => revokeApiKey(tx, id, now)))) throw notFound('API key');
}

/** The key, if it is good; that it was used is noted, once a minute. */
export const useApiKey = (
  { db, now }: Pick<Context, 'db' | 'now'>,
  merchantId: string,
  hash: Buffer,
): Promise<ApiKeyRow | null> =>
  withMerchant(db, merchantId, async tx => {
    const key = await findApiKey(tx, hash);
    const since = new Date(now.getTime() - MINUTE);
    if (key && (!key.lastUsedAt || key.lastUsedAt < since)) await noteApiKeyUse(tx, key.id, since, now);
    return key;
  });
