import { randomUUIDv7 } from 'node:crypto';
import { insertDelivery } from '../db/deliveries.ts';
import { enqueue } from '../db/jobs.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { appendMessage } from '../db/messages.ts';

/** The thread, and the way on which the customer just wrote. */
export type Way = { conversationId: string; identityId: string; numberId: string };

/** The system answers what the customer wrote, in free text. It stands in the thread and goes through the ledger as any answer. */
export async function answerByWhatsApp(tx: MerchantTx, way: Way, text: string, now: Date): Promise<void> {
  const [messageId, id] = [randomUUIDv7(), randomUUIDv7()];
  const author = { kind: 'system' } as const;
  const content = { kind: 'text', text } as const;
  const said = { id: messageId, author, channel: 'whatsapp', content, sentAt: now, now } as const;
  const { conversationId } = await appendMessage(tx, { ...said, conversationId: way.conversationId });
  await insertDelivery(tx, { ...way, id, messageId, conversationId, purpose: 'reply', now });
  await enqueue(tx, { id: randomUUIDv7(), kind: 'delivery', ref: id, dueAt: now });
}
