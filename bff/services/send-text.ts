import { randomUUIDv7 } from 'node:crypto';
import type { Author, Channel, Message } from '../../contract/message.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { appendMessage } from '../db/messages.ts';
import type { Sent } from './repeated-message.ts';

type Text = {
  conversationId: string;
  author: Exclude<Author, { kind: 'system' }>;
  channel: Channel;
  text: string;
  clientId: string;
  now: Date;
};

/** Puts what a person wrote on a screen into the thread. */
export async function sendText(
  tx: MerchantTx,
  { conversationId: thread, author, channel, text, clientId, now }: Text,
): Promise<Sent> {
  const id = randomUUIDv7();
  const content = { kind: 'text', text } as const;
  const what = { id, conversationId: thread, author, channel, content, clientId };
  const { conversationId, seq, position } = await appendMessage(tx, { ...what, sentAt: now, now });
  const sentAt = now.toISOString();
  const message: Message = { id, clientId, position, author, channel, content, sentAt, delivery: null };
  return { accepted: { message, seq }, conversationId, isNew: true };
}
