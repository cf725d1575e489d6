import type { Logger } from 'pino';
import { forgetRuns } from '../db/automation-runs.ts';
import { pruneBookHistory } from '../db/book-history.ts';
import { pruneDryRuns } from '../db/dry-runs.ts';
import { pruneNonces } from '../db/identity-keys.ts';
import { eraseUnsent } from '../db/media.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { listMerchantIds } from '../db/merchants.ts';
import { prunePortfolio } from '../db/portfolio-usage.ts';
import { prunePairs } from '../db/send-limits.ts';
import { pruneUpdates } from '../db/updates.ts';
import { pruneWebhookParts } from '../db/webhook-inbox.ts';
import type { Clock } from '../domain/clock.ts';
import { DAY, HOUR } from '../domain/duration.ts';
import { countedSince } from '../domain/messaging-limit.ts';
import { followNumbers } from '../services/follow-number.ts';

/** How long a screen may sleep and still be told update by update; later it is given the whole state anew. */
export const UPDATES_KEPT = 30 * 24 * HOUR;
/** Meta repeats a webhook for up to 7 days; beyond that the raw text serves only those who look for a fault. */
export const WEBHOOKS_KEPT = 30 * 24 * HOUR;

/** A file that was brought and not sent by then never will be. */
export const UPLOADS_KEPT = 24 * HOUR;

/** How carts, quotes and orders stood is kept for as long as a dry run looks back, and a little more. */
export const BOOK_HISTORY_KEPT = 40 * DAY;
export const DRY_RUNS_KEPT = 30 * DAY;

/** `limits`: what sending has counted and that counts no more. */
type Gone = {
  updates: number;
  webhooks: number;
  nonces: number;
  limits: number;
  uploads: number;
  runs: number;
  books: number;
  dryRuns: number;
  failed: number;
};

/**
 * Forgets what is kept for a time only, merchant by merchant and batch by batch. Safe to run anywhere, any number of times. A
 * merchant where it fails keeps no other from their turn; `failed` counts them.
 * @param runsKept how long runs of automations are kept after their end, in ms
 */
export async function keepHouse(
  { db, log, runsKept }: { db: Db; log: Logger; runsKept: number },
  now: Date,
  signal = new AbortController().signal,
): Promise<Gone> {
  const gone = { updates: 0, webhooks: 0, nonces: 0, limits: 0, uploads: 0, runs: 0, books: 0, dryRuns: 0, failed: 0 };
  const clear = async (merchantId: string, prune: (tx: MerchantTx) => Promise<number>) => {
    let total = 0;
    for (let went = 1; went > 0 && !signal.aborted; total += went) went = await withMerchant(db, merchantId, prune);
    return total;
  };
  for (const merchantId of await listMerchantIds(db)) {
    try {
      await withMerchant(db, merchantId, tx => followNumbers(tx, now));
      gone.updates += await clear(merchantId, tx => pruneUpdates(tx, new Date(now.getTime() - UPDATES_KEPT)));
      gone.nonces += await clear(merchantId, tx => pruneNonces(tx, now));
      gone.uploads += await clear(merchantId, tx => eraseUnsent(tx, new Date(now.getTime() - UPLOADS_KEPT), now));
      gone.webhooks += await clear(merchantId, tx => pruneWebhookParts(tx, new Date(now.getTime() - WEBHOOKS_KEPT)));
      gone.runs += await clear(merchantId, tx => forgetRuns(tx, new Date(now.getTime() - runsKept)));
      gone.books += await clear(merchantId, tx => pruneBookHistory(tx, new Date(now.getTime() - BOOK_HISTORY_KEPT)));
      gone.dryRuns += await clear(merchantId, tx => pruneDryRuns(tx, new Date(now.getTime() - DRY_RUNS_KEPT)));
      gone.limits += await clear(merchantId, tx => prunePairs(tx, now));
      gone.limits += await clear(merchantId, tx => prunePortfolio(tx, countedSince(now)));
    } catch (error) {
      gone.failed += 1;
      log.warn({ err: error instanceof Error ? (error.cause ?? error) : error, merchantId }, 'keeping house failed');
    }
  }
  return gone;
}

type Options = { db: Db; clock: Clock; log: Logger; runsKept: number };

/** Keeps house at once and then every hour. Returns the function that ends it, when the batch in hand is done. */
export function startHousekeeping({ db, clock, log, runsKept }: Options): () => Promise<void> {
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  const run = () => {
    running ??= keepHouse({ db, log, runsKept }, clock.now(), stop.signal)
      .then(
        gone => log.info(gone, 'kept house'),
        error => log.warn({ err: error instanceof Error ? (error.cause ?? error) : error }, 'keeping house failed'),
      )
      .finally(() => {
        running = undefined;
      });
  };
  run();
  const timer = setInterval(run, HOUR).unref();
  return async () => {
    clearInterval(timer);
    stop.abort();
    await running;
  };
}
