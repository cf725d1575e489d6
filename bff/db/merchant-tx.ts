import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';

export type Db = PostgresJsDatabase;
type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

/** A transaction that row-level security has narrowed to one merchant. Only {@link withMerchant} makes one. */
export type MerchantTx = Tx & { readonly [brand]: 'MerchantTx'; readonly merchantId: string };
declare const brand: unique symbol;

const closing = new WeakMap<MerchantTx, (() => Promise<void>)[]>();

/** Has `step` done when everything else of the transaction is: for locks that many want, and that are held until the commit. */
export function beforeCommit(tx: MerchantTx, step: () => Promise<void>): void {
  const steps = closing.get(tx) ?? [];
  closing.set(tx, steps);
  steps.push(step);
}

/** Does what was put off. Only {@link withMerchant}, and whoever looks at what a query does, needs it. */
export async function finish(tx: MerchantTx): Promise<void> {
  const steps = closing.get(tx) ?? [];
  for (let step = steps.shift(); step; step = steps.shift()) await step();
}

/** How a transaction runs that is not like others. */
export type Manner = {
  /**
   * So long at most, in ms: then the database ends it, and its connection. A process that stands still in the middle of one must not keep
   * others from what it has locked. Postgres can do so from version 17 on; before, only where it stands still between two statements.
   */
  endsWithin?: number;
  /**
   * Its statements look up by index, however many are asked for: each is planned once for a connection, whatever the parameters. Without
   * it Postgres plans one anew as often as it believes that to be cheaper; for a list that is few today it believes so each time.
   */
  plansOnce?: true;
};

/** Runs `work` in one transaction that sees and writes this merchant's rows alone. A throw rolls it back. */
export function withMerchant<T>(
  db: Db,
  merchantId: string,
  work: (tx: MerchantTx) => Promise<T>,
  manner: Manner = {},
): Promise<T> {
  return db.transaction(async tx => {
    // Not waited for: a connection answers in order, so whatever `work` asks comes after it. Without it the policies show nothing.
    const narrowed = tx.execute(narrowing(merchantId, manner)).then(() => {});
    narrowed.catch(() => {});
    const mine = Object.assign(tx, { merchantId }) as MerchantTx;
    const result = await work(mine);
    await finish(mine);
    await narrowed;
    return result;
  });
}

function narrowing(merchantId: string, { endsWithin, plansOnce }: Manner): SQL {
  const ends = sql`case when current_setting('server_version_num')::int >= 170000
    then set_config('transaction_timeout', ${String(endsWithin)}, true) end`;
  return sql`select set_config('app.merchant_id', ${merchantId}, true)${endsWithin === undefined ? sql`` : sql`, ${ends}`}${
    plansOnce ? sql`, set_config('plan_cache_mode', 'force_generic_plan', true)` : sql``
  }`;
}

/** How many rows are deleted at once, so that a backlog neither locks much nor runs into the statement timeout. */
export const PRUNED_AT_ONCE = 5_000;

/** The condition that lets an index led by merchant_id serve a query; the policy stands behind it all the same. */
export const ofMerchant = (tx: MerchantTx, table: { merchantId: PgColumn }): SQL =>
  sql`${table.merchantId} = ${tx.merchantId}`;
