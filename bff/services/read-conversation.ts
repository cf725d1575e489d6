import type {
  ConversationDetail,
  ConversationList,
  ConversationListQuery,
  ConversationSummary,
} from '../../contract/conversation.ts';
import type { ConversationSnapshot } from '../../contract/storefront.ts';
import type { ConversationRow } from '../db/conversation-view.ts';
import { countUnreadByShopper, findConversation, findConversationDetail } from '../db/conversations.ts';
import { listIdentities } from '../db/customers.ts';
import { BadCursor, listConversations } from '../db/inbox.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { listMessages, NEWEST_PAGE } from '../db/messages.ts';
import type { Scope } from '../db/scope.ts';
import { hasVisitor } from '../db/visitors.ts';
import { channelsOf } from '../domain/reply-channel.ts';
import { closesAt } from '../domain/service-window.ts';
import type { Context } from './context.ts';
import { notFound, Refusal } from './refusal.ts';

/** The inbox' row, with the rule's answer to when free text ends. */
export function presentConversation(row: ConversationRow): ConversationSummary {
  const { id, seq, customer, status, assignee, unread, lastMessage, lastMessageAt, replyChannel, lead } = row;
  const serviceWindowClosesAt = closesAt(row.lastInboundAt)?.toISOString() ?? null;
  return {
    id,
    seq,
    customer,
    status,
    assignee,
    unread,
    lastMessage,
    lastMessageAt,
    replyChannel,
    serviceWindowClosesAt,
    lead,
  };
}

/** The thread as a shopper's screen begins with it. Reads the number first: what comes later is told again by the stream. */
export async function readSnapshot(
  tx: MerchantTx,
  conversationId: string,
  scope: Scope = null,
): Promise<ConversationSnapshot> {
  const facts = await findConversation(tx, conversationId);
  if (!facts) throw notFound('conversation');
  const page = await listMessages(tx, conversationId, NEWEST_PAGE, scope);
  return {
    conversation: conversationId,
    status: facts.status,
    seq: facts.seq,
    messages: page.messages,
    hasMore: page.hasMore,
    readUpTo: facts.readByShopper,
    unread: await countUnreadByShopper(tx, conversationId, facts.readByShopper, scope),
    readByAgents: facts.readByAgents,
  };
}

/** @throws Refusal invalid-request for a cursor that is not one of ours */
export async function readInbox(
  { db }: Pick<Context, 'db'>,
  merchantId: string,
  query: ConversationListQuery,
  agentId: string,
): Promise<ConversationList> {
  try {
    const page = await withMerchant(db, merchantId, tx => listConversations(tx, query, agentId));
    return { ...page, conversations: page.conversations.map(presentConversation) };
  } catch (error) {
    if (error instanceof BadCursor) throw new Refusal('invalid-request', 'cursor: take it from `next` of a page.');
    throw error;
  }
}

/** @throws Refusal not-found */
export async function readConversationDetail(tx: MerchantTx, id: string): Promise<ConversationDetail> {
  const row = await findConversationDetail(tx, id);
  if (!row) throw notFound('conversation');
  const identities = await listIdentities(tx, row.customer.id);
  return {
    ...presentConversation(row),
    customer: {
      ...row.customer,
      identities,
      startedOn: row.startedOn,
      createdAt: row.customerCreatedAt.toISOString(),
    },
    channels: channelsOf({
      hasVisitor: await hasVisitor(tx, row.customer.id),
      hasWhatsApp: row.hasWhatsAppAddress,
    }),
    readByShopper: row.readByShopper,
    createdAt: row.createdAt.toISOString(),
  };
}
