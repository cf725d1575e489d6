import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { ConversationStatus } from '../../contract/conversation.ts';
import type { Channel } from '../../contract/message.ts';
import { type ConversationRow, notMerged, selectSummaries, toConversationRow } from './conversation-view.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { conversations, messages } from './schema/index.ts';

const byId = (tx: MerchantTx, id: string) => and(ofMerchant(tx, conversations), eq(conversations.id, id));

export async function insertConversation(
  tx: MerchantTx,
  conversation: { id: string; customerId: string; now: Date },
): Promise<void> {
  await tx.insert(conversations).values({
    merchantId: tx.merchantId,
    id: conversation.id,
    customerId: conversation.customerId,
    createdAt: conversation.now,
  });
}

/** What the services decide upon. */
export type ConversationFacts = {
  id: string;
  customerId: string;
  status: ConversationStatus;
  assigneeId: string | null;
  seq: number;
  lastPosition: number;
  readByAgents: number;
  readByShopper: number;
  replyChannel: Channel;
  lastWhatsappInboundAt: Date | null;
  startedUrl: string | null;
  mergedInto: string | null;
};

const factColumns = {
  id: conversations.id,
  customerId: conversations.customerId,
  status: conversations.status,
  assigneeId: conversations.assigneeId,
  seq: conversations.seq,
  lastPosition: conversations.lastPosition,
  readByAgents: conversations.readByAgents,
  readByShopper: conversations.readByShopper,
  replyChannel: conversations.replyChannel,
  lastWhatsappInboundAt: conversations.lastWhatsappInboundAt,
  startedUrl: conversations.startedUrl,
  mergedInto: conversations.mergedInto,
};

export async function findConversation(tx: MerchantTx, id: string): Promise<ConversationFacts | null> {
  const [row] = await tx.select(factColumns).from(conversations).where(byId(tx, id));
  return row ?? null;
}

/** Waits for, and keeps others from, changing this conversation until the transaction ends. */
export async function lockConversation(tx: MerchantTx, id: string): Promise<ConversationFacts | null> {
  const [row] = await tx.select(factColumns).from(conversations).where(byId(tx, id)).for('update');
  return row ?? null;
}

export async function findConversationOfCustomer(
  tx: MerchantTx,
  customerId: string,
): Promise<ConversationFacts | null> {
  const [row] = await tx
    .select(factColumns)
    .from(conversations)
    .where(
      and(ofMerchant(tx, conversations), eq(conversations.customerId, customerId), isNull(conversations.mergedInto)),
    );
  return row ?? null;
}

/** The rows of the inbox for these ids; merged conversations are left out. */
export async function findConversationRows(tx: MerchantTx, ids: string[]): Promise<Map<string, ConversationRow>> {
  if (ids.length === 0) return new Map();
  const rows = await selectSummaries(tx).where(
    and(ofMerchant(tx, conversations), inArray(conversations.id, ids), notMerged),
  );
  return new Map(rows.map(row => [row.id, toConversationRow(row)]));
}

export type ConversationDetailRow = ConversationRow & {
  readByShopper: number;
  startedOn: { url: string; title: string } | null;
  createdAt: Date;
  customerCreatedAt: Date;
};

export async function findConversationDetail(tx: MerchantTx, id: string): Promise<ConversationDetailRow | null> {
  const [row] = await selectSummaries(tx).where(and(byId(tx, id), notMerged));
  if (!row) return null;
  const { readByShopper, createdAt, customerCreatedAt, startedUrl } = row;
  const startedOn = startedUrl === null ? null : { url: startedUrl, title: row.startedTitle ?? '' };
  return { ...toConversationRow(row), readByShopper, createdAt, customerCreatedAt, startedOn };
}

/** The numbers of the newest updates of many conversations, in one query. */
export async function conversationSeqs(tx: MerchantTx, ids: string[]): Promise<Map<string, number>> {
  const rows = await tx
    .select({ id: conversations.id, seq: conversations.seq })
    .from(conversations)
    .where(and(ofMerchant(tx, conversations), inArray(conversations.id, ids)));
  return new Map(rows.map(row => [row.id, row.seq]));
}

