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

/** Runs `work` in one transaction that sees and writes this merchant's rows alone. A throw rolls it back. */
export function withMerchant<T>(db: Db, merchantId: string, work: (tx: MerchantTx) => Promise<T>): Promise<T> {
  return db.transaction(async tx => {
    // Not waited for: a connection answers in order, so whatever `work` asks comes after it. Without it the policies show nothing.
    const narrowed = tx.execute(sql`select set_config('app.merchant_id', ${merchantId}, true)`).then(() => {});
    narrowed.catch(() => {});
    const mine = Object.assign(tx, { merchantId }) as MerchantTx;
    const result = await work(mine);
    await finish(mine);
    await narrowed;
    return result;
  });
}

/** How many rows are deleted at once, so that a backlog neither locks much nor runs into the statement timeout. */
export const PRUNED_AT_ONCE = 5_000;

/** The condition that lets an index led by merchant_id serve a query; the policy stands behind it all the same. */
export const ofMerchant = (tx: MerchantTx, table: { merchantId: PgColumn }): SQL =>
  sql`${table.merchantId} = ${tx.merchantId}`;
