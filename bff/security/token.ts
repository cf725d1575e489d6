import { createHash, randomBytes } from 'node:crypto';
import { bytesOfBase64, uuidOfBase64, uuidToBase64 } from './uuid-base64.ts';

// `wxv_` + 22 characters (the merchant's id) + `_` + 43 characters (256 random bits); both parts are base64url.
const TOKEN = /^wxv_([\w-]{22})_([\w-]{43})$/;

/** A new visitor's token. The browser gets `token`; the server keeps only `hash` (SHA-256 of the whole token, 32 bytes). */
export function newVisitorToken(merchantId: string): { token: string; hash: Buffer } {
  const token = `wxv_${uuidToBase64(merchantId)}_${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashOf(token) };
}

/** The merchant that a token says it belongs to, and the hash to look up there; null when it is not spelled like a token. */
export function parseVisitorToken(token: string): { merchantId: string; hash: Buffer } | null {
  const [, merchant, secret] = TOKEN.exec(token) ?? [];
  if (!merchant || !secret || !bytesOfBase64(secret, 32)) return null;
  const merchantId = uuidOfBase64(merchant);
  return merchantId ? { merchantId, hash: hashOf(token) } : null;
}

const hashOf = (token: string) => createHash('sha256').update(token).digest();
