import type { ConversationSnapshot } from '../../contract/storefront.ts';
import type { AgentUpdate, ShopperUpdate } from '../../contract/update.ts';
import type { ConversationRow } from '../db/conversation-view.ts';
import { findConversationRows, type Head } from '../db/conversations.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import type { Scope } from '../db/scope.ts';
import { merchantSeq, oldestSeq, readConversationUpdates, readMerchantUpdates, type UpdateRow } from '../db/updates.ts';
import { presentConversation, readSnapshot } from './read-conversation.ts';

/** Updates in order; `more`: read again at once, there are others behind them. */
export type Batch<T> = { updates: T[]; more: boolean };

/** What a stream that last saw `after` can be told: from which number it goes on, or that it must begin anew. */
/** `merged`: the thread goes on in another conversation; whoever comes back is led there. */
export type Resumption =
  | { kind: 'resume'; from: number; to: number }
  | { kind: 'reset'; to: number }
  | { kind: 'merged' };

/** Null `after`: begin with what comes next. A number from the future or beyond what is kept is answered with a reset. */
export function resumption(after: number | null, newest: number, oldestKept: number | null): Resumption {
  if (after === null) return { kind: 'resume', from: newest, to: newest };
  const isReplayable = after === newest || (oldestKept !== null && after >= oldestKept - 1 && after < newest);
  return isReplayable ? { kind: 'resume', from: after, to: newest } : { kind: 'reset', to: newest };
}

/** `head`: how far the conversation has come; undefined: there is none. Asks the database only when something was missed. */
export async function resumeConversation(
  db: Db,
  merchantId: string,
  conversationId: string,
  after: number | null,
  head: Head | undefined,
): Promise<Resumption> {
  if (head?.isMerged) return { kind: 'merged' };
  const newest = head?.seq ?? 0;
  if (after === null || after === newest) return resumption(after, newest, null);
  return resumption(after, newest, await withMerchant(db, merchantId, tx => oldestSeq(tx, conversationId)));
}

export async function resumeMerchant(db: Db, merchantId: string, after: number | null): Promise<Resumption> {
  return withMerchant(db, merchantId, async tx => {
    const newest = await merchantSeq(tx);
    const oldest = after === null || after === newest ? null : await oldestSeq(tx, null);
    return resumption(after, newest, oldest);
  });
}

/** `end`: why nothing can be read beyond these: the thread went on in another conversation, or its past is no longer the same. */
export async function readShopperUpdates(
  db: Db,
  merchantId: string,
  conversationId: string,
  after: number,
  atMost: number,
  scope: Scope,
): Promise<Batch<ShopperUpdate> & { end: 'merged' | 'reordered' | null }> {
  const rows = await withMerchant(db, merchantId, tx =>
    readConversationUpdates(tx, conversationId, after, atMost, scope),
  );
  const last = rows.findIndex(row => row.kind === 'merged' || row.data?.reordered);
  if (last < 0) return { updates: rows.map(forShopper), more: rows.length === atMost, end: null };
  const end = rows[last]!.kind === 'merged' ? 'merged' : 'reordered';
  return { updates: rows.slice(0, last).map(forShopper), more: false, end };
}

export async function readAgentUpdates(
  db: Db,
  merchantId: string,
  after: number,
  atMost: number,
): Promise<Batch<AgentUpdate>> {
  return withMerchant(db, merchantId, async tx => {
    const rows = await readMerchantUpdates(tx, after, atMost);
    const conversations = await findConversationRows(tx, [...new Set(rows.map(row => row.conversationId))]);
    return { updates: rows.map(row => forAgent(row, conversations)), more: rows.length === atMost };
  });
}

export const readSnapshotOf = (
  db: Db,
  merchantId: string,
  conversationId: string,
  scope: Scope,
): Promise<ConversationSnapshot> => withMerchant(db, merchantId, tx => readSnapshot(tx, conversationId, scope));

function forShopper({ kind, seq, message, data }: UpdateRow): ShopperUpdate {
  if (kind === 'message' && message) return { kind, seq, message };
  if (kind === 'read' && data?.by) return { kind, seq, by: data.by, upTo: data.upTo! };
  return { kind: 'internal', seq };
}

function forAgent(row: UpdateRow, conversations: Map<string, ConversationRow>): AgentUpdate {
  const conversation = conversations.get(row.conversationId);
  return {
    seq: row.merchantSeq,
    conversationId: row.conversationId,
    conversation: conversation ? presentConversation(conversation) : null,
    change: changeOf(row),
  };
}

function changeOf({ kind, message, data }: UpdateRow): AgentUpdate['change'] {
  if (kind === 'message' && message) return { kind, message };
  if (kind === 'read' && data?.by) return { kind, by: data.by, upTo: data.upTo! };
  if (kind === 'merged' && data?.into) return { kind, into: data.into };
  if (kind === 'lead' && data?.lead) return { kind, ...data.lead };
  return { kind: 'conversation' };
}
