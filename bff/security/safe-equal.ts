import { createHash, timingSafeEqual } from 'node:crypto';

/** Are two secrets the same? Takes as long for a near miss as for a far one, also when their lengths differ. */
export function safeEqual(a: string | Buffer, b: string | Buffer): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

const digest = (secret: string | Buffer) => createHash('sha256').update(secret).digest();
