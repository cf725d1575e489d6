import { randomUUIDv7 } from 'node:crypto';
import { and, inArray, lt, sql } from 'drizzle-orm';
import { type MerchantTx, ofMerchant, PRUNED_AT_ONCE } from './merchant-tx.ts';
import { type BookState, bookHistory } from './schema/index.ts';

type Book = {
  kind: 'cart' | 'quote' | 'order';
  id: string;
  /** Whoever it belongs to; what is nobody's has no history. */
  subjectId: string | null;
  source: (typeof bookHistory.$inferSelect)['source'];
  state: BookState;
};

/** How a cart, quote or order stands from now on; what changes nothing of that is not kept. Its row must be locked, or new. */
export async function noteBook(tx: MerchantTx, { kind, id, subjectId, source, state }: Book, now: Date): Promise<void> {
  if (!subjectId) return;
  const at = sql`${now.toISOString()}::timestamptz`;
  const told = sql`${JSON.stringify(state)}::jsonb`;
  await tx.execute(sql`
    with known as (
      select id, state is not distinct from ${told} and subject_id = ${subjectId}::uuid as same from book_history
      where merchant_id = ${tx.merchantId} and book_id = ${id}::uuid and superseded_at is null),
    ended as (
      update book_history h set superseded_at = ${at} from known
      where h.merchant_id = ${tx.merchantId} and h.id = known.id and not known.same returning h.id)
    insert into book_history (merchant_id, id, kind, book_id, subject_id, source, recorded_at, superseded_at, state)
    select ${tx.merchantId}::uuid, ${randomUUIDv7()}::uuid, ${kind}, ${id}::uuid, ${subjectId}::uuid, ${source}, ${at}, null, ${told}
    -- Counted, so that it has ended before the next begins.
    where not exists (select from known where same) and (select count(*) from ended) >= 0`);
}

/** Forgets how they stood until `before`, {@link PRUNED_AT_ONCE} rows of it. Returns how many went. */
export async function pruneBookHistory(tx: MerchantTx, before: Date): Promise<number> {
  const old = tx
    .select({ id: bookHistory.id })
    .from(bookHistory)
    .where(and(ofMerchant(tx, bookHistory), lt(bookHistory.supersededAt, before)))
    .limit(PRUNED_AT_ONCE);
  const gone = await tx.delete(bookHistory).where(and(ofMerchant(tx, bookHistory), inArray(bookHistory.id, old)));
  return gone.count;
}
