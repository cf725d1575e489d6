import { randomUUIDv7 } from 'node:crypto';
import { enqueueNoLater } from '../db/jobs.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';

/** The merchant's templates are loaded no later than at `now`. */
export const syncSoon = (tx: MerchantTx, now: Date): Promise<void> =>
  enqueueNoLater(tx, { id: randomUUIDv7(), kind: 'templates', ref: tx.merchantId, dueAt: now });
