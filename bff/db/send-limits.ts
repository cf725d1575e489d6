import { sql } from 'drizzle-orm';
import { type MerchantTx, PRUNED_AT_ONCE } from './merchant-tx.ts';

type Pair = { identityId: string; nextAt: Date };

/** Remembers when the next message of a number may go to each of these people. */
export async function savePairs(tx: MerchantTx, numberId: string, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  const rows = pairs.map(({ identityId, nextAt }) => ({ identity_id: identityId, next_at: nextAt.toISOString() }));
  await tx.execute(sql`
    insert into queue.pairs (merchant_id, number_id, identity_id, next_at)
    select ${tx.merchantId}::uuid, ${numberId}::uuid, identity_id, next_at from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(identity_id uuid, next_at timestamptz)
    on conflict (number_id, identity_id) do update set next_at = greatest(pairs.next_at, excluded.next_at)
      where pairs.merchant_id = excluded.merchant_id`);
}

/** Forgets pairs whose next message may go at any time. Returns how many went. */
export async function prunePairs(tx: MerchantTx, now: Date): Promise<number> {
  const gone = await tx.execute(sql`
    delete from queue.pairs where merchant_id = ${tx.merchantId} and (number_id, identity_id) in (
      select number_id, identity_id from queue.pairs where merchant_id = ${tx.merchantId} and next_at < ${now.toISOString()}::timestamptz limit ${PRUNED_AT_ONCE})`);
  return gone.count;
}
