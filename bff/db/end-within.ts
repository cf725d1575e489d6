import { sql } from 'drizzle-orm';
import type { MerchantTx } from './merchant-tx.ts';

/** So long at most do the transactions of a sender last, in ms; all of them are short. */
export const SENDING_WITHIN = 5_000;

/**
 * The database ends this transaction, and its connection, should it last longer than `ms`: a process that stands still in the middle of
 * one must not keep others from what it has locked. Postgres can do so from version 17 on; before, only where it stands still between two statements.
 */
export function endWithin(tx: MerchantTx, ms: number): void {
  // Not waited for: a connection answers in order, and if this fails, so does whatever comes after it.
  tx.execute(sql`
    select set_config('transaction_timeout', ${String(ms)}, true) where current_setting('server_version_num')::int >= 170000`).catch(
    () => {},
  );
}
