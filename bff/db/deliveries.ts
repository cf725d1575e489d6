import { and, eq, lt, sql } from 'drizzle-orm';
import type { Purpose } from '../../contract/message.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { deliveries, messages } from './schema/index.ts';

export type DeliveryRow = typeof deliveries.$inferSelect;

/** The ledger's row of an outbound message, before any byte leaves. */
export async function insertDelivery(
  tx: MerchantTx,
  delivery: {
    id: string;
    messageId: string;
    conversationId: string;
    numberId: string;
    identityId: string;
    purpose: Purpose;
    now: Date;
  },
): Promise<void> {
  const { now: queuedAt, ...rest } = delivery;
  await tx.insert(deliveries).values({ ...rest, merchantId: tx.merchantId, queuedAt });
}

const ofId = (tx: MerchantTx, id: string) => and(ofMerchant(tx, deliveries), eq(deliveries.id, id));

/** The delivery, locked until the transaction ends. */
export async function lockDelivery(tx: MerchantTx, id: string): Promise<DeliveryRow | null> {
  const [row] = await tx.select().from(deliveries).where(ofId(tx, id)).for('update');
  return row ?? null;
}

export async function findDelivery(tx: MerchantTx, id: string): Promise<DeliveryRow | null> {
  const [row] = await tx.select().from(deliveries).where(ofId(tx, id));
  return row ?? null;
}

export async function saveDelivery(
  tx: MerchantTx,
  id: string,
  change: Partial<Omit<DeliveryRow, 'merchantId' | 'id'>>,
): Promise<void> {
  await tx.update(deliveries).set(change).where(ofId(tx, id));
}

/** Is an earlier message of the same conversation still on its way out? Then this one waits, so that order is kept. */
export async function hasEarlierPending(tx: MerchantTx, delivery: DeliveryRow): Promise<boolean> {
  const rows = await tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        ofMerchant(tx, deliveries),
        eq(deliveries.conversationId, delivery.conversationId),
        lt(deliveries.id, delivery.id),
        sql`${deliveries.state} in ('queued', 'sending')`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** What is to be sent. */
export async function findDeliveryContent(tx: MerchantTx, messageId: string) {
  const [row] = await tx
    .select({ content: messages.content })
    .from(messages)
    .where(and(ofMerchant(tx, messages), eq(messages.id, messageId)));
  return row?.content ?? null;
}
