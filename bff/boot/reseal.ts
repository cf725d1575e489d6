import type { Logger } from 'pino';
import { noteResealed } from '../db/installation.ts';
import { keptReceiptKey } from '../db/installation-key.ts';
import type { Db } from '../db/merchant-tx.ts';
import { deriveKey } from '../security/keys.ts';
import type { Sealer } from '../security/seal.ts';
import { resealAll } from '../services/reseal.ts';

type Options = { db: Db; sealer: Sealer; ownerUrl: string; log: Logger };

/** What tells somebody again who was erased; the same whatever the secret is now. */
export const readReceiptKey = (ownerUrl: string, sealer: Sealer, secrets: Buffer[]): Promise<Buffer> =>
  keptReceiptKey(
    ownerUrl,
    {
      seal: plain => sealer.seal(plain, PLACE),
      open: sealed => sealer.open(sealed, PLACE),
      isNewest: sealed => sealed.subarray(0, sealer.newestHeader.length).equals(sealer.newestHeader),
    },
    deriveKey(secrets.at(-1)!, 'opt-out-receipt'),
  );

const PLACE = { merchantId: '', table: 'migrations.installation', column: 'receipt_key', rowId: '' };

/** Seals everything with the new secret while the server works. Returns the function that ends it. */
export function resealInBackground({ db, sealer, ownerUrl, log }: Options): () => Promise<void> {
  const stop = new AbortController();
  const running = resealAll(db, sealer, stop.signal)
    .then(async resealed => {
      if (stop.signal.aborted) return;
      await noteResealed(ownerUrl);
      log.info({ resealed }, 'everything is sealed with the new secret: WOODEX_SECRET_PREVIOUS can go');
    })
    .catch(error => log.error({ err: error.cause ?? error }, 'sealing anew failed: start again to go on with it'));
  return async () => {
    stop.abort();
    await running;
  };
}
