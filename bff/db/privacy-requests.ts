import { and, desc, eq, sql } from 'drizzle-orm';
import type { ErasureReceipt } from '../../contract/privacy.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { privacyRequests, webhookInbox } from './schema/index.ts';

/** `receipt`: what an erasure has done so far, or whom an export is of. */
export type PrivacyRequestRow = Omit<typeof privacyRequests.$inferSelect, 'merchantId' | 'receipt'> & {
  receipt: { erased?: ErasureReceipt; customers?: string[] } | null;
};
type NewRequest = Pick<PrivacyRequestRow, 'id' | 'connectionId' | 'kind' | 'externalCustomerId' | 'receivedAt'>;

const columns = {
  id: privacyRequests.id,
  connectionId: privacyRequests.connectionId,
  kind: privacyRequests.kind,
  externalCustomerId: privacyRequests.externalCustomerId,
  receivedAt: privacyRequests.receivedAt,
  doneAt: privacyRequests.doneAt,
  receipt: sql<PrivacyRequestRow['receipt']>`${privacyRequests.receipt}`.mapWith(privacyRequests.receipt),
};
const MOST = 200;

export async function insertPrivacyRequest(tx: MerchantTx, request: NewRequest): Promise<void> {
  await tx.insert(privacyRequests).values({ ...request, merchantId: tx.merchantId });
}

export async function findPrivacyRequest(tx: MerchantTx, id: string): Promise<PrivacyRequestRow | null> {
  const [row] = await tx
    .select(columns)
    .from(privacyRequests)
    .where(and(ofMerchant(tx, privacyRequests), eq(privacyRequests.id, id)));
  return row ?? null;
}

/** Newest first. */
export async function listPrivacyRequests(tx: MerchantTx): Promise<PrivacyRequestRow[]> {
  return tx
    .select(columns)
    .from(privacyRequests)
    .where(ofMerchant(tx, privacyRequests))
    .orderBy(desc(privacyRequests.receivedAt), desc(privacyRequests.id))
    .limit(MOST);
}

export async function savePrivacyRequest(
  tx: MerchantTx,
  id: string,
  changes: Partial<Pick<PrivacyRequestRow, 'receipt' | 'doneAt'>>,
): Promise<void> {
  await tx
    .update(privacyRequests)
    .set(changes)
    .where(and(ofMerchant(tx, privacyRequests), eq(privacyRequests.id, id)));
}

/** The webhook that a request came by. */
export async function findRequestPart(
  tx: MerchantTx,
  id: string,
): Promise<{ id: string; body: string; receivedAt: Date } | null> {
  const [row] = await tx
    .select({ id: webhookInbox.id, body: webhookInbox.body, receivedAt: webhookInbox.receivedAt })
    .from(webhookInbox)
    .where(and(ofMerchant(tx, webhookInbox), eq(webhookInbox.id, id)));
  return row ?? null;
}
