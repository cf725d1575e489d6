import { and, desc, eq } from 'drizzle-orm';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { consents } from './schema/index.ts';

export type ConsentRow = Omit<typeof consents.$inferSelect, 'merchantId'>;

export type NewConsent = Pick<ConsentRow, 'id' | 'customerId' | 'topic' | 'action' | 'source' | 'at' | 'recordedAt'> &
  Partial<Pick<ConsentRow, 'identityId' | 'wording' | 'proof' | 'dedupeKey'>>;

/** What decides, of a row. */
const fact = {
  topic: consents.topic,
  action: consents.action,
  source: consents.source,
  at: consents.at,
  wording: consents.wording,
};

/** Adds to the ledger; what is known by its `dedupeKey` already is not added again. Returns the ids of what was new. */
export async function recordConsents(tx: MerchantTx, rows: readonly NewConsent[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const added = await tx
    .insert(consents)
    .values(rows.map(row => ({ ...row, merchantId: tx.merchantId })))
    .onConflictDoNothing({ target: [consents.merchantId, consents.dedupeKey] })
    .returning({ id: consents.id });
  return added.map(({ id }) => id);
}

/** What these customers said, in one query; nobody who said nothing is in the answer. */
export async function consentsOf(
  tx: MerchantTx,
  customerIds: readonly string[],
): Promise<Map<string, Pick<ConsentRow, keyof typeof fact>[]>> {
  const found = new Map<string, Pick<ConsentRow, keyof typeof fact>[]>();
  if (customerIds.length === 0) return found;
  const rows = await tx
    .select({ customerId: consents.customerId, ...fact })
    .from(consents)
    .where(and(ofMerchant(tx, consents), anyOf(consents.customerId, [...customerIds])));
  for (const { customerId, ...row } of rows) {
    const facts = found.get(customerId);
    if (facts) facts.push(row);
    else found.set(customerId, [row]);
  }
  return found;
}

/** Everything a customer said, the newest first. */
export async function listConsents(tx: MerchantTx, customerId: string): Promise<ConsentRow[]> {
  const rows = await tx
    .select()
    .from(consents)
    .where(and(ofMerchant(tx, consents), eq(consents.customerId, customerId)))
    .orderBy(desc(consents.at), desc(consents.id));
  return rows.map(({ merchantId: _, ...row }) => row);
}
