import { and, eq } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { whatsappTemplates } from './schema/index.ts';

/** What Meta's refusal told of a template; the next sync or webhook knows better. */
export async function setTemplateStatus(tx: MerchantTx, id: string, status: string, now: Date): Promise<void> {
  await tx
    .update(whatsappTemplates)
    .set({ status, updatedAt: now })
    .where(and(ofMerchant(tx, whatsappTemplates), eq(whatsappTemplates.id, id)));
}
