import type { AgentRef } from '../../contract/agent.ts';
import type { AgentMessageInput } from '../../contract/conversation.ts';
import { type ConversationFacts, currentConversation } from '../db/conversations.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { findByClientId } from '../db/messages.ts';
import { hasVisitor } from '../db/visitors.ts';
import { replyChannel } from '../domain/reply-channel.ts';
import type { Context } from './context.ts';
import { outgoing } from './outgoing-content.ts';
import { type Address, freshDelivery, queueDeliveries } from './queue-messages.ts';
import { notFound, Refusal } from './refusal.ts';
import { repeated, type Sent } from './repeated-message.ts';
import { retryConflict } from './write-conflict.ts';
import { writeMessage } from './write-message.ts';

/**
 * An agent's answer, by the channel of the shopper's last message unless the agent chose one. By WhatsApp it becomes a row of the
 * ledger and a job in the same transaction; it is sent after the commit.
 * @throws Refusal not-found, invalid-request, conflict, service-window-closed, channel-unavailable
 */
export async function sendAgentMessage(
  { db, live, now }: Context,
  merchantId: string,
  agent: AgentRef,
  threadId: string,
  input: AgentMessageInput,
): Promise<Sent> {
  const sent = await retryConflict(() =>
    withMerchant(db, merchantId, async (tx): Promise<Sent> => {
      const thread = await currentConversation(tx, threadId);
      if (!thread) throw notFound('conversation');
      const [found, isOnPage] = await Promise.all([
        findByClientId(tx, thread.id, input.clientId),
        hasVisitor(tx, thread.customerId),
      ]);
      const { content, replyTo } = await outgoing(tx, thread.id, { kind: 'agent' }, input);
      if (found) return repeated(tx, thread.id, found, content);
      const route = decideRoute(thread, isOnPage, input, now);
      const author = { kind: 'agent', id: agent.id, name: agent.name } as const;
      const { clientId } = input;
      const written = { conversationId: thread.id, author, channel: route.channel, content, replyTo, clientId, now };
      const sent = await writeMessage(tx, written);
      if (route.channel === 'web') return sent;
      const { conversationId, accepted } = sent;
      const { address } = route;
      await queueDeliveries(tx, [{ messageId: accepted.message.id, conversationId, purpose: 'reply', address }], now);
      const delivery = freshDelivery('reply', now);
      return { ...sent, accepted: { ...accepted, message: { ...accepted.message, delivery } } };
    }),
  );
  if (sent.isNew) {
    live.publish({ kind: 'moved', merchantId, conversationId: sent.conversationId });
    if (sent.accepted.message.channel === 'whatsapp') live.publish({ kind: 'work', jobs: 'send' });
  }
  return sent;
}

/** The address is the pair that the customer's last WhatsApp message made. */
type Route = { channel: 'web' } | { channel: 'whatsapp'; address: Address };

function decideRoute(thread: ConversationFacts, isOnPage: boolean, input: AgentMessageInput, now: Date): Route {
  const { whatsappNumberId: numberId, whatsappIdentityId: identityId } = thread;
  const address = numberId && identityId ? { numberId, identityId } : null;
  const decision = replyChannel(
    {
      lastChannel: thread.replyChannel,
      hasVisitor: isOnPage,
      hasWhatsApp: address !== null,
      lastWhatsAppInboundAt: thread.lastInboundAt,
    },
    input.channel,
    now,
  );
  if (!decision.ok) throw new Refusal(decision.code, decision.reason);
  return decision.channel === 'web' ? { channel: 'web' } : { channel: 'whatsapp', address: address! };
}
