import { and, desc, eq, gt, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { ConversationListQuery, InboxCounts, InboxView } from '../../contract/conversation.ts';
import { type ConversationRow, notMerged, selectSummaries, toConversationRow } from './conversation-view.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { conversations, customers } from './schema/index.ts';
import { merchantSeq } from './updates.ts';

/** Message texts are searched in this many of the newest conversations, so that a search's cost is bounded. */
const SEARCHED_CONVERSATIONS = 2000;

export type InboxPage = { conversations: ConversationRow[]; next: string | null; seq: number };

/** One page of the inbox, newest first. `agentId` is who "mine" means. */
export async function listConversations(
  tx: MerchantTx,
  query: ConversationListQuery,
  agentId: string,
): Promise<InboxPage> {
  const seq = await merchantSeq(tx);
  const rows = await selectSummaries(tx)
    .where(
      and(
        ofMerchant(tx, conversations),
        isNotNull(conversations.lastMessageAt),
        notMerged,
        inView(query.view, agentId),
        query.unread ? gt(conversations.unreadCount, 0) : undefined,
        query.q ? matches(tx, query.q) : undefined,
        query.cursor ? after(query.cursor) : undefined,
      ),
    )
    .orderBy(desc(conversations.lastMessageAt), desc(conversations.id))
    .limit(query.limit + 1);
  const shown = rows.slice(0, query.limit).map(toConversationRow);
  const last = shown.at(-1);
  return { conversations: shown, next: rows.length > query.limit ? cursorOf(last!) : null, seq };
}

function inView(view: InboxView, agentId: string): SQL | undefined {
  const open = eq(conversations.status, 'open');
  switch (view) {
    case 'open':
      return open;
    case 'mine':
      return and(open, eq(conversations.assigneeId, agentId));
    case 'unassigned':
      return and(open, isNull(conversations.assigneeId));
    case 'resolved':
      return eq(conversations.status, 'resolved');
    case 'all':
      return undefined;
  }
}

function matches(tx: MerchantTx, q: string): SQL | undefined {
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  const digits = /^[\d\s+()./-]+$/.test(q) ? q.replace(/\D/g, '') : '';
  const inMessages = sql`${conversations.id} in (
    select recent.id from (
      select c.id from whatsapp_conversations c
      where c.merchant_id = ${tx.merchantId} and c.last_message_at is not null and c.merged_into is null
      order by c.last_message_at desc, c.id desc limit ${SEARCHED_CONVERSATIONS}) recent
    where exists (
      select from whatsapp_messages m where m.merchant_id = ${tx.merchantId} and m.conversation_id = recent.id
      and coalesce(m.content->>'text', m.content->>'caption') ilike ${pattern}))`;
  return or(
    sql`${customers.fullName} ilike ${pattern}`,
    digits.length >= 3 ? sql`regexp_replace(${customers.phone}, '\\D', '', 'g') like ${`%${digits}%`}` : undefined,
    inMessages,
  );
}

const cursorOf = (row: { lastMessageAt: string; id: string }) =>
  Buffer.from(`${row.lastMessageAt} ${row.id}`).toString('base64url');

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Thrown for a cursor that is not one of ours. */
export class BadCursor extends Error {}

function after(cursor: string): SQL | undefined {
  const [, at = '', id = ''] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const moment = new Date(at);
  // A day that no calendar has is another day or none here, and there is no year 0 in Postgres.
  if (Number.isNaN(moment.getTime()) || moment.toISOString() !== at || at < '0001') throw new BadCursor();
  return or(
    lt(conversations.lastMessageAt, moment),
    and(eq(conversations.lastMessageAt, moment), lt(conversations.id, id)),
  );
}

export async function countInbox(tx: MerchantTx, agentId: string): Promise<InboxCounts> {
  const [row] = await tx
    .select({
      open: sql<number>`count(*)::int`,
      mine: sql<number>`(count(*) filter (where ${conversations.assigneeId} = ${agentId}))::int`,
      unassigned: sql<number>`(count(*) filter (where ${conversations.assigneeId} is null))::int`,
      unread: sql<number>`(count(*) filter (where ${conversations.unreadCount} > 0))::int`,
    })
    .from(conversations)
    .where(
      and(
        ofMerchant(tx, conversations),
        isNotNull(conversations.lastMessageAt),
        notMerged,
        eq(conversations.status, 'open'),
      ),
    );
  return row!;
}
