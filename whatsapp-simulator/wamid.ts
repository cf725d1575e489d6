import { randomFillSync } from 'node:crypto';

const RANDOM_BYTES = 9;
/** Drawn for many ids at once: asking for nine bytes costs as much as asking for thousands. */
const pool = Buffer.alloc(RANDOM_BYTES * 512);
let used = pool.length;

/** A message id as WhatsApp makes it: a binary record of the phone, the direction and 72 random bits, in base64. */
export function newWamid(waId: string, sentBy: 'business' | 'phone'): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.toString('hex', used, used + RANDOM_BYTES).toUpperCase();
  used += RANDOM_BYTES;
  const direction = sentBy === 'business' ? '\x11' : '\x12';
  const record = `\x1c\x18${String.fromCharCode(waId.length)}${waId}\x15\x02\x00${direction}\x18${String.fromCharCode(random.length)}${random}\x00`;
  return `wamid.${Buffer.from(record, 'latin1').toString('base64')}`;
}
