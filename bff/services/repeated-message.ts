import { isDeepStrictEqual } from 'node:util';
import type { Message, MessageContent } from '../../contract/message.ts';
import type { MessageAccepted } from '../../contract/storefront.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { seqOfMessage } from '../db/updates.ts';
import { Refusal } from './refusal.ts';

/** `isNew` false: it was here already, and nothing changed. */
export type Sent = { accepted: MessageAccepted; conversationId: string; isNew: boolean };

/** The answer to a message that is here already. */
export async function repeated(
  tx: MerchantTx,
  conversationId: string,
  message: Message,
  content: MessageContent,
): Promise<Sent> {
  if (!isDeepStrictEqual(message.content, content)) {
    throw new Refusal('conflict', 'clientId: it names another message of this conversation; make a new one.');
  }
  return {
    accepted: { message, seq: await seqOfMessage(tx, conversationId, message.id) },
    conversationId,
    isNew: false,
  };
}
