import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import {
  type Channel,
  fileOf,
  type Message,
  type MessageContent,
  type MessagePage,
  type MessagePageQuery,
} from '../../contract/message.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import {
  agentOfMessage,
  deliveryOfMessage,
  messageColumns,
  quotedBy,
  quotedMessages,
  toMessage,
} from './message-view.ts';
import { insertUpdates } from './record-updates.ts';
import { agents, conversations, deliveries, messages } from './schema/index.ts';
import { inScope, type Scope } from './scope.ts';

export type NewMessage = {
  id: string;
  conversationId: string;
  author: { kind: 'shopper' } | { kind: 'agent'; id: string } | { kind: 'system' };
  channel: Channel;
  content: MessageContent;
  clientId?: string;
  wamid?: string;
  /** The message of this thread that it answers to. */
  replyTo?: string | null;
  sentAt: Date;
  now: Date;
  /** Of an inbound WhatsApp message: who wrote it and to which of our numbers, for the answer. */
  via?: { identityId: string; numberId: string };
};

/**
 * Puts a message at the end of its thread and records the update that tells of it. A thread that was merged into another one
 * meanwhile goes on there: returns where the message went, its position, and the update's number there.
 */
export async function appendMessage(
  tx: MerchantTx,
  message: NewMessage,
): Promise<{ conversationId: string; seq: number; position: number }> {
  const conversation = await advance(tx, message.conversationId, message);
  await tx.insert(messages).values({
    merchantId: tx.merchantId,
    id: message.id,
    conversationId: conversation.id,
    position: conversation.position,
    author: message.author.kind,
    agentId: message.author.kind === 'agent' ? message.author.id : null,
    channel: message.channel,
    content: message.content,
    clientId: message.clientId ?? null,
    wamid: message.wamid ?? null,
    replyTo: message.replyTo ?? null,
    mediaId: fileOf(message.content)?.mediaId ?? null,
    sentAt: message.sentAt,
    createdAt: message.now,
  });
  const told = {
    conversationId: conversation.id,
    kind: 'message',
    messageId: message.id,
    seq: conversation.seq,
  } as const;
  insertUpdates(tx, [{ ...told, now: message.now }]);
  return { conversationId: conversation.id, seq: conversation.seq, position: conversation.position };
}

/** Waits for whoever holds the row, and asks only then whether it was merged. */
async function advance(
  tx: MerchantTx,
  id: string,
  message: NewMessage,
): Promise<{ id: string; seq: number; position: number }> {
  const [row] = await tx
    .update(conversations)
    .set({
      seq: sql`${conversations.seq} + 1`,
      lastPosition: sql`${conversations.lastPosition} + 1`,
      lastMessageAt: message.now,
      ...effectOnConversation(message),
    })
    .where(and(ofMerchant(tx, conversations), eq(conversations.id, id), isNull(conversations.mergedInto)))
    .returning({ id: conversations.id, seq: conversations.seq, position: conversations.lastPosition });
  if (row) return row;
  const [gone] = await tx
    .select({ into: conversations.mergedInto })
    .from(conversations)
    .where(and(ofMerchant(tx, conversations), eq(conversations.id, id)));
  if (!gone?.into) throw new Error(`no conversation ${id}`);
  return advance(tx, gone.into, message);
}

function effectOnConversation({ id, author, sentAt, channel, via }: NewMessage) {
  switch (author.kind) {
    case 'shopper':
      return {
        lastMessageId: id,
        status: 'open' as const,
        replyChannel: channel,
        unreadCount: sql`${conversations.unreadCount} + 1`,
        ...(via && addressOf(via, sentAt)),
      };
    case 'agent':
      return { lastMessageId: id, unreadCount: 0, readByAgents: sql`${conversations.lastPosition} + 1` };
    case 'system':
      return via ? { whatsappIdentityId: via.identityId, whatsappNumberId: via.numberId } : {};
  }
}

