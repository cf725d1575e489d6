import type { MerchantTx } from '../db/merchant-tx.ts';
import { queueWhatsAppMessages } from './queue-messages.ts';

/** The thread, and the way on which the customer just wrote. */
export type Way = { conversationId: string; identityId: string; numberId: string };

/** The system answers what the customer wrote, in free text. It stands in the thread and goes through the ledger as any answer. Returns the message. */
export async function answerByWhatsApp(
  tx: MerchantTx,
  { conversationId, ...address }: Way,
  text: string,
  now: Date,
): Promise<string> {
  const content = { kind: 'text', text } as const;
  const answer = { conversationId, author: { kind: 'system' }, content, purpose: 'reply', address } as const;
  const [queued] = await queueWhatsAppMessages(tx, [answer], now);
  return queued!.messageId;
}
