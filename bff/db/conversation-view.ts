import { and, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ConversationSummary } from '../../contract/conversation.ts';
import type { MerchantTx } from './merchant-tx.ts';
import { type MessageRow, messageColumns, quotedBy, quotedMessages, toMessage } from './message-view.ts';
import { agents, conversations, customerJourneys, customers, deliveries, messages } from './schema/index.ts';
import { inboundOfConversation } from './service-windows.ts';

const assignees = alias(agents, 'assignees');

/** Conversations as the inbox' rows; add the conditions. */
export const selectSummaries = (tx: MerchantTx) =>
  tx
    .select({
      id: conversations.id,
      seq: conversations.seq,
      status: conversations.status,
      unread: conversations.unreadCount,
      lastMessageAt: conversations.lastMessageAt,
      createdAt: conversations.createdAt,
      replyChannel: conversations.replyChannel,
      lastInboundAt: inboundOfConversation,
      whatsappIdentityId: conversations.whatsappIdentityId,
      whatsappNumberId: conversations.whatsappNumberId,
      readByShopper: conversations.readByShopper,
      startedUrl: conversations.startedUrl,
      startedTitle: conversations.startedTitle,
      customerId: customers.id,
      customerKind: customers.kind,
      customerName: customers.fullName,
      customerPhone: customers.phone,
      customerCreatedAt: customers.createdAt,
      assigneeId: assignees.id,
      assigneeName: assignees.name,
      leadScore: customerJourneys.score,
      leadStage: customerJourneys.stage,
      leadIsHot: customerJourneys.isHot,
      lastMessage: messageColumns,
    })
    .from(conversations)
    .innerJoin(
      customers,
      and(eq(customers.merchantId, conversations.merchantId), eq(customers.id, conversations.customerId)),
    )
    .leftJoin(
      customerJourneys,
      and(eq(customerJourneys.merchantId, customers.merchantId), eq(customerJourneys.customerId, customers.id)),
    )
    .leftJoin(
      assignees,
      and(eq(assignees.merchantId, conversations.merchantId), eq(assignees.id, conversations.assigneeId)),
    )
    .leftJoin(
      messages,
      and(eq(messages.merchantId, conversations.merchantId), eq(messages.id, conversations.lastMessageId)),
    )
    .leftJoin(agents, and(eq(agents.merchantId, messages.merchantId), eq(agents.id, messages.agentId)))
    .leftJoin(deliveries, and(eq(deliveries.merchantId, messages.merchantId), eq(deliveries.messageId, messages.id)))
    .leftJoin(quotedMessages, quotedBy())
    .$dynamic();

export type SummaryRow = Awaited<ReturnType<typeof selectSummaries>>[number];

export const notMerged = isNull(conversations.mergedInto);

/** A row of the inbox as the database knows it: when the service window closes is a rule's answer, not a column. */
export type ConversationRow = Omit<ConversationSummary, 'serviceWindowClosesAt'> & {
  lastInboundAt: Date | null;
};

export const toConversationRow = (row: SummaryRow): ConversationRow => ({
  id: row.id,
  seq: row.seq,
  customer: { id: row.customerId, kind: row.customerKind, fullName: row.customerName, phone: row.customerPhone },
  status: row.status,
  assignee: row.assigneeId === null ? null : { id: row.assigneeId, name: row.assigneeName! },
  unread: row.unread,
  lastMessage: row.lastMessage.id === null ? null : toMessage(row.lastMessage as MessageRow),
  lastMessageAt: (row.lastMessageAt ?? row.createdAt).toISOString(),
  replyChannel: row.replyChannel,
  lastInboundAt: row.lastInboundAt,
  lead: row.leadStage === null ? null : { score: row.leadScore!, stage: row.leadStage, hot: row.leadIsHot! },
});
