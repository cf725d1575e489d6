import { randomBytes } from 'node:crypto';

/** A message id as WhatsApp makes it: a binary record of the phone, the direction and 72 random bits, in base64. */
export function newWamid(waId: string, sentBy: 'business' | 'phone'): string {
  const random = randomBytes(9).toString('hex').toUpperCase();
  const record = Buffer.concat([
    Buffer.from([0x1c, 0x18, waId.length]),
    Buffer.from(waId),
    Buffer.from([0x15, 0x02, 0x00, sentBy === 'business' ? 0x11 : 0x12, 0x18, random.length]),
    Buffer.from(random),
    Buffer.from([0x00]),
  ]);
  return `wamid.${record.toString('base64')}`;
}
