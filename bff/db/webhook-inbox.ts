import { and, asc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant, PRUNED_AT_ONCE } from './merchant-tx.ts';
import { webhookInbox } from './schema/index.ts';

export type InboxSource = (typeof webhookInbox.$inferSelect)['source'];
type InboxRow = { id: string; source: InboxSource; dedupeKey: string; body: string; receivedAt: Date };

/** Keeps what a provider told us, once. Returns the rows that are new. */
export async function storeWebhookParts(
  tx: MerchantTx,
  source: InboxSource,
  parts: { id: string; dedupeKey: string; body: string }[],
  now: Date,
): Promise<string[]> {
  if (parts.length === 0) return [];
  const rows = await tx
    .insert(webhookInbox)
    .values(parts.map(part => ({ ...part, merchantId: tx.merchantId, source, receivedAt: now })))
    .onConflictDoNothing()
    .returning({ id: webhookInbox.id });
  return rows.map(row => row.id);
}

const inboxColumns = {
  id: webhookInbox.id,
  source: webhookInbox.source,
  dedupeKey: webhookInbox.dedupeKey,
  body: webhookInbox.body,
  receivedAt: webhookInbox.receivedAt,
};

/** The part, locked; null when it was worked on already. */
export async function lockWaitingPart(tx: MerchantTx, id: string): Promise<InboxRow | null> {
  const [row] = await lockWaitingParts(tx, [id]);
  return row ?? null;
}

/** Those of these parts that were not worked on yet, locked in the order of their ids. */
export async function lockWaitingParts(tx: MerchantTx, ids: string[]): Promise<InboxRow[]> {
  return tx
    .select(inboxColumns)
    .from(webhookInbox)
    .where(and(ofMerchant(tx, webhookInbox), anyOf(webhookInbox.id, ids), isNull(webhookInbox.processedAt)))
    .orderBy(asc(webhookInbox.id))
    .for('update');
}

/**
 * The first parts that wait in each of these lines, at most `each`, locked; in the order in which they came. A part that stands in none
 * is a line of its own, by its id.
 */
export async function lockHeadsOfLines(
  tx: MerchantTx,
  lines: readonly string[],
  each: number,
): Promise<Pick<InboxRow, 'id' | 'body' | 'receivedAt'>[]> {
  const rows = await tx.execute<{ id: string; body: string; received_at: string }>(sql`
    select id, body, received_at from webhook_inbox
    where merchant_id = ${tx.merchantId} and processed_at is null and id = any(array(
      select head.id from json_array_elements_text(${JSON.stringify(lines)}::json) l (line) cross join lateral (
        (select id from webhook_inbox where merchant_id = ${tx.merchantId} and line = l.line::uuid and processed_at is null
          order by id limit ${each})
        union all
        (select id from webhook_inbox where merchant_id = ${tx.merchantId} and id = l.line::uuid and line is null)) head))
    order by id for update`);
  return rows.map(({ id, body, received_at }) => ({ id, body, receivedAt: new Date(received_at) }));
}

/** The lines of these in which something waits. */
export async function linesWaiting(tx: MerchantTx, lines: readonly string[]): Promise<string[]> {
  const rows = await tx.execute<{ line: string }>(sql`
    select l.line from json_array_elements_text(${JSON.stringify(lines)}::json) l (line) cross join lateral (
      select from webhook_inbox where merchant_id = ${tx.merchantId} and line = l.line::uuid and processed_at is null limit 1) waiting`);
  return rows.map(({ line }) => line);
}

/** Since when parts of a source wait to be worked on; null: none does. */
export async function oldestUnread(tx: MerchantTx, source: InboxSource): Promise<Date | null> {
  const [row] = await tx.execute<{ since: string | null }>(sql`
    select min(received_at) as since from webhook_inbox
    where merchant_id = ${tx.merchantId} and source = ${source} and processed_at is null`);
  return row?.since ? new Date(row.since) : null;
}

