import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { deriveKey } from './keys.ts';

/** Where a sealed secret lives. It opens nowhere else: a copy in another row, column or merchant is refused. */
export type SealedPlace = { merchantId: string; table: string; column: string; rowId: string };

/** Why a secret did not open. `not-authentic`: it was moved, altered, or sealed by a key that only looks like ours. */
export type SealFault = 'malformed' | 'unknown-key' | 'not-authentic';

export class SealError extends Error {
  override readonly name = 'SealError';
  readonly fault: SealFault;

  constructor(fault: SealFault) {
    super(`the secret cannot be opened: ${fault}`);
    this.fault = fault;
  }
}

export type Sealer = {
  /** Always with the newest key. */
  seal(plain: string, place: SealedPlace): Buffer;
  /** @throws SealError */
  open(sealed: Buffer, place: SealedPlace): string;
  /** What everything begins with that the newest key has sealed. */
  readonly newestHeader: Buffer;
};

// version (1) · key id (4) · nonce (12) · ciphertext · tag (16)
const VERSION = 1;
const HEADER = 5;
const NONCE = 12;
const TAG = 16;

/**
 * Seals secrets at rest with AES-256-GCM.
 * @param masterKeys one key, or several while keys rotate: the first seals, any opens. At least 32 bytes each.
 */
export function sealer(masterKeys: Buffer | readonly [Buffer, ...Buffer[]]): Sealer {
  const masters = Buffer.isBuffer(masterKeys) ? ([masterKeys] as const) : masterKeys;
  const newest = sealingKey(masters[0]);
  const keys = masters.map(sealingKey);

  return {
    newestHeader: newest.header,

    seal(plain, place) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', newest.key, nonce, { authTagLength: TAG });
      cipher.setAAD(authenticated(place));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([newest.header, nonce, body, cipher.getAuthTag()]);
    },

    open(sealed, place) {
      if (sealed.length < HEADER + NONCE + TAG || sealed[0] !== VERSION) throw new SealError('malformed');
      const header = sealed.subarray(0, HEADER);
      const key = keys.find(candidate => candidate.header.equals(header))?.key;
      if (!key) throw new SealError('unknown-key');
      const nonce = sealed.subarray(HEADER, HEADER + NONCE);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
      decipher.setAAD(authenticated(place)).setAuthTag(sealed.subarray(-TAG));
      const plain = decipher.update(sealed.subarray(HEADER + NONCE, -TAG));
      try {
        return Buffer.concat([plain, decipher.final()]).toString('utf8');
      } catch {
        throw new SealError('not-authentic');
      }
    },
  };
}

/** The key id is taken from the key itself, so that it stays right whatever the order of the list. */
function sealingKey(master: Buffer) {
  const key = deriveKey(master, 'seal');
  const id = createHash('sha256')
    .update('key id')
    .update(key)
    .digest()
    .subarray(0, HEADER - 1);
  return { key, header: Buffer.concat([Buffer.of(VERSION), id]) };
}

// As a JSON list no part can spill into its neighbour.
const authenticated = (place: SealedPlace) =>
  Buffer.from(JSON.stringify([place.merchantId, place.table, place.column, place.rowId]));
