import { hkdfSync } from 'node:crypto';

/** Shortest master key that is taken, in bytes. */
export const MIN_MASTER_KEY = 32;

/**
 * A 32-byte key for one purpose, so that no two uses of the master key can be played against each other (HKDF-SHA256, RFC 5869).
 * @throws RangeError when the master key is shorter than {@link MIN_MASTER_KEY}
 */
export function deriveKey(master: Buffer, purpose: string): Buffer {
  if (master.length < MIN_MASTER_KEY) throw new RangeError(`a master key has at least ${MIN_MASTER_KEY} bytes`);
  return Buffer.from(hkdfSync('sha256', master, '', `woodex:${purpose}`, 32));
}
