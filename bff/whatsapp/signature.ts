import { createHmac, timingSafeEqual } from 'node:crypto';

const HEADER = /^sha256=([0-9a-f]{64})$/;

/** Can this be a signature at all? Asked before anything is looked up for it. */
export const hasSignatureForm = (header: string | null | undefined): boolean => HEADER.test(header ?? '');

/**
 * Did whoever holds the app secret send exactly these bytes? (Meta, Webhooks, "Validating payloads": `X-Hub-Signature-256` is
 * HMAC-SHA256 over the body as it came, before any parsing.)
 * @param rawBody the bytes as received; the same JSON written again has another signature
 * @param header the value of `X-Hub-Signature-256`; anything but `sha256=` and 64 lower-case hex digits is refused
 * @param appSecret an empty one signs nothing: always false
 */
export function isSigned(rawBody: Uint8Array, header: string | null | undefined, appSecret: string): boolean {
  const hex = HEADER.exec(header ?? '')?.[1];
  if (!hex || appSecret === '') return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), createHmac('sha256', appSecret).update(rawBody).digest());
}
