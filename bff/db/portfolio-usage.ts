import { sql } from 'drizzle-orm';
import { type MerchantTx, PRUNED_AT_ONCE } from './merchant-tx.ts';

/** `used`: people who count. `begun`: how many the portfolio had ever begun to write to when that was read. */
export type PortfolioUsage = { used: number; oldestStep: Date | null; begun: number };

/** How many people a portfolio has written to first who still count, and the oldest step that does. */
export async function readPortfolioUsage(
  tx: MerchantTx,
  portfolioId: string,
  countedSince: Date,
): Promise<PortfolioUsage> {
  const [row] = await tx.execute<{ used: number; oldest: string | null; begun: string | null }>(sql`
    select coalesce(sum(recipients), 0)::int as used, min(began_at) filter (where recipients > 0) as oldest,
      (select begun from portfolio_counters where merchant_id = ${tx.merchantId} and portfolio_id = ${portfolioId}) as begun
    from portfolio_usage
    where merchant_id = ${tx.merchantId} and portfolio_id = ${portfolioId} and began_at > ${countedSince.toISOString()}::timestamptz`);
  const { used, oldest, begun } = row!;
  return { used, oldestStep: oldest === null ? null : new Date(oldest), begun: Number(begun ?? 0) };
}

type Noted = {
  identityIds: readonly string[];
  /** People are counted in steps of so many ms. */
  step: number;
  /** Whoever counts since a step after this is taken from it: they count once. */
  countedSince: Date;
  /** Without a limit nobody needs to know who was faster. */
  isLimited: boolean;
};

/**
 * These people count from `now` on, and no more from when they were written to before. Returns how many the portfolio has ever begun to
 * write to, these among them; null without a limit. Whoever notes somebody for the same portfolio waits until the transaction ends.
 */
export async function noteRecipients(
  tx: MerchantTx,
  portfolioId: string,
  { identityIds, step, countedSince, isLimited }: Noted,
  now: Date,
): Promise<number | null> {
  if (identityIds.length === 0) return null;
  // In one order, here as below, so that nobody deadlocks.
  const people = JSON.stringify(identityIds.toSorted());
  const stepOf = (at: 'r.counted_at' | 'counted_at') =>
    sql`date_bin(make_interval(secs => ${step / 1000}::float8), ${sql.raw(at)}, 'epoch'::timestamptz)`;
  const turn = sql`, turn as (
      insert into portfolio_counters (merchant_id, portfolio_id, begun)
      select ${tx.merchantId}::uuid, ${portfolioId}::text, count(*) from counted
      on conflict (merchant_id, portfolio_id) do update set begun = portfolio_counters.begun + excluded.begun
      returning begun)`;
  // `was` is read to its end before anybody is written.
  const [row] = await tx.execute<{ begun: string | null }>(sql`
    with people as materialized (
      select value::uuid as identity_id from jsonb_array_elements_text(${people}::jsonb)),
    was as materialized (
      select r.step from people p cross join lateral (
        select ${stepOf('r.counted_at')} as step from portfolio_recipients r
        where r.merchant_id = ${tx.merchantId}::uuid and r.portfolio_id = ${portfolioId} and r.identity_id = p.identity_id
        limit 1 for update) r
      where r.step > ${countedSince.toISOString()}::timestamptz),
    counted as (
      insert into portfolio_recipients (merchant_id, portfolio_id, identity_id, counted_at)
      select ${tx.merchantId}::uuid, ${portfolioId}::text, p.identity_id, ${now.toISOString()}::timestamptz
      from people p cross join (select count(*) from was) read
      on conflict (merchant_id, portfolio_id, identity_id)
        do update set counted_at = greatest(portfolio_recipients.counted_at, excluded.counted_at)
      returning ${stepOf('counted_at')} as step),
    moved as (
      select step, sum(n) as n from (select step, 1 as n from counted union all select step, -1 from was) m
      group by step having sum(n) <> 0 order by step),
    used as (
      insert into portfolio_usage (merchant_id, portfolio_id, began_at, recipients)
      select ${tx.merchantId}::uuid, ${portfolioId}::text, step, n from moved
      on conflict (merchant_id, portfolio_id, began_at)
        do update set recipients = portfolio_usage.recipients + excluded.recipients)${isLimited ? turn : sql``}
    select ${isLimited ? sql`(select begun from turn)` : sql`null`} as begun`);
  return row!.begun === null ? null : Number(row!.begun);
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
