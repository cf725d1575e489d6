import { randomUUIDv7 } from 'node:crypto';
import type { Author, MessageContent, Purpose } from '../../contract/message.ts';
import { insertDelivery } from '../db/deliveries.ts';
import { enqueue } from '../db/jobs.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { appendMessage, findMessage } from '../db/messages.ts';
import type { Sent } from './repeated-message.ts';

type NewMessage = {
  conversationId: string;
  author: Extract<Author, { kind: 'agent' }>;
  content: MessageContent;
  purpose: Purpose;
  address: { numberId: string; identityId: string };
  clientId: string;
  now: Date;
};

/** Puts a message that goes by WhatsApp into its thread and into the ledger. */
export async function queueMessage(tx: MerchantTx, message: NewMessage): Promise<Sent> {
  const { address, purpose, now, ...written } = message;
  const [messageId, id] = [randomUUIDv7(), randomUUIDv7()];
  const { conversationId, seq } = await appendMessage(tx, {
    ...written,
    id: messageId,
    channel: 'whatsapp',
    sentAt: now,
    now,
  });
  await insertDelivery(tx, { id, messageId, conversationId, ...address, purpose, now });
  await enqueue(tx, { id: randomUUIDv7(), kind: 'delivery', ref: id, dueAt: now });
  return { accepted: { message: (await findMessage(tx, messageId))!, seq }, conversationId, isNew: true };
}
