import { createHmac, timingSafeEqual } from 'node:crypto';

/** Can this be a signature at all? Asked before anything is looked up for it. */
export const hasSignatureForm = (signature: string): boolean => /^[A-Za-z0-9+/]{43}=$/.test(signature);

/**
 * Did whoever holds the secret send exactly these bytes? Shopify and WooCommerce sign alike: base64 of HMAC-SHA256 over the body as it
 * came, before any parsing.
 * @param secret an empty one signs nothing: always false
 */
export function isSignedBy(secret: string, rawBody: Uint8Array, signature: string): boolean {
  if (!hasSignatureForm(signature) || secret === '') return false;
  return timingSafeEqual(Buffer.from(signature, 'base64'), createHmac('sha256', secret).update(rawBody).digest());
}
