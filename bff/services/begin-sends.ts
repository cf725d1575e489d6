import type { Db } from '../db/merchant-tx.ts';
import { beginAttempts, type Held } from '../db/sends.ts';

/**
 * Commits the attempts before anything is written to a socket: whoever finds them after a crash knows that they may have arrived.
 * Returns the number of each attempt; what is missing was lost to another worker, or has become superfluous, and must not be sent.
 */
export const beginSends = (
  db: Db,
  merchantId: string,
  held: readonly Held[],
  now: Date,
): Promise<Map<string, number>> => beginAttempts({ db, merchantId }, held, now);
