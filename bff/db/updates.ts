import { and, asc, eq, gt, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { Message } from '../../contract/message.ts';
import { type MerchantTx, ofMerchant, PRUNED_AT_ONCE } from './merchant-tx.ts';
import { agentOfMessage, deliveryOfMessage, type MessageRow, messageColumns, toMessage } from './message-view.ts';
import {
  agents,
  conversations,
  conversationUpdates,
  deliveries,
  merchantCounters,
  messages,
  type UpdateData,
} from './schema/index.ts';
import { inScope, type Scope } from './scope.ts';

type NewUpdate = {
  conversationId: string;
  kind: 'message' | 'read' | 'conversation' | 'merged' | 'lead';
  messageId?: string;
  data?: UpdateData;
  now: Date;
};

/** One numbered update as it was recorded, with its message as it is now. */
export type UpdateRow = {
  conversationId: string;
  seq: number;
  merchantSeq: number;
  kind: NewUpdate['kind'];
  data: UpdateData | null;
  message: Message | null;
};

/** Takes the conversation's next number and writes the update under it. Returns that number. */
export async function recordUpdate(tx: MerchantTx, update: NewUpdate): Promise<number> {
  const [conversation] = await tx
    .update(conversations)
    .set({ seq: sql`${conversations.seq} + 1` })
    .where(and(ofMerchant(tx, conversations), eq(conversations.id, update.conversationId)))
    .returning({ seq: conversations.seq });
  if (!conversation) throw new Error(`no conversation ${update.conversationId}`);
  await insertUpdate(tx, { ...update, seq: conversation.seq });
  return conversation.seq;
}

/**
 * Writes an update under a number already taken from the conversation's row, whose lock the transaction holds. The merchant's
 * counter is locked here, after the conversation: every transaction takes the two in this order, so they cannot deadlock.
 */
export async function insertUpdate(tx: MerchantTx, update: NewUpdate & { seq: number }): Promise<void> {
  const data = update.data ? JSON.stringify(update.data) : null;
  await tx.execute(sql`
    with counter as (
      update merchant_counters set seq = seq + 1 where merchant_id = ${tx.merchantId} returning seq)
    insert into conversation_updates (merchant_id, conversation_id, seq, merchant_seq, kind, message_id, data, created_at)
    select ${tx.merchantId}::uuid, ${update.conversationId}::uuid, ${update.seq}::bigint, counter.seq, ${update.kind},
      ${update.messageId ?? null}::uuid, ${data}::jsonb, ${update.now.toISOString()}::timestamptz
    from counter`);
}

const selectUpdates = (tx: MerchantTx, visible?: SQL) =>
  tx
    .select({
      conversationId: conversationUpdates.conversationId,
      seq: conversationUpdates.seq,
      merchantSeq: conversationUpdates.merchantSeq,
      kind: conversationUpdates.kind,
      data: conversationUpdates.data,
      message: messageColumns,
    })
    .from(conversationUpdates)
    .leftJoin(
      messages,
      and(
        eq(messages.merchantId, conversationUpdates.merchantId),
        eq(messages.id, conversationUpdates.messageId),
        visible,
      ),
    )
    .leftJoin(agents, agentOfMessage)
    .leftJoin(deliveries, deliveryOfMessage);

type SelectedUpdate = Awaited<ReturnType<typeof selectUpdates>>[number];

const toUpdateRow = (row: SelectedUpdate): UpdateRow => ({
  conversationId: row.conversationId,
  seq: row.seq,
  merchantSeq: row.merchantSeq,
  kind: row.kind,
  data: row.data,
  message: row.message.id === null ? null : toMessage(row.message as MessageRow),
});

/**
 * The conversation's updates after a number, in order; without the messages that are out of the reader's scope or not here any more. The numbers have no
 * holes, so an upper bound takes nothing away and lets the plan see how few rows it is about.
 */
export async function readConversationUpdates(
  tx: MerchantTx,
  conversationId: string,
  after: number,
  limit: number,
  scope: Scope = null,
): Promise<UpdateRow[]> {
  // A message that went elsewhere, when a merge was made or undone, is nothing to tell of here.
  const rows = await selectUpdates(tx, and(eq(messages.conversationId, conversationId), inScope(scope)))
    .where(
      and(
        ofMerchant(tx, conversationUpdates),
        eq(conversationUpdates.conversationId, conversationId),
        gt(conversationUpdates.seq, after),
        lte(conversationUpdates.seq, after + limit),
      ),
    )
    .orderBy(asc(conversationUpdates.seq))
    .limit(limit);
  return rows.map(toUpdateRow);
}

/** The merchant's updates after a number, in order. */
export async function readMerchantUpdates(tx: MerchantTx, after: number, limit: number): Promise<UpdateRow[]> {
  const rows = await selectUpdates(tx)
    .where(
      and(
        ofMerchant(tx, conversationUpdates),
        gt(conversationUpdates.merchantSeq, after),
        lte(conversationUpdates.merchantSeq, after + limit),
      ),
    )
    .orderBy(asc(conversationUpdates.merchantSeq))
    .limit(limit);
  return rows.map(toUpdateRow);
}

/** The number of the merchant's newest update. */
export async function merchantSeq(tx: MerchantTx): Promise<number> {
  const [row] = await tx
    .select({ seq: merchantCounters.seq })
    .from(merchantCounters)
    .where(ofMerchant(tx, merchantCounters));
  return row?.seq ?? 0;
}

/**
 * Forgets updates older than `before`, the {@link PRUNED_AT_ONCE} first of them; a stream that asks for them is answered with a reset.
 * Returns how many went. An older one behind a younger (clocks differ, requests overtake each other) stays, so that what is kept has
 * no hole.
 */
export async function pruneUpdates(tx: MerchantTx, before: Date): Promise<number> {
  const old = tx
    .select({ merchantSeq: conversationUpdates.merchantSeq })
    .from(conversationUpdates)
    .where(
      and(
        ofMerchant(tx, conversationUpdates),
        lt(conversationUpdates.createdAt, before),
        sql`${conversationUpdates.merchantSeq} < all (select min(merchant_seq) from conversation_updates
          where merchant_id = ${tx.merchantId} and created_at >= ${before.toISOString()}::timestamptz having count(*) > 0)`,
      ),
    )
    .orderBy(asc(conversationUpdates.merchantSeq))
    .limit(PRUNED_AT_ONCE);
  const gone = await tx
    .delete(conversationUpdates)
    .where(and(ofMerchant(tx, conversationUpdates), inArray(conversationUpdates.merchantSeq, old)));
  return gone.count;
}

/** The number of the newest update that told of a message; 0 when it was pruned. */
export async function seqOfMessage(tx: MerchantTx, conversationId: string, messageId: string): Promise<number> {
  const [row] = await tx
    .select({ seq: sql<number>`coalesce(max(${conversationUpdates.seq}), 0)::int` })
    .from(conversationUpdates)
    .where(
      and(
        ofMerchant(tx, conversationUpdates),
        eq(conversationUpdates.conversationId, conversationId),
        eq(conversationUpdates.messageId, messageId),
      ),
    );
  return row!.seq;
}

/** The number of the oldest update still kept, of a conversation or (without one) of the merchant; null when none is. */
export async function oldestSeq(tx: MerchantTx, conversationId: string | null): Promise<number | null> {
  const number = conversationId ? conversationUpdates.seq : conversationUpdates.merchantSeq;
  const [row] = await tx
    .select({ seq: number })
    .from(conversationUpdates)
    .where(
      and(
        ofMerchant(tx, conversationUpdates),
        conversationId ? eq(conversationUpdates.conversationId, conversationId) : undefined,
      ),
    )
    .orderBy(asc(number))
    .limit(1);
  return row?.seq ?? null;
}
