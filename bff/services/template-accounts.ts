import type { MerchantTx } from '../db/merchant-tx.ts';
import { listNumbers, type WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import { SealError, type Sealer } from '../security/seal.ts';
import { openAccessToken } from './connect-whatsapp.ts';
import { Refusal } from './refusal.ts';

/** A WhatsApp Business Account, which templates belong to, and its numbers here. */
export type TemplateAccount = { wabaId: string; numbers: WhatsAppNumber[] };

/** The merchant's accounts, in the order in which their first numbers were connected. */
export async function listAccounts(tx: MerchantTx): Promise<TemplateAccount[]> {
  const numbers = await listNumbers(tx);
  return [...Map.groupBy(numbers, number => number.wabaId)].map(([wabaId, own]) => ({ wabaId, numbers: own }));
}

/** The one that is named, or the only one. @throws Refusal conflict, invalid-request */
export function chooseAccount(accounts: TemplateAccount[], wabaId: string | undefined): TemplateAccount {
  const fitting = accounts.filter(account => wabaId === undefined || account.wabaId === wabaId);
  if (fitting.length === 1) return fitting[0]!;
  if (accounts.length === 0) throw new Refusal('conflict', 'Connect a WhatsApp number first.');
  throw new Refusal('invalid-request', 'wabaId: choose one of the connected accounts.');
}

/** The token of the first number that has one which can be opened. @throws Refusal conflict */
export function tokenOf(sealer: Sealer, merchantId: string, { numbers }: TemplateAccount): string {
  for (const number of numbers) {
    try {
      return openAccessToken(sealer, merchantId, number);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
    }
  }
  throw new Refusal('conflict', "The number's access token cannot be opened: connect WhatsApp again.");
}
