import { randomUUIDv7 } from 'node:crypto';
import type { AgentMessageInput } from '../../contract/conversation.ts';
import { findConversation } from '../db/conversations.ts';
import { listIdentities } from '../db/customers.ts';
import { insertDelivery } from '../db/deliveries.ts';
import { enqueue } from '../db/jobs.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { appendMessage, findByClientId, findMessage } from '../db/messages.ts';
import { hasVisitor } from '../db/visitors.ts';
import { listNumbers, type WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import { replyChannel } from '../domain/reply-channel.ts';
import type { Context } from './context.ts';
import { notFound, Refusal } from './refusal.ts';
import { repeated, type Sent } from './repeated-message.ts';
import { onceMore } from './unique-violation.ts';

/**
 * An agent's answer, by the channel of the shopper's last message unless the agent chose one. By WhatsApp it becomes a row of the
 * ledger and a job in the same transaction; it is sent after the commit.
 * @throws Refusal not-found, conflict, service-window-closed, channel-unavailable
 */
export async function sendAgentMessage(
  { db, live, now }: Context,
  merchantId: string,
  agentId: string,
  threadId: string,
  input: AgentMessageInput,
): Promise<Sent> {
  let conversationId = threadId;
  const sent = await onceMore(() =>
    withMerchant(db, merchantId, async (tx): Promise<Sent> => {
      const found = await findByClientId(tx, conversationId, input.clientId);
      if (found) return repeated(tx, conversationId, found, input.text);
      const { channel, number } = await decideChannel(tx, conversationId, input, now);
      const id = randomUUIDv7();
      const written = await appendMessage(tx, {
        id,
        conversationId,
        author: { kind: 'agent', id: agentId },
        channel,
        content: { kind: 'text', text: input.text },
        clientId: input.clientId,
        sentAt: now,
        now,
      });
      conversationId = written.conversationId;
      if (channel === 'whatsapp') await queueDelivery(tx, id, conversationId, number!.id, now);
      return { accepted: { message: (await findMessage(tx, id))!, seq: written.seq }, isNew: true };
    }),
  );
  if (sent.isNew) {
    live.publish({ kind: 'moved', merchantId, conversationId });
    if (sent.accepted.message.channel === 'whatsapp') live.publish({ kind: 'work' });
  }
  return sent;
}

async function decideChannel(
  tx: MerchantTx,
  conversationId: string,
  input: AgentMessageInput,
  now: Date,
): Promise<{ channel: 'web' | 'whatsapp'; number: WhatsAppNumber | undefined }> {
  const facts = await findConversation(tx, conversationId);
  if (!facts || facts.mergedInto) throw notFound('conversation');
  const [number] = await listNumbers(tx);
  const identities = await listIdentities(tx, facts.customerId);
  const decision = replyChannel(
    {
      lastChannel: facts.replyChannel,
      hasVisitor: await hasVisitor(tx, facts.customerId),
      hasWhatsApp: number !== undefined && identities.length > 0,
      lastWhatsAppInboundAt: facts.lastWhatsappInboundAt,
    },
    input.channel,
    now,
  );
  if (!decision.ok) throw new Refusal(decision.code, decision.reason);
  return { channel: decision.channel, number };
}

async function queueDelivery(tx: MerchantTx, messageId: string, conversationId: string, numberId: string, now: Date) {
  const id = randomUUIDv7();
  await insertDelivery(tx, { id, messageId, conversationId, numberId, now });
  await enqueue(tx, { id: randomUUIDv7(), kind: 'delivery', ref: id, dueAt: now });
}
