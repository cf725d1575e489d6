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

/** How many people a portfolio has written to first who still count, and the oldest step that does. */
export async function readPortfolioUsage(
  tx: MerchantTx,
  portfolioId: string,
  countedSince: Date,
): Promise<{ used: number; oldestStep: Date | null }> {
  const [row] = await tx.execute<{ used: number; oldest: string | null }>(sql`
    select coalesce(sum(recipients), 0)::int as used, min(began_at) filter (where recipients > 0) as oldest from portfolio_usage
    where merchant_id = ${tx.merchantId} and portfolio_id = ${portfolioId} and began_at > ${countedSince.toISOString()}::timestamptz`);
  return { used: row!.used, oldestStep: row!.oldest === null ? null : new Date(row!.oldest) };
}

/** These people count from now on, in this step. */
export async function noteRecipients(
  tx: MerchantTx,
  portfolioId: string,
  identityIds: readonly string[],
  step: Date,
  now: Date,
): Promise<void> {
  if (identityIds.length === 0) return;
  await tx.execute(sql`
    with counted as (
      insert into portfolio_recipients (merchant_id, portfolio_id, identity_id, counted_at)
      select ${tx.merchantId}::uuid, ${portfolioId}, value::uuid, ${now.toISOString()}::timestamptz
      from jsonb_array_elements_text(${JSON.stringify(identityIds)}::jsonb)
      on conflict (merchant_id, portfolio_id, identity_id) do update set counted_at = excluded.counted_at
      returning 1)
    insert into portfolio_usage (merchant_id, portfolio_id, began_at, recipients)
    select ${tx.merchantId}::uuid, ${portfolioId}, ${step.toISOString()}::timestamptz, count(*) from counted
    on conflict (merchant_id, portfolio_id, began_at) do update set recipients = portfolio_usage.recipients + excluded.recipients`);
}

/** Forgets who has stopped counting before. Returns how many went. */
export async function prunePortfolio(tx: MerchantTx, before: Date): Promise<number> {
  const at = sql`${before.toISOString()}::timestamptz`;
  await tx.execute(sql`delete from portfolio_usage where merchant_id = ${tx.merchantId} and began_at < ${at}`);
  const gone = await tx.execute(sql`
    delete from portfolio_recipients where merchant_id = ${tx.merchantId} and (portfolio_id, identity_id) in (
      select portfolio_id, identity_id from portfolio_recipients
      where merchant_id = ${tx.merchantId} and counted_at < ${at} limit ${PRUNED_AT_ONCE})`);
  return gone.count;
}
