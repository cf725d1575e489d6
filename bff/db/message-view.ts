import { and, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Author, Delivery, Message, Purpose, WaitReason } from '../../contract/message.ts';
import { type QuotedRow, toQuote } from './quote-view.ts';
import { agents, deliveries, messages } from './schema/index.ts';
import { inScope, type Scope } from './scope.ts';

/** The messages that others answer to. */
export const quotedMessages = alias(messages, 'quoted_messages');

/** The columns a {@link Message} is made of; join with {@link agentOfMessage}, {@link deliveryOfMessage} and {@link quotedBy}. */
export const messageColumns = {
  id: messages.id,
  clientId: messages.clientId,
  position: messages.position,
  author: messages.author,
  agentId: messages.agentId,
  agentName: agents.name,
  channel: messages.channel,
  content: messages.content,
  sentAt: messages.sentAt,
  state: deliveries.state,
  queuedAt: deliveries.queuedAt,
  sendingAt: deliveries.sendingAt,
  unknownAt: deliveries.unknownAt,
  heldAt: deliveries.heldAt,
  acceptedAt: deliveries.acceptedAt,
  deliverySentAt: deliveries.sentAt,
  deliveredAt: deliveries.deliveredAt,
  readAt: deliveries.readAt,
  playedAt: deliveries.playedAt,
  failedAt: deliveries.failedAt,
  errorCode: deliveries.errorCode,
  errorTitle: deliveries.errorTitle,
  quotedId: quotedMessages.id,
  quotedAuthor: quotedMessages.author,
  quotedContent: quotedMessages.content,
  purpose: deliveries.purpose,
  round: sql<number | null>`jsonb_array_length(${deliveries.history})`,
  waitsFor: deliveries.waitsFor,
  waitsUntil: deliveries.waitsUntil,
};

export const agentOfMessage = and(eq(agents.merchantId, messages.merchantId), eq(agents.id, messages.agentId));
export const deliveryOfMessage = and(
  eq(deliveries.merchantId, messages.merchantId),
  eq(deliveries.messageId, messages.id),
);

/**
 * A quote shows nothing that its reader may not see: it is of the same thread, and in their scope. The thread is compared so that no
 * index serves it: as an equality it leads the planner through all of the thread's messages, once for each message that is read.
 */
export const quotedBy = (scope: Scope = null) =>
  and(
    eq(quotedMessages.merchantId, messages.merchantId),
    eq(quotedMessages.id, messages.replyTo),
    sql`${quotedMessages.conversationId} is not distinct from ${messages.conversationId}`,
    inScope(scope, quotedMessages),
  );

type DeliveryColumns = {
  state: Delivery['state'] | null;
  errorCode: number | null;
  errorTitle: string | null;
  purpose: Purpose | null;
  round: number | null;
  waitsFor: WaitReason | null;
  waitsUntil: Date | null;
} & Record<
  | 'queuedAt'
  | 'sendingAt'
  | 'unknownAt'
  | 'heldAt'
  | 'acceptedAt'
  | 'deliverySentAt'
  | 'deliveredAt'
  | 'readAt'
  | 'playedAt'
  | 'failedAt',
  Date | null
>;

export type MessageRow = DeliveryColumns &
  QuotedRow & {
    id: string;
    clientId: string | null;
    position: number;
    author: 'shopper' | 'agent' | 'system';
    agentId: string | null;
    agentName: string | null;
    channel: Message['channel'];
    content: Message['content'];
    sentAt: Date;
  };

export const toMessage = (row: MessageRow): Message => ({
  id: row.id,
  clientId: row.clientId,
  position: row.position,
  author: toAuthor(row),
  channel: row.channel,
  content: row.content,
  replyTo: toQuote(row),
  sentAt: row.sentAt.toISOString(),
  delivery: toDelivery(row),
});

const toAuthor = (row: MessageRow): Author =>
  row.author === 'agent' ? { kind: 'agent', id: row.agentId!, name: row.agentName ?? '' } : { kind: row.author };

function toDelivery(row: DeliveryColumns): Delivery | null {
  if (row.state === null) return null;
  const at = {
    queued: row.queuedAt,
    sending: row.sendingAt,
    unknown: row.unknownAt,
    held: row.heldAt,
    accepted: row.acceptedAt,
    sent: row.deliverySentAt,
    delivered: row.deliveredAt,
    read: row.readAt,
    played: row.playedAt,
    failed: row.failedAt,
  }[row.state];
  const error = row.state === 'failed' ? { code: row.errorCode, title: row.errorTitle ?? '' } : null;
  const isWaiting = row.waitsFor && row.waitsUntil && (row.state === 'queued' || row.state === 'unknown');
  const waits = isWaiting ? { for: row.waitsFor!, until: row.waitsUntil!.toISOString() } : null;
  const { state, purpose, round } = row;
  return { state, at: (at ?? row.queuedAt!).toISOString(), error, purpose: purpose!, round: round!, waits };
}
