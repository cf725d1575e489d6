import { sql } from 'drizzle-orm';
import { beforeCommit, type MerchantTx } from './merchant-tx.ts';
import type { UpdateData } from './schema/index.ts';

export type UpdateKind = 'message' | 'read' | 'conversation' | 'merged' | 'lead';

type NewUpdate = {
  conversationId: string;
  kind: UpdateKind;
  messageId?: string;
  data?: UpdateData;
  now: Date;
};

type NumberedUpdate = NewUpdate & { seq: number };

/** Takes the conversation's next number and writes the update under it. Returns that number. */
export async function recordUpdate(tx: MerchantTx, update: NewUpdate): Promise<number> {
  const [seq] = await recordUpdates(tx, [update]);
  return seq!;
}

/**
 * Takes each conversation's next numbers, in the order of the list, and writes the updates under them. Returns the numbers. Of several
 * conversations the rows must be locked already, in the order of their ids.
 */
export async function recordUpdates(tx: MerchantTx, updates: readonly NewUpdate[]): Promise<number[]> {
  const counts = new Map<string, number>();
  for (const { conversationId } of updates) counts.set(conversationId, (counts.get(conversationId) ?? 0) + 1);
  const ends = await advanceSeqs(tx, counts);
  const taken = new Map(counts);
  const numbered = updates.map(update => {
    const left = taken.get(update.conversationId)! - 1;
    taken.set(update.conversationId, left);
    return { ...update, seq: ends.get(update.conversationId)! - left };
  });
  insertUpdates(tx, numbered);
  return numbered.map(({ seq }) => seq);
}

/** The numbers these conversations have come to, each so many further. */
async function advanceSeqs(tx: MerchantTx, counts: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const list = JSON.stringify([...counts].map(([id, n]) => ({ id, n })));
  const rows = await tx.execute<{ id: string; seq: string }>(sql`
    update whatsapp_conversations c set seq = c.seq + t.n from json_to_recordset(${list}::json) t (id uuid, n int)
    where c.merchant_id = ${tx.merchantId} and c.id = t.id returning c.id, c.seq`);
  const ends = new Map(rows.map(({ id, seq }) => [id, Number(seq)]));
  for (const id of counts.keys()) if (!ends.has(id)) throw new Error(`no conversation ${id}`);
  return ends;
}

const unwritten = new WeakMap<MerchantTx, NumberedUpdate[]>();

/**
 * Writes updates under numbers already taken from the conversations' rows, whose locks the transaction holds. All of a transaction's are
 * written at its end, when the merchant's counter is locked: once, for as short as it can be, since everybody of the merchant wants it,
 * and after the conversations: every transaction takes them in this order, so they cannot deadlock.
 */
export function insertUpdates(tx: MerchantTx, updates: readonly NumberedUpdate[]): void {
  if (updates.length === 0) return;
  const waiting = unwritten.get(tx) ?? [];
  if (waiting.length === 0) beforeCommit(tx, () => write(tx, waiting.splice(0)));
  unwritten.set(tx, waiting);
  waiting.push(...updates);
}

async function write(tx: MerchantTx, updates: readonly NumberedUpdate[]): Promise<void> {
  const list = JSON.stringify(updates.map(toRow));
  await tx.execute(sql`
    with counter as (
      update merchant_counters set seq = seq + ${updates.length}::int where merchant_id = ${tx.merchantId} returning seq)
    insert into conversation_updates (merchant_id, conversation_id, seq, merchant_seq, kind, message_id, data, created_at)
    select ${tx.merchantId}::uuid, u.conversation_id, u.seq, counter.seq - u.behind, u.kind, u.message_id, u.data, u.created_at
    from counter, json_to_recordset(${list}::json) u
      (conversation_id uuid, seq bigint, behind int, kind text, message_id uuid, data jsonb, created_at timestamptz)`);
}

const toRow = (update: NumberedUpdate, index: number, all: readonly unknown[]) => ({
  conversation_id: update.conversationId,
  seq: update.seq,
  behind: all.length - 1 - index,
  kind: update.kind,
  message_id: update.messageId,
  data: update.data,
  created_at: update.now,
});
