import type { Logger } from 'pino';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { listMerchantIds } from '../db/merchants.ts';
import { pruneUpdates } from '../db/updates.ts';
import { pruneWebhookParts } from '../db/webhook-inbox.ts';
import type { Clock } from '../domain/clock.ts';
import { HOUR } from '../domain/duration.ts';

/** How long a screen may sleep and still be told update by update; later it is given the whole state anew. */
export const UPDATES_KEPT = 30 * 24 * HOUR;
/** Meta repeats a webhook for up to 7 days; beyond that the raw text serves only those who look for a fault. */
export const WEBHOOKS_KEPT = 30 * 24 * HOUR;

/** Forgets what is kept for a time only. Safe to run anywhere, any number of times. */
export async function keepHouse(db: Db, now: Date): Promise<{ updates: number; webhooks: number }> {
  const gone = { updates: 0, webhooks: 0 };
  for (const merchantId of await listMerchantIds(db)) {
    await withMerchant(db, merchantId, async tx => {
      gone.updates += await pruneUpdates(tx, new Date(now.getTime() - UPDATES_KEPT));
      gone.webhooks += await pruneWebhookParts(tx, new Date(now.getTime() - WEBHOOKS_KEPT));
    });
  }
  return gone;
}

/** Keeps house once an hour. Returns the function that ends it. */
export function startHousekeeping(db: Db, clock: Clock, log: Logger): () => void {
  const timer = setInterval(() => {
    keepHouse(db, clock.now()).then(
      gone => log.info(gone, 'kept house'),
      error => log.warn({ err: error instanceof Error ? (error.cause ?? error) : error }, 'keeping house failed'),
    );
  }, HOUR).unref();
  return () => clearInterval(timer);
}
