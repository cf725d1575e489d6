import type { ConversationList, ConversationSummary, InboxView } from '../../contract/conversation.ts';
import type { AgentUpdate } from '../../contract/update.ts';

/** The rows of one filter that this screen knows, and where its last page ended. */
export type InboxList = {
  readonly rows: ReadonlyMap<string, ConversationSummary>;
  /** The number of the last update that told of a conversation. */
  readonly told: ReadonlyMap<string, number>;
  /** Merged into others: a late page must not bring them back. */
  readonly gone: ReadonlySet<string>;
  /** Cursor of the next page; null at the end. */
  readonly next: string | null;
  /** The last row of the last page: below it there are rows we have not seen. */
  readonly tail: ConversationSummary | null;
  /** The number of the merchant's updates up to which the first page was true. */
  readonly seq: number;
  readonly loaded: boolean;
};

/** Before the first page: it already collects what the stream tells. */
export const emptyInbox: InboxList = {
  rows: new Map(),
  told: new Map(),
  gone: new Set(),
  next: null,
  tail: null,
  seq: 0,
  loaded: false,
};

export type RowFilter = { view: InboxView; unread: boolean; q: string; agentId: string };

/** The list as its first page tells it. What updates told since that page was read stays. */
export function withFirstPage(list: InboxList, page: ConversationList): InboxList {
  const later = [...list.rows.values()].filter(({ id }) => (list.told.get(id) ?? 0) > page.seq);
  return {
    ...list,
    rows: merged(new Map(), [...page.conversations, ...later], list.gone),
    next: page.next,
    tail: page.conversations.at(-1) ?? null,
    seq: page.seq,
    loaded: true,
  };
}

/** One more page below. */
export function withNextPage(list: InboxList, page: ConversationList): InboxList {
  return {
    ...list,
    rows: merged(list.rows, page.conversations, list.gone),
    next: page.next,
    tail: page.conversations.at(-1) ?? list.tail,
  };
}

/** Applies what the stream told. Applying it twice, or late, changes nothing. */
export function withUpdate(list: InboxList, { seq, conversation, conversationId }: AgentUpdate): InboxList {
  if (conversation) {
    const told = new Map(list.told).set(conversationId, Math.max(seq, list.told.get(conversationId) ?? 0));
    return { ...list, told, rows: merged(list.rows, [conversation], list.gone) };
  }
  const rows = new Map(list.rows);
  rows.delete(conversationId);
  return { ...list, rows, gone: new Set(list.gone).add(conversationId) };
}

/**
 * The rows to show, newest first. `keepId` stays although it no longer matches: a conversation does not vanish from under
 * the agent who opened it. With a search text only the server knows what matches, so known rows stay.
 */
export function visibleRows(list: InboxList, filter: RowFilter, keepId: string | null): ConversationSummary[] {
  const { tail, next } = list;
  const isSeen = (row: ConversationSummary) => next === null || tail === null || newestFirst(row, tail) <= 0;
  return [...list.rows.values()]
    .filter(row => (row.id === keepId || matches(row, filter)) && isSeen(row))
    .sort(newestFirst);
}

/** True when only the server can say whether this update's conversation belongs in a searched list. */
export const needsSearch = (list: InboxList, filter: RowFilter, update: AgentUpdate): boolean =>
  filter.q !== '' && update.change.kind === 'message' && !list.rows.has(update.conversationId);

function matches(row: ConversationSummary, { view, unread, agentId }: RowFilter): boolean {
  if (unread && row.unread === 0) return false;
  switch (view) {
    case 'open':
      return row.status === 'open';
    case 'mine':
      return row.status === 'open' && row.assignee?.id === agentId;
    case 'unassigned':
      return row.status === 'open' && row.assignee === null;
    case 'resolved':
      return row.status === 'resolved';
    case 'all':
      return true;
  }
}

function merged(
  rows: ReadonlyMap<string, ConversationSummary>,
  changed: readonly ConversationSummary[],
  gone: ReadonlySet<string>,
): ReadonlyMap<string, ConversationSummary> {
  const result = new Map(rows);
  for (const row of changed) {
    const known = result.get(row.id);
    if (!gone.has(row.id) && (!known || row.seq >= known.seq)) result.set(row.id, row);
  }
  return result;
}

function newestFirst(a: ConversationSummary, b: ConversationSummary): number {
  return Date.parse(b.lastMessageAt) - Date.parse(a.lastMessageAt) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
