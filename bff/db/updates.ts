import { and, asc, eq, gt, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { Message } from '../../contract/message.ts';
import { type MerchantTx, ofMerchant, PRUNED_AT_ONCE } from './merchant-tx.ts';
import {
  agentOfMessage,
  deliveryOfMessage,
  type MessageRow,
  messageColumns,
  quotedBy,
  quotedMessages,
  toMessage,
} from './message-view.ts';
import type { UpdateKind } from './record-updates.ts';
import {
  agents,
  conversationUpdates,
  deliveries,
  merchantCounters,
  messages,
  type UpdateData,
} from './schema/index.ts';
import { inScope, type Scope } from './scope.ts';

/** One numbered update as it was recorded, with its message as it is now. */
export type UpdateRow = {
  conversationId: string;
  seq: number;
  merchantSeq: number;
  kind: UpdateKind;
  data: UpdateData | null;
  message: Message | null;
};

const selectUpdates = (tx: MerchantTx, visible?: SQL, scope: Scope = null) =>
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
    .leftJoin(deliveries, deliveryOfMessage)
    .leftJoin(quotedMessages, quotedBy(scope));

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
  const rows = await selectUpdates(tx, and(eq(messages.conversationId, conversationId), inScope(scope)), scope)
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
