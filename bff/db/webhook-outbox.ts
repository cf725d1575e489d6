import { and, eq, sql } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { webhookOutbox as outbox } from './schema/index.ts';

export type OutgoingRow = Omit<typeof outbox.$inferSelect, 'merchantId'>;
export type NewOutgoing = Pick<OutgoingRow, 'id' | 'endpointId' | 'runId' | 'customerId'> & { body: string };

export async function insertOutgoing(tx: MerchantTx, added: readonly NewOutgoing[], now: Date): Promise<void> {
  if (added.length === 0) return;
  const rows = added.map(one => ({ ...one, merchantId: tx.merchantId, state: 'queued' as const, createdAt: now }));
  await tx.insert(outbox).values(rows);
}

export async function findOutgoing(tx: MerchantTx, id: string): Promise<OutgoingRow | null> {
  const [row] = await tx
    .select({
      id: outbox.id,
      endpointId: outbox.endpointId,
      runId: outbox.runId,
      customerId: outbox.customerId,
      body: outbox.body,
      state: outbox.state,
      attempts: outbox.attempts,
      answer: outbox.answer,
      createdAt: outbox.createdAt,
      endedAt: outbox.endedAt,
    })
    .from(outbox)
    .where(and(ofMerchant(tx, outbox), eq(outbox.id, id)));
  return row ?? null;
}

/** What an attempt came to. What is over keeps no body, and stays as it is. Returns how many attempts there were. */
export async function noteAttempt(
  tx: MerchantTx,
  id: string,
  { state, answer }: Pick<OutgoingRow, 'state'> & { answer: string },
  now: Date,
): Promise<number> {
  const isOver = state !== 'queued';
  const [row] = await tx
    .update(outbox)
    .set({ state, answer, attempts: sql`${outbox.attempts} + 1`, ...(isOver && { body: null, endedAt: now }) })
    .where(and(ofMerchant(tx, outbox), eq(outbox.id, id), eq(outbox.state, 'queued')))
    .returning({ attempts: outbox.attempts });
  return row?.attempts ?? 0;
}
