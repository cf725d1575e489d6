import { and, desc, eq, isNull } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { whatsappNotices } from './schema/index.ts';

export type WhatsAppNoticeRow = Omit<typeof whatsappNotices.$inferSelect, 'merchantId'>;

const MOST = 50;

/** What Meta told and nobody has put aside, newest first; at most 50. */
export async function listNotices(tx: MerchantTx): Promise<WhatsAppNoticeRow[]> {
  const rows = await tx
    .select()
    .from(whatsappNotices)
    .where(and(ofMerchant(tx, whatsappNotices), isNull(whatsappNotices.dismissedAt)))
    .orderBy(desc(whatsappNotices.at), desc(whatsappNotices.id))
    .limit(MOST);
  return rows.map(({ merchantId: _, ...notice }) => notice);
}

export async function insertNotice(tx: MerchantTx, notice: Omit<WhatsAppNoticeRow, 'dismissedAt'>): Promise<void> {
  await tx.insert(whatsappNotices).values({ ...notice, merchantId: tx.merchantId });
}

/** Puts a notice aside. Returns whether there was one. */
export async function dismissNotice(tx: MerchantTx, id: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(whatsappNotices)
    .set({ dismissedAt: now })
    .where(and(ofMerchant(tx, whatsappNotices), eq(whatsappNotices.id, id), isNull(whatsappNotices.dismissedAt)))
    .returning({ id: whatsappNotices.id });
  return rows.length > 0;
}
