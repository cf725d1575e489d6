import { createHmac, timingSafeEqual } from 'node:crypto';

/** Shopify and WooCommerce sign alike: base64 of HMAC-SHA256 over the raw bytes. Takes as long for a near miss as for a far one. */
export function isSignedBy(secret: string, rawBody: Buffer, signature: string): boolean {
  const given = Buffer.from(signature, 'base64');
  const right = createHmac('sha256', secret).update(rawBody).digest();
  return given.length === right.length && timingSafeEqual(given, right);
}
