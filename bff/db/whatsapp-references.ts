import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { whatsappReferences } from './schema/index.ts';

export type Reference = { id: string; code: string; customerId: string; expiresAt: Date; usedBy: string | null };

const columns = {
  id: whatsappReferences.id,
  code: whatsappReferences.code,
  customerId: whatsappReferences.customerId,
  expiresAt: whatsappReferences.expiresAt,
  usedBy: whatsappReferences.usedBy,
};

/** `usedBy`: bound to that phone from the beginning. */
export async function insertReference(
  tx: MerchantTx,
  reference: { id: string; code: string; customerId: string; expiresAt: Date; usedBy?: string | null; now: Date },
): Promise<void> {
  const { now: createdAt, ...rest } = reference;
  const usedAt = rest.usedBy ? createdAt : null;
  await tx.insert(whatsappReferences).values({ ...rest, usedAt, merchantId: tx.merchantId, createdAt });
}

/** A reference of this customer that nobody has used and that lasts beyond `until`. */
export async function findFreshReference(tx: MerchantTx, customerId: string, until: Date): Promise<Reference | null> {
  const [row] = await tx
    .select(columns)
    .from(whatsappReferences)
    .where(
      and(
        ofMerchant(tx, whatsappReferences),
        eq(whatsappReferences.customerId, customerId),
        isNull(whatsappReferences.usedAt),
        gt(whatsappReferences.expiresAt, until),
      ),
    )
    .orderBy(desc(whatsappReferences.id))
    .limit(1);
  return row ?? null;
}

/** Links of this customer that nobody has used lead nowhere any more: who stands behind their page has changed. */
export async function endReferences(tx: MerchantTx, customerId: string, now: Date): Promise<void> {
  await tx
    .update(whatsappReferences)
    .set({ expiresAt: now })
    .where(
      and(
        ofMerchant(tx, whatsappReferences),
        eq(whatsappReferences.customerId, customerId),
        isNull(whatsappReferences.usedAt),
        gt(whatsappReferences.expiresAt, now),
      ),
    );
}

/** The reference with this code, locked until the transaction ends. */
export async function lockReference(tx: MerchantTx, code: string): Promise<Reference | null> {
  const [row] = await tx
    .select(columns)
    .from(whatsappReferences)
    .where(and(ofMerchant(tx, whatsappReferences), eq(whatsappReferences.code, code)))
    .for('update');
  return row ?? null;
}

export async function markReferenceUsed(tx: MerchantTx, id: string, usedBy: string, now: Date): Promise<void> {
  await tx
    .update(whatsappReferences)
    .set({ usedBy, usedAt: now })
    .where(and(ofMerchant(tx, whatsappReferences), eq(whatsappReferences.id, id)));
}