export async function changeConversation(
  tx: MerchantTx,
  id: string,
  change: { status?: ConversationStatus | undefined; assigneeId?: string | null | undefined },
): Promise<void> {
  await tx
    .update(conversations)
    .set({
      ...(change.status !== undefined && { status: change.status }),
      ...(change.assigneeId !== undefined && { assigneeId: change.assigneeId }),
    })
    .where(byId(tx, id));
}

/** The page on which the shopper first wrote. Later pages do not change it. */
export async function rememberStartPage(
  tx: MerchantTx,
  id: string,
  page: { url: string; title: string },
): Promise<void> {
  await tx
    .update(conversations)
    .set({ startedUrl: page.url, startedTitle: page.title })
    .where(and(byId(tx, id), isNull(conversations.startedUrl)));
}

/** Moves a reader's mark forward; the agents' mark also recounts what is unread. The row must be locked. */
export async function setRead(
  tx: MerchantTx,
  conversationId: string,
  by: 'shopper' | 'agent',
  upTo: number,
): Promise<void> {
  if (by === 'shopper') {
    await tx.update(conversations).set({ readByShopper: upTo }).where(byId(tx, conversationId));
    return;
  }
  const unread = countMessages(tx, conversationId, 'shopper', upTo);
  await tx
    .update(conversations)
    .set({ readByAgents: upTo, unreadCount: sql`${unread}` })
    .where(byId(tx, conversationId));
}

const countMessages = (tx: MerchantTx, conversationId: string, author: 'shopper' | 'agent', after: number) =>
  sql`(select count(*)::int from ${messages} where ${messages.merchantId} = ${tx.merchantId}
    and ${messages.conversationId} = ${conversationId} and ${messages.author} = ${author} and ${messages.position} > ${after})`;

/** How many of the agents' messages the shopper has not read in the panel. */
export async function countUnreadByShopper(tx: MerchantTx, conversationId: string, readUpTo: number): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(
    sql`select ${countMessages(tx, conversationId, 'agent', readUpTo)} as count`,
  );
  return row!.count;
}

/**
 * All messages of one conversation become part of another, in the order of their times; both rows must be locked. The emptied
 * conversation stays and points at the other, so that a stream that still counts in it can be told.
 */
export async function moveMessages(tx: MerchantTx, from: string, into: string): Promise<void> {
  await tx.execute(sql`
    update whatsapp_messages set conversation_id = ${into}, origin_conversation_id = ${from},
      position = position + (select last_position from whatsapp_conversations where merchant_id = ${tx.merchantId} and id = ${into})
    where merchant_id = ${tx.merchantId} and conversation_id = ${from}`);
  await tx.execute(sql`
    update deliveries set conversation_id = ${into} where merchant_id = ${tx.merchantId} and conversation_id = ${from}`);
  await tx.execute(sql`
    update whatsapp_messages m set position = ordered.place
    from (select id, row_number() over (order by created_at, position) as place from whatsapp_messages
          where merchant_id = ${tx.merchantId} and conversation_id = ${into}) ordered
    where m.merchant_id = ${tx.merchantId} and m.id = ordered.id and m.position <> ordered.place`);
  await tx.execute(sql`
    update whatsapp_conversations c set
      last_position = coalesce(newest.position, 0),
      last_message_id = spoken.id,
      last_message_at = newest.created_at,
      read_by_agents = least(c.read_by_agents, coalesce(newest.position, 0)),
      read_by_shopper = coalesce(newest.position, 0),
      unread_count = c.unread_count + gone.unread_count,
      started_url = coalesce(c.started_url, gone.started_url),
      started_title = coalesce(c.started_title, gone.started_title),
      assignee_id = coalesce(c.assignee_id, gone.assignee_id),
      status = 'open'
    from whatsapp_conversations gone
    left join lateral (select position, created_at from whatsapp_messages
      where merchant_id = ${tx.merchantId} and conversation_id = ${into} order by position desc limit 1) newest on true
    left join lateral (select id from whatsapp_messages
      where merchant_id = ${tx.merchantId} and conversation_id = ${into} and author <> 'system' order by position desc limit 1) spoken on true
    where gone.merchant_id = ${tx.merchantId} and gone.id = ${from}
      and c.merchant_id = ${tx.merchantId} and c.id = ${into}`);
  await tx.update(conversations).set({ mergedInto: into, unreadCount: 0 }).where(byId(tx, from));
}
