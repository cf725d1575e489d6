import { asc } from 'drizzle-orm';
import { type Db, type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { directoryMerchants, merchantCounters, merchants } from './schema/index.ts';

export type Merchant = {
  id: string;
  name: string;
  greeting: string;
  color: string;
  allowedOrigins: string[];
};

export async function findMerchant(tx: MerchantTx): Promise<Merchant | null> {
  const [row] = await tx
    .select({
      id: merchants.merchantId,
      name: merchants.name,
      greeting: merchants.greeting,
      color: merchants.color,
      allowedOrigins: merchants.allowedOrigins,
    })
    .from(merchants)
    .where(ofMerchant(tx, merchants));
  return row ?? null;
}

export async function insertMerchant(tx: MerchantTx, merchant: Merchant & { now: Date }): Promise<void> {
  const { id: merchantId, now: createdAt, ...rest } = merchant;
  await tx.insert(merchants).values({ merchantId, createdAt, ...rest });
  await tx.insert(merchantCounters).values({ merchantId });
  await tx.insert(directoryMerchants).values({ merchantId });
}

export async function changeMerchant(tx: MerchantTx, change: Partial<Omit<Merchant, 'id'>>): Promise<void> {
  await tx.update(merchants).set(change).where(ofMerchant(tx, merchants));
}

/** Every merchant's id, for work that visits each in turn. */
export async function listMerchantIds(db: Db): Promise<string[]> {
  const rows = await db.select().from(directoryMerchants).orderBy(asc(directoryMerchants.merchantId));
  return rows.map(row => row.merchantId);
}
