import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { consentSettings } from './schema/index.ts';

export type ConsentSettingsRow = Omit<typeof consentSettings.$inferSelect, 'merchantId' | 'updatedAt'>;

/** Until the merchant says otherwise. */
const STANDARD: ConsentSettingsRow = { stopWords: [], startWords: [], startOffer: null, confirmOptIns: false };

export async function readConsentSettings(tx: MerchantTx): Promise<ConsentSettingsRow> {
  const [row] = await tx
    .select({
      stopWords: consentSettings.stopWords,
      startWords: consentSettings.startWords,
      startOffer: consentSettings.startOffer,
      confirmOptIns: consentSettings.confirmOptIns,
    })
    .from(consentSettings)
    .where(ofMerchant(tx, consentSettings));
  return row ?? STANDARD;
}

export async function saveConsentSettings(tx: MerchantTx, settings: ConsentSettingsRow, now: Date): Promise<void> {
  const row = { ...settings, updatedAt: now };
  await tx
    .insert(consentSettings)
    .values({ ...row, merchantId: tx.merchantId })
    .onConflictDoUpdate({ target: consentSettings.merchantId, set: row });
}
