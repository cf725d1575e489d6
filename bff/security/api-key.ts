import { createHash, randomBytes } from 'node:crypto';
import { bytesOfBase64, uuidOfBase64, uuidToBase64 } from './uuid-base64.ts';

// `wxs_` + 22 characters (the merchant's id) + `_` + 43 characters (256 random bits); both parts are base64url.
const KEY = /^wxs_([\w-]{22})_([\w-]{43})$/;

/** A new key of a merchant's own systems. The merchant gets `key`; the server keeps only `hash` (SHA-256 of the whole key). */
export function newApiKey(merchantId: string): { key: string; hash: Buffer } {
  const key = `wxs_${uuidToBase64(merchantId)}_${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashOf(key) };
}

/** The merchant that a key says it belongs to, and the hash to look up there; null when it is not spelled like a key. */
export function parseApiKey(key: string): { merchantId: string; hash: Buffer } | null {
  const [, merchant, secret] = KEY.exec(key) ?? [];
  if (!merchant || !secret || !bytesOfBase64(secret, 32)) return null;
  const merchantId = uuidOfBase64(merchant);
  return merchantId ? { merchantId, hash: hashOf(key) } : null;
}

const hashOf = (key: string) => createHash('sha256').update(key).digest();