/** Of two messages that come out of order the later one says where the customer is. */
function addressOf({ identityId, numberId }: NonNullable<NewMessage['via']>, sentAt: Date) {
  const { lastWhatsappInboundAt, whatsappIdentityId, whatsappNumberId } = conversations;
  const at = sql`${sentAt.toISOString()}::timestamptz`;
  const isLatest = sql`(${lastWhatsappInboundAt} is null or ${lastWhatsappInboundAt} <= ${at})`;
  return {
    lastWhatsappInboundAt: sql`greatest(${lastWhatsappInboundAt}, ${at})`,
    whatsappIdentityId: sql`case when ${isLatest} then ${identityId}::uuid else ${whatsappIdentityId} end`,
    whatsappNumberId: sql`case when ${isLatest} then ${numberId}::uuid else ${whatsappNumberId} end`,
  };
}

const selectMessages = (tx: MerchantTx, scope: Scope = null) =>
  tx
    .select(messageColumns)
    .from(messages)
    .leftJoin(agents, agentOfMessage)
    .leftJoin(deliveries, deliveryOfMessage)
    .leftJoin(quotedMessages, quotedBy(scope));

/** One page, oldest first. It reads one row too many, to learn whether there are more before it. */
export async function listMessages(
  tx: MerchantTx,
  conversationId: string,
  page: MessagePageQuery,
  scope: Scope = null,
): Promise<MessagePage> {
  const rows = await selectMessages(tx, scope)
    .where(
      and(
        ofMerchant(tx, messages),
        eq(messages.conversationId, conversationId),
        inScope(scope),
        page.before === undefined ? undefined : lt(messages.position, page.before),
      ),
    )
    .orderBy(desc(messages.position))
    .limit(page.limit + 1);
  return { messages: rows.slice(0, page.limit).reverse().map(toMessage), hasMore: rows.length > page.limit };
}

export async function findMessage(tx: MerchantTx, id: string): Promise<Message | null> {
  const [row] = await selectMessages(tx).where(and(ofMerchant(tx, messages), eq(messages.id, id)));
  return row ? toMessage(row) : null;
}

/** The message that a sender's screen called `clientId`, if it is here already. */
export async function findByClientId(
  tx: MerchantTx,
  conversationId: string,
  clientId: string,
): Promise<Message | null> {
  const [row] = await selectMessages(tx).where(
    and(ofMerchant(tx, messages), eq(messages.conversationId, conversationId), eq(messages.clientId, clientId)),
  );
  return row ? toMessage(row) : null;
}

/** Is it a message of this conversation, in the reader's scope? */
export async function isMessageOf(
  tx: MerchantTx,
  id: string,
  conversationId: string,
  scope: Scope = null,
): Promise<boolean> {
  const rows = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(ofMerchant(tx, messages), eq(messages.id, id), eq(messages.conversationId, conversationId), inScope(scope)),
    );
  return rows.length > 0;
}

/** Has the customer ever written in this thread? */
export async function hasShoppersWord(tx: MerchantTx, conversationId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(ofMerchant(tx, messages), eq(messages.conversationId, conversationId), eq(messages.author, 'shopper')))
    .limit(1);
  return rows.length > 0;
}

/** The message that WhatsApp calls `wamid`: an inbound one, or one of our deliveries. */
export async function findMessageIdByWamid(tx: MerchantTx, wamid: string): Promise<string | null> {
  const [inbound] = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(ofMerchant(tx, messages), eq(messages.wamid, wamid)));
  if (inbound) return inbound.id;
  const [outbound] = await tx
    .select({ id: deliveries.messageId })
    .from(deliveries)
    .where(and(ofMerchant(tx, deliveries), eq(deliveries.wamid, wamid)));
  return outbound?.id ?? null;
}

/** Meta's id of a message, ours or the customer's; null when it never went through WhatsApp. */
export async function findWamid(tx: MerchantTx, id: string): Promise<string | null> {
  const [row] = await tx
    .select({ inbound: messages.wamid, outbound: deliveries.wamid })
    .from(messages)
    .leftJoin(deliveries, deliveryOfMessage)
    .where(and(ofMerchant(tx, messages), eq(messages.id, id)));
  return row?.inbound ?? row?.outbound ?? null;
}

/** The newest page together with nothing but the thread's rows; see {@link listMessages}. */
export const NEWEST_PAGE: MessagePageQuery = { limit: 50 };
