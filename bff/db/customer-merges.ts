import { and, asc, eq, sql } from 'drizzle-orm';
import type { Merge } from '../../contract/journey.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { customerMerges, customers, type MovedRows } from './schema/index.ts';

type NewMerge = {
  id: string;
  from: string;
  into: string;
  reason?: Merge['reason'];
  evidence: Record<string, string>;
  moved?: MovedRows;
  now: Date;
};

/** Why two customers became one: kept for good. `moved`: what goes back when it is undone. */
export async function recordMerge(tx: MerchantTx, merge: NewMerge): Promise<void> {
  await tx.insert(customerMerges).values({
    merchantId: tx.merchantId,
    id: merge.id,
    fromCustomerId: merge.from,
    intoCustomerId: merge.into,
    reason: merge.reason ?? 'whatsapp-reference',
    evidence: merge.evidence,
    moved: merge.moved ?? null,
    createdAt: merge.now,
  });
}

export type MergeRow = {
  id: string;
  reason: Merge['reason'];
  from: Merge['from'];
  into: string;
  at: Date;
  undoneAt: Date | null;
  moved: MovedRows | null;
};

const select = (tx: MerchantTx) =>
  tx
    .select({
      id: customerMerges.id,
      reason: customerMerges.reason,
      from: { id: customers.id, kind: customers.kind, fullName: customers.fullName, phone: customers.phone },
      into: customerMerges.intoCustomerId,
      at: customerMerges.createdAt,
      undoneAt: customerMerges.undoneAt,
      moved: customerMerges.moved,
    })
    .from(customerMerges)
    .innerJoin(
      customers,
      and(eq(customers.merchantId, customerMerges.merchantId), eq(customers.id, customerMerges.fromCustomerId)),
    );

/** Who became part of this customer, in their order. */
export async function listMerges(tx: MerchantTx, intoCustomerId: string): Promise<MergeRow[]> {
  return select(tx)
    .where(and(ofMerchant(tx, customerMerges), eq(customerMerges.intoCustomerId, intoCustomerId)))
    .orderBy(asc(customerMerges.createdAt), asc(customerMerges.id));
}

/** Kept from being undone by two at once. */
export async function lockMerge(tx: MerchantTx, id: string): Promise<MergeRow | null> {
  const [row] = await select(tx)
    .where(and(ofMerchant(tx, customerMerges), eq(customerMerges.id, id)))
    .for('update', { of: customerMerges });
  return row ?? null;
}

export async function markMergeUndone(tx: MerchantTx, id: string, agentId: string, now: Date): Promise<void> {
  await tx
    .update(customerMerges)
    .set({ undoneAt: now, undoneBy: agentId })
    .where(and(ofMerchant(tx, customerMerges), eq(customerMerges.id, id)));
}

/**
 * Does a later merge stand on that one? The customer has become part of another; or had the conversation alone, and another one was
 * joined to it. What else came to the customer since is told apart from what that merge brought.
 */
export async function hasLaterMerge(tx: MerchantTx, { id, into, at, moved }: MergeRow): Promise<boolean> {
  const isAlone = moved?.conversation?.how === 'moved';
  const rows = await tx.execute(sql`
    select from customer_merges where merchant_id = ${tx.merchantId} and undone_at is null
      and (created_at, id) > (${at.toISOString()}::timestamptz, ${id}::uuid)
      and (from_customer_id = ${into} or (${isAlone} and into_customer_id = ${into})) limit 1`);
  return rows.length > 0;
}
