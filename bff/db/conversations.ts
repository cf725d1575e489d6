import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { ConversationStatus } from '../../contract/conversation.ts';
import type { Channel } from '../../contract/message.ts';
import { anyOf } from './any-of.ts';
import { type ConversationRow, notMerged, selectSummaries, toConversationRow } from './conversation-view.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { conversations, messages } from './schema/index.ts';
import { inScope, type Scope } from './scope.ts';
import { inboundOfConversation } from './service-windows.ts';

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

/** Something happened that agents should see, though nobody wrote. */
export async function showInInbox(tx: MerchantTx, id: string, now: Date): Promise<void> {
  await tx.update(conversations).set({ status: 'open', lastMessageAt: now }).where(byId(tx, id));
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
  /** Who last wrote by WhatsApp and to which of our numbers: the pair an answer goes between. */
  whatsappIdentityId: string | null;
  whatsappNumberId: string | null;
  /** When the one last wrote or called to the other: their service window. */
  lastInboundAt: Date | null;
  startedUrl: string | null;
  startedTitle: string | null;
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
  whatsappIdentityId: conversations.whatsappIdentityId,
  whatsappNumberId: conversations.whatsappNumberId,
  lastInboundAt: inboundOfConversation,
  startedUrl: conversations.startedUrl,
  startedTitle: conversations.startedTitle,
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

/** The threads of these customers that are not part of another. */
export async function listThreadsOf(tx: MerchantTx, customerIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(
        ofMerchant(tx, conversations),
        anyOf(conversations.customerId, [...customerIds]),
        isNull(conversations.mergedInto),
      ),
    )
    .orderBy(asc(conversations.id));
  return rows.map(({ id }) => id);
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
  /** Has the customer ever written to one of our numbers? */
  hasWhatsAppAddress: boolean;
  startedOn: { url: string; title: string } | null;
  createdAt: Date;
  customerCreatedAt: Date;
};

export async function findConversationDetail(tx: MerchantTx, id: string): Promise<ConversationDetailRow | null> {
  const [row] = await selectSummaries(tx).where(and(byId(tx, id), notMerged));
  if (!row) return null;
  const { readByShopper, createdAt, customerCreatedAt, startedUrl } = row;
  const startedOn = startedUrl === null ? null : { url: startedUrl, title: row.startedTitle ?? '' };
  const hasWhatsAppAddress = row.whatsappIdentityId !== null && row.whatsappNumberId !== null;
  return { ...toConversationRow(row), readByShopper, hasWhatsAppAddress, createdAt, customerCreatedAt, startedOn };
}

/** How far a conversation has come. `isMerged`: it goes on in another one. */
export type Head = { seq: number; isMerged: boolean };

/** How far many conversations have come, in one query. */
export async function conversationHeads(tx: MerchantTx, ids: string[]): Promise<Map<string, Head>> {
  const rows = await tx
    .select({ id: conversations.id, seq: conversations.seq, mergedInto: conversations.mergedInto })
    .from(conversations)
    .where(and(ofMerchant(tx, conversations), anyOf(conversations.id, ids)));
  return new Map(rows.map(({ id, seq, mergedInto }) => [id, { seq, isMerged: mergedInto !== null }]));
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
  const unread = sql`(select count(*)::int from ${messages} where ${messages.merchantId} = ${tx.merchantId}
    and ${messages.conversationId} = ${conversationId} and ${messages.author} = 'shopper' and ${messages.position} > ${upTo})`;
  await tx.update(conversations).set({ readByAgents: upTo, unreadCount: unread }).where(byId(tx, conversationId));
}

/** How many messages they have not read in the panel, of those that agents, or the shop's rules on this page, wrote and that they may see. */
export async function countUnreadByShopper(
  tx: MerchantTx,
  conversationId: string,
  readUpTo: number,
  scope: Scope,
): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(messages)
    .where(
      and(
        ofMerchant(tx, messages),
        eq(messages.conversationId, conversationId),
        or(
          eq(messages.author, 'agent'),
          and(eq(messages.author, 'system'), eq(messages.channel, 'web'), sql`${messages.content} ->> 'kind' = 'text'`),
        ),
        gt(messages.position, readUpTo),
        inScope(scope),
      ),
    );
  return row!.count;
}

/** The conversation in which this one goes on, after whatever merges; null when there is none. */
export async function currentConversation(tx: MerchantTx, id: string): Promise<ConversationFacts | null> {
  const found = await findConversation(tx, id);
  return found?.mergedInto ? currentConversation(tx, found.mergedInto) : found;
}
