import { randomUUIDv7 } from 'node:crypto';
import type { Author, Channel, Message, MessageContent } from '../../contract/message.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { appendMessage, findMessage } from '../db/messages.ts';
import { quoteOf } from '../db/quote-view.ts';
import type { Sent } from './repeated-message.ts';

type Written = {
  conversationId: string;
  author: Exclude<Author, { kind: 'system' }>;
  channel: Channel;
  content: MessageContent;
  /** The message of this thread that it answers to. */
  replyTo: string | null;
  clientId: string;
  now: Date;
};

/** Puts what a person wrote on a screen into the thread. */
export async function writeMessage(
  tx: MerchantTx,
  { conversationId: thread, author, channel, content, replyTo, clientId, now }: Written,
): Promise<Sent> {
  const id = randomUUIDv7();
  const quoted = replyTo ? await findMessage(tx, replyTo) : null;
  const what = { id, conversationId: thread, author, channel, content, clientId, replyTo };
  const { conversationId, seq, position } = await appendMessage(tx, { ...what, sentAt: now, now });
  const sentAt = now.toISOString();
  const quote = quoted && quoteOf(quoted);
  const message: Message = {
    ...{ id, clientId, position, author, channel, content },
    ...{ replyTo: quote, sentAt, delivery: null },
  };
  return { accepted: { message, seq }, conversationId, isNew: true };
}
