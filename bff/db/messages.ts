import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
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
import { keepWindows, type Pair } from './service-windows.ts';

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
  via?: Pair;
};

/**
 * Puts a message at the end of its thread and records the update that tells of it. A thread that was merged into another one
 * meanwhile goes on there: returns where the message went, its position, and the update's number there.
 */
export async function appendMessage(
  tx: MerchantTx,
  message: NewMessage,
): Promise<{ conversationId: string; seq: number; position: number }> {
  const place = await insertAtEnd(tx, message.conversationId, message);
  const { conversationId, seq } = place;
  insertUpdates(tx, [{ conversationId, kind: 'message', messageId: message.id, seq, now: message.now }]);
  return place;
}

/** Waits for whoever holds the thread's row, and asks only then whether it was merged. */
async function insertAtEnd(
  tx: MerchantTx,
  thread: string,
  message: NewMessage,
): Promise<{ conversationId: string; seq: number; position: number }> {
  const row = {
    ...{ id: message.id, author: message.author.kind, channel: message.channel, content: message.content },
    ...{ agent_id: message.author.kind === 'agent' ? message.author.id : null, client_id: message.clientId },
    ...{ wamid: message.wamid, reply_to: message.replyTo, media_id: fileOf(message.content)?.mediaId },
    ...{ sent_at: message.sentAt, created_at: message.now },
  };
  const [place] = await tx.execute<{ conversationId: string; seq: string; position: string }>(sql`
    with thread as (
      update whatsapp_conversations set seq = seq + 1, last_position = last_position + 1,
        last_message_at = ${message.now.toISOString()}::timestamptz ${effectOnConversation(message)}
      where merchant_id = ${tx.merchantId} and id = ${thread} and merged_into is null
      returning id, seq, last_position)${effectOnWindows(tx, message)}
    insert into whatsapp_messages (merchant_id, conversation_id, position,
      id, author, agent_id, channel, content, client_id, wamid, reply_to, media_id, sent_at, created_at)
    select ${tx.merchantId}::uuid, thread.id, thread.last_position, m.*
    from thread, json_to_record(${JSON.stringify(row)}::json) m (id uuid, author text, agent_id uuid, channel text, content jsonb,
      client_id uuid, wamid text, reply_to uuid, media_id uuid, sent_at timestamptz, created_at timestamptz)
    returning conversation_id as "conversationId", (select seq from thread) as seq, position`);
  if (place) return { ...place, seq: Number(place.seq), position: Number(place.position) };
  const [gone] = await tx
    .select({ into: conversations.mergedInto })
    .from(conversations)
    .where(and(ofMerchant(tx, conversations), eq(conversations.id, thread)));
  if (!gone?.into) throw new Error(`no conversation ${thread}`);
  return insertAtEnd(tx, gone.into, message);
}

/** What else changes in the thread's row. */
function effectOnConversation({ id, author, sentAt, channel, via }: NewMessage): SQL {
  switch (author.kind) {
    case 'shopper':
      return sql`, last_message_id = ${id}, status = 'open', reply_channel = ${channel}, unread_count = unread_count + 1
        ${via ? addressOf(via, sentAt) : sql``}`;
    case 'agent':
      return sql`, last_message_id = ${id}, unread_count = 0, read_by_agents = last_position + 1`;
    case 'system':
      // A notice of a new number comes from any number they ever wrote to: where they are, it does not say.
      return via
        ? sql`, whatsapp_identity_id = ${via.identityId}::uuid,
            whatsapp_number_id = coalesce(whatsapp_number_id, ${via.numberId}::uuid)`
        : sql``;
  }
}

/** Of two messages that come out of order the later one says where the customer is. */
function addressOf({ identityId, numberId }: NonNullable<NewMessage['via']>, sentAt: Date): SQL {
  const at = sql`${sentAt.toISOString()}::timestamptz`;
  const isLatest = sql`(last_whatsapp_inbound_at is null or last_whatsapp_inbound_at <= ${at})`;
  return sql`, last_whatsapp_inbound_at = greatest(last_whatsapp_inbound_at, ${at}),
    whatsapp_identity_id = case when ${isLatest} then ${identityId}::uuid else whatsapp_identity_id end,
    whatsapp_number_id = case when ${isLatest} then ${numberId}::uuid else whatsapp_number_id end`;
}

/** What they write opens the window of its pair; to another number or id of theirs, which WhatsApp tells of, their windows go along. */
function effectOnWindows(tx: MerchantTx, { author, sentAt, via }: NewMessage): SQL {
  if (!via || author.kind === 'agent') return sql``;
  const { identityId, numberId } = via;
  const merchant = sql`${tx.merchantId}::uuid`;
  const opened = sql`select ${merchant}, ${identityId}::uuid, ${numberId}::uuid, ${sentAt.toISOString()}::timestamptz from thread`;
  const moved = sql`select ${merchant}, ${identityId}::uuid, w.number_id, w.last_inbound_at from thread
    join whatsapp_conversations c on c.merchant_id = ${tx.merchantId} and c.id = thread.id
    join service_windows w on w.merchant_id = c.merchant_id and w.identity_id = c.whatsapp_identity_id`;
  return sql`, windows as (${keepWindows(author.kind === 'shopper' ? opened : moved)})`;
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
  const [row] = await tx.execute<{ id: string }>(sql`
    select id from whatsapp_messages where merchant_id = ${tx.merchantId} and wamid = ${wamid}
    union all select message_id from deliveries where merchant_id = ${tx.merchantId} and wamid = ${wamid} limit 1`);
  return row?.id ?? null;
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