/** {@link settleParts} of one. */
export const settlePart = (tx: MerchantTx, id: string, outcome: string, now: Date): Promise<void> =>
  settleParts(tx, [{ id, outcome }], now);

/** Parts are done: what became of each. */
export async function settleParts(
  tx: MerchantTx,
  settled: readonly { id: string; outcome: string }[],
  now: Date,
): Promise<void> {
  if (settled.length === 0) return;
  await tx.execute(sql`
    update webhook_inbox w set processed_at = ${now.toISOString()}::timestamptz, outcome = s.outcome
    from json_to_recordset(${JSON.stringify(settled)}::json) s (id uuid, outcome text)
    where w.merchant_id = ${tx.merchantId} and w.id = s.id
      and w.id = any(${`{${settled.map(({ id }) => id).join(',')}}`}::uuid[])`);
}

/** Statuses that came before the message they speak of was known by that name: their names begin with one of these. */
export async function listParked(
  tx: MerchantTx,
  dedupeKeyPrefixes: readonly string[],
): Promise<{ id: string; body: string; receivedAt: Date }[]> {
  if (dedupeKeyPrefixes.length === 0) return [];
  // Byte by byte, as the index is. What follows the prefix is JSON, and sorts before a tilde.
  const rows = await tx.execute<{ id: string; body: string; received_at: string }>(sql`
    select w.id, w.body, w.received_at from json_array_elements_text(${JSON.stringify(dedupeKeyPrefixes)}::json) p (prefix)
    cross join lateral (
      select id, body, received_at from webhook_inbox where merchant_id = ${tx.merchantId} and outcome = 'parked'
        and dedupe_key ~>=~ p.prefix and dedupe_key ~<~ (p.prefix || '~')) w`);
  return rows.map(({ id, body, received_at }) => ({ id, body, receivedAt: new Date(received_at) }));
}

/** Those that were settled so, oldest first. */
export async function listPartsWith(tx: MerchantTx, source: InboxSource, outcome: string): Promise<InboxRow[]> {
  return tx
    .select(inboxColumns)
    .from(webhookInbox)
    .where(and(ofMerchant(tx, webhookInbox), eq(webhookInbox.source, source), eq(webhookInbox.outcome, outcome)))
    .orderBy(asc(webhookInbox.id));
}

/** What it said is gone; that it came is not. */
export async function emptyPart(tx: MerchantTx, id: string, now: Date): Promise<void> {
  await tx
    .update(webhookInbox)
    .set({ body: '{}', outcome: 'erased', processedAt: now })
    .where(and(ofMerchant(tx, webhookInbox), eq(webhookInbox.id, id)));
}

/** Forgets what was worked on before `before`, {@link PRUNED_AT_ONCE} rows of it. Returns how many went. */
export async function pruneWebhookParts(tx: MerchantTx, before: Date): Promise<number> {
  const old = tx
    .select({ id: webhookInbox.id })
    .from(webhookInbox)
    .where(and(ofMerchant(tx, webhookInbox), lt(webhookInbox.processedAt, before)))
    .limit(PRUNED_AT_ONCE);
  const gone = await tx.delete(webhookInbox).where(and(ofMerchant(tx, webhookInbox), inArray(webhookInbox.id, old)));
  return gone.count;
}

/** The bodies that are here already under these names. */
export async function findParts(
  tx: MerchantTx,
  source: InboxSource,
  dedupeKeys: string[],
): Promise<Map<string, string>> {
  const rows = await tx
    .select({ dedupeKey: webhookInbox.dedupeKey, body: webhookInbox.body })
    .from(webhookInbox)
    .where(
      and(ofMerchant(tx, webhookInbox), eq(webhookInbox.source, source), anyOf(webhookInbox.dedupeKey, dedupeKeys)),
    );
  return new Map(rows.map(row => [row.dedupeKey, row.body]));
}
