import { createHmac, timingSafeEqual } from 'node:crypto';
import { ofCrockford, toCrockford } from './crockford.ts';

/** Bytes of a reference's own random id. */
export const REFERENCE_ID_BYTES = 5;
const MAC_BYTES = 5;

/** Longest part of a text that is searched: WhatsApp's own limit for a text message. */
const SEARCHED = 4096;

// "WX" and 16 symbols, with whatever a person or a keyboard puts between them: dashes, blanks, dots, invisible marks.
// The look-ahead takes nothing, so every "WX" is tried, also one inside another's symbols.
const GAP = '[\\s\\p{Pd}\\p{Cf}._]{0,3}';
const CANDIDATE = new RegExp(`(?=WX((?:${GAP}[0-9A-TV-Z]){16}))`, 'giu');

/**
 * The reference that ties a WhatsApp message to a thread on the page: `WX-XXXX-XXXX-XXXX-XXXX`, 40 random bits and 40 bits of their
 * HMAC. The text that carries it can be edited by whoever sends it, so only the signature makes it worth a look-up.
 * @param key its own derived key
 * @param id {@link REFERENCE_ID_BYTES} random bytes
 */
export function makeReference(key: Buffer, id: Buffer): string {
  if (id.length !== REFERENCE_ID_BYTES) throw new RangeError(`a reference id has ${REFERENCE_ID_BYTES} bytes`);
  return spell(Buffer.concat([id, macOf(key, id)]));
}

/** The first genuine reference in a text that a person wrote, spelled as {@link makeReference} spells it; null when there is none. */
export function findReference(text: string, key: Buffer): string | null {
  const plain = text.slice(0, SEARCHED).normalize('NFKC');
  for (const [, symbols] of plain.matchAll(CANDIDATE)) {
    const bytes = ofCrockford(symbols!.replace(/[^0-9A-Z]/gi, ''));
    if (bytes && isGenuine(bytes, key)) return spell(bytes);
  }
  return null;
}

function isGenuine(bytes: Buffer, key: Buffer): boolean {
  const id = bytes.subarray(0, REFERENCE_ID_BYTES);
  return timingSafeEqual(bytes.subarray(REFERENCE_ID_BYTES), macOf(key, id));
}

const macOf = (key: Buffer, id: Buffer) =>
  createHmac('sha256', key).update('whatsapp-reference').update(id).digest().subarray(0, MAC_BYTES);

const spell = (bytes: Buffer) => `WX-${toCrockford(bytes).match(/.{4}/g)!.join('-')}`;
