import { and, desc, eq, sql } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import {
  customers,
  webhookOutbox as outbox,
  automationRuns as runs,
  automationRuleVersions as versions,
} from './schema/index.ts';

export type OutgoingRow = Omit<typeof outbox.$inferSelect, 'merchantId'>;
export type NewOutgoing = Pick<OutgoingRow, 'id' | 'endpointId' | 'runId' | 'customerId'> & { body: string };

/** How far it has come. */
const PROGRESS = {
  id: outbox.id,
  runId: outbox.runId,
  state: outbox.state,
  attempts: outbox.attempts,
  answer: outbox.answer,
  createdAt: outbox.createdAt,
  endedAt: outbox.endedAt,
  nextAt: outbox.nextAt,
};

export async function insertOutgoing(tx: MerchantTx, added: readonly NewOutgoing[], now: Date): Promise<void> {
  if (added.length === 0) return;
  const rows = added.map(one => ({
    ...one,
    merchantId: tx.merchantId,
    state: 'queued' as const,
    createdAt: now,
    nextAt: now,
  }));
  await tx.insert(outbox).values(rows);
}

export async function findOutgoing(tx: MerchantTx, id: string): Promise<OutgoingRow | null> {
  const [row] = await tx
    .select({ ...PROGRESS, endpointId: outbox.endpointId, customerId: outbox.customerId, body: outbox.body })
    .from(outbox)
    .where(and(ofMerchant(tx, outbox), eq(outbox.id, id)));
  return row ?? null;
}

export type ListedOutgoing = Pick<OutgoingRow, keyof typeof PROGRESS> & {
  rule: { id: string; name: string };
  customer: { id: string; name: string | null; phone: string | null };
};

/** What an endpoint was told last, newest first: by which rule and about whom. */
export const listOutgoing = (tx: MerchantTx, endpointId: string, limit: number): Promise<ListedOutgoing[]> =>
  tx
    .select({
      ...PROGRESS,
      rule: { id: runs.ruleId, name: sql<string>`${versions.definition}->>'name'` },
      customer: { id: customers.id, name: customers.fullName, phone: customers.phone },
    })
    .from(outbox)
    .innerJoin(runs, and(ofMerchant(tx, runs), eq(runs.id, outbox.runId)))
    .innerJoin(
      versions,
      and(ofMerchant(tx, versions), eq(versions.ruleId, runs.ruleId), eq(versions.version, runs.version)),
    )
    .innerJoin(customers, and(ofMerchant(tx, customers), eq(customers.id, outbox.customerId)))
    .where(and(ofMerchant(tx, outbox), eq(outbox.endpointId, endpointId)))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(limit);

/** What an attempt came to. What is over keeps no body, and stays as it is. Returns how many attempts there were. */
export async function noteAttempt(
  tx: MerchantTx,
  id: string,
  { state, answer, nextAt }: Pick<OutgoingRow, 'state' | 'nextAt'> & { answer: string },
  now: Date,
): Promise<number> {
  const isOver = state !== 'queued';
  const [row] = await tx
    .update(outbox)
    .set({ state, answer, nextAt, attempts: sql`${outbox.attempts} + 1`, ...(isOver && { body: null, endedAt: now }) })
    .where(and(ofMerchant(tx, outbox), eq(outbox.id, id), eq(outbox.state, 'queued')))
    .returning({ attempts: outbox.attempts });
  return row?.attempts ?? 0;
}
