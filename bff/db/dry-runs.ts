import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { DryRunSampleQuery, DryRunTally, MessagePrices } from '../../contract/dry-run.ts';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant, PRUNED_AT_ONCE } from './merchant-tx.ts';
import {
  customers,
  messagePrices,
  automationDryRuns as runs,
  automationDryRunSamples as samples,
} from './schema/index.ts';

export type DryRunRow = Omit<typeof runs.$inferSelect, 'merchantId'>;
export type DryRunSampleRow = Omit<typeof samples.$inferSelect, 'merchantId'>;

const MOST_LISTED = 20;

/** One more; while another one of the merchant's is under way it is refused (23505). */
export async function insertDryRun(tx: MerchantTx, row: DryRunRow): Promise<void> {
  await tx.insert(runs).values({ ...row, merchantId: tx.merchantId });
}

export async function findDryRun(tx: MerchantTx, id: string): Promise<DryRunRow | null> {
  const [row] = await tx
    .select()
    .from(runs)
    .where(and(ofMerchant(tx, runs), eq(runs.id, id)));
  return row ? withoutMerchant(row) : null;
}

/** The one that is under way; null: none is. */
export async function findDryRunUnderWay(tx: MerchantTx): Promise<DryRunRow | null> {
  const [row] = await tx
    .select()
    .from(runs)
    .where(and(ofMerchant(tx, runs), isNull(runs.endedAt)));
  return row ? withoutMerchant(row) : null;
}

/** Newest first: of a rule or a recipe, else all. */
export async function listDryRuns(
  tx: MerchantTx,
  { ruleId, recipe }: { ruleId?: string | undefined; recipe?: string | undefined },
): Promise<DryRunRow[]> {
  const rows = await tx
    .select()
    .from(runs)
    .where(
      and(
        ofMerchant(tx, runs),
        ruleId ? eq(runs.ruleId, ruleId) : undefined,
        recipe ? eq(runs.recipe, recipe) : undefined,
      ),
    )
    .orderBy(desc(runs.createdAt), desc(runs.id))
    .limit(MOST_LISTED);
  return rows.map(withoutMerchant);
}

/**
 * Notes how far it has come. False: it was ended meanwhile, or another process has gone on from the same place.
 * @param after where it stood when this part of it began
 */
export async function saveDryRunProgress(
  tx: MerchantTx,
  id: string,
  after: string | null,
  progress: { looked: number; cursor: string | null; tally: DryRunTally },
): Promise<boolean> {
  const rows = await tx
    .update(runs)
    .set({ ...progress, state: 'running' })
    .where(
      and(
        ofMerchant(tx, runs),
        eq(runs.id, id),
        isNull(runs.endedAt),
        sql`${runs.cursor} is not distinct from ${after}::uuid`,
      ),
    )
    .returning({ id: runs.id });
  return rows.length > 0;
}

/** It is over; what is over already stays as it is. Returns whether it was under way. */
export async function endDryRun(
  tx: MerchantTx,
  id: string,
  state: 'done' | 'cancelled' | 'failed',
  now: Date,
): Promise<boolean> {
  const rows = await tx
    .update(runs)
    .set({ state, endedAt: now })
    .where(and(ofMerchant(tx, runs), eq(runs.id, id), isNull(runs.endedAt)))
    .returning({ id: runs.id });
  return rows.length > 0;
}

/** Keeps these people to be looked through, and lets those go. Whoever was erased meanwhile is left out. */
export async function saveSamples(
  tx: MerchantTx,
  added: readonly DryRunSampleRow[],
  dropped: readonly string[],
): Promise<void> {
  if (dropped.length > 0) await tx.delete(samples).where(and(ofMerchant(tx, samples), anyOf(samples.id, [...dropped])));
  if (added.length > 0) await tx.insert(samples).values(added.map(row => ({ ...row, merchantId: tx.merchantId })));
}

/** In the order in which their runs began. */
export async function listSamples(tx: MerchantTx, dryRunId: string, { outcome, reason }: DryRunSampleQuery) {
  return tx
    .select({
      id: samples.id,
      customerId: samples.customerId,
      fullName: customers.fullName,
      phone: customers.phone,
      outcome: samples.outcome,
      reason: samples.reason,
      startedAt: samples.startedAt,
      story: samples.story,
    })
    .from(samples)
    .innerJoin(customers, and(ofMerchant(tx, customers), eq(customers.id, samples.customerId)))
    .where(
      and(
        ofMerchant(tx, samples),
        eq(samples.dryRunId, dryRunId),
        outcome ? eq(samples.outcome, outcome) : undefined,
        reason ? eq(samples.reason, reason) : undefined,
      ),
    )
    .orderBy(samples.startedAt, samples.id);
}

/** Forgets those that were made before, with their samples. Returns how many went. */
export async function pruneDryRuns(tx: MerchantTx, before: Date): Promise<number> {
  const old = tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(ofMerchant(tx, runs), lt(runs.createdAt, before)))
    .limit(PRUNED_AT_ONCE);
  const gone = await tx.delete(runs).where(and(ofMerchant(tx, runs), inArray(runs.id, old)));
  return gone.count;
}

export async function findMessagePrices(tx: MerchantTx): Promise<MessagePrices | null> {
  const [row] = await tx
    .select({ currency: messagePrices.currency, prices: messagePrices.prices })
    .from(messagePrices)
    .where(ofMerchant(tx, messagePrices));
  return row ?? null;
}

export async function saveMessagePrices(
  tx: MerchantTx,
  told: { currency: string; prices: MessagePrices['prices'] },
  now: Date,
): Promise<void> {
  const row = { ...told, updatedAt: now };
  await tx
    .insert(messagePrices)
    .values({ ...row, merchantId: tx.merchantId })
    .onConflictDoUpdate({ target: messagePrices.merchantId, set: row });
}

const withoutMerchant = <R extends { merchantId: string }>({ merchantId: _, ...rest }: R): Omit<R, 'merchantId'> =>
  rest;
