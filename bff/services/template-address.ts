import type { ConversationFacts } from '../db/conversations.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { findAddress } from '../db/told-phones.ts';
import type { WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import type { TemplateAccount } from './template-accounts.ts';

/**
 * From a number of the template's account to the customer. The pair of their last message, if it is of that account; else the account's
 * first number, and the identity they are known by.
 */
export async function templateAddress(
  tx: MerchantTx,
  thread: ConversationFacts,
  account: TemplateAccount | undefined,
): Promise<{ number: WhatsAppNumber | null; identityId: string | null }> {
  const number = account?.numbers.find(({ id }) => id === thread.whatsappNumberId) ?? account?.numbers[0] ?? null;
  return { number, identityId: thread.whatsappIdentityId ?? (await findAddress(tx, thread.customerId)) };
}
