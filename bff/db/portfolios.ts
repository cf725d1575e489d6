import { and, eq, isNull, sql } from 'drizzle-orm';
import { type Db, type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { whatsappNumbers, whatsappPortfolios } from './schema/index.ts';

/** The portfolio that an account is known to be of, by any number that is or was connected; null: it was never told. */
export async function portfolioOfAccount(tx: MerchantTx, wabaId: string): Promise<string | null> {
  const [row] = await tx.execute<{ portfolio_id: string }>(sql`
    select portfolio_id from whatsapp_numbers
    where merchant_id = ${tx.merchantId} and waba_id = ${wabaId} and portfolio_id is not null
    order by disconnected_at desc nulls first limit 1`);
  return row?.portfolio_id ?? null;
}

/** All numbers of an account are of this portfolio, connected or not. */
export async function setPortfolio(tx: MerchantTx, wabaId: string, portfolioId: string): Promise<void> {
  await tx
    .update(whatsappNumbers)
    .set({ portfolioId })
    .where(and(ofMerchant(tx, whatsappNumbers), eq(whatsappNumbers.wabaId, wabaId)));
}

/** All connected numbers of a portfolio, or of the account that stands in for it, have this limit now. */
export async function setMessagingLimit(tx: MerchantTx, portfolioId: string, limit: number | null): Promise<void> {
  await tx
    .update(whatsappNumbers)
    .set({ messagingLimit: limit })
    .where(
      and(
        ofMerchant(tx, whatsappNumbers),
        sql`coalesce(${whatsappNumbers.portfolioId}, ${whatsappNumbers.wabaId}) = ${portfolioId}`,
        isNull(whatsappNumbers.disconnectedAt),
        sql`${whatsappNumbers.messagingLimit} is distinct from ${limit}::int`,
      ),
    );
}

/** Numbers of a portfolio whose limit was never told have the least that was told of another. */
export async function takeKnownLimit(tx: MerchantTx, portfolioId: string): Promise<void> {
  await tx.execute(sql`
    update whatsapp_numbers n set messaging_limit = known.least
    from (select min(messaging_limit) as least from whatsapp_numbers
      where merchant_id = ${tx.merchantId} and portfolio_id = ${portfolioId} and disconnected_at is null) known
    where n.merchant_id = ${tx.merchantId} and n.portfolio_id = ${portfolioId} and n.disconnected_at is null
      and n.messaging_limit is null and known.least is not null`);
}

/** Whom `from` wrote to counts for `to`. Somebody whom both wrote to counts twice until that is a day ago. */
export async function moveUsage(tx: MerchantTx, from: string, to: string): Promise<void> {
  const of = (portfolioId: string) => sql`merchant_id = ${tx.merchantId}::uuid and portfolio_id = ${portfolioId}`;
  // As whoever notes recipients: people before counters before steps.
  await tx.execute(sql`
    with gone as (delete from portfolio_recipients where ${of(from)} returning identity_id, counted_at)
    insert into portfolio_recipients (merchant_id, portfolio_id, identity_id, counted_at)
    select ${tx.merchantId}::uuid, ${to}::text, identity_id, counted_at from gone order by identity_id
    on conflict (merchant_id, portfolio_id, identity_id)
      do update set counted_at = greatest(portfolio_recipients.counted_at, excluded.counted_at)`);
  // Who has read the count of `to` learns that it grew.
  await tx.execute(sql`
    with gone as (delete from portfolio_counters where ${of(from)})
    insert into portfolio_counters (merchant_id, portfolio_id, begun)
    select ${tx.merchantId}::uuid, ${to}::text, coalesce(sum(recipients), 0) from portfolio_usage where ${of(from)}
    on conflict (merchant_id, portfolio_id) do update set begun = portfolio_counters.begun + excluded.begun`);
  await tx.execute(sql`
    with gone as (delete from portfolio_usage where ${of(from)} returning began_at, recipients)
    insert into portfolio_usage (merchant_id, portfolio_id, began_at, recipients)
    select ${tx.merchantId}::uuid, ${to}::text, began_at, recipients from gone order by began_at
    on conflict (merchant_id, portfolio_id, began_at)
      do update set recipients = portfolio_usage.recipients + excluded.recipients`);
}

/** Webhooks that name this portfolio are the merchant's, too. */
export async function addPortfolio(tx: MerchantTx, portfolioId: string): Promise<void> {
  // Row security is not here: who adds is who the transaction is of.
  await tx
    .insert(whatsappPortfolios)
    .values({ portfolioId, merchantId: sql`current_merchant()` })
    .onConflictDoNothing();
}

/** Lets the merchant's portfolios go that no connected number is of. */
export async function dropPortfolios(tx: MerchantTx): Promise<void> {
  await tx.execute(sql`
    delete from directory.whatsapp_portfolios p where p.merchant_id = current_merchant() and not exists (
      select from whatsapp_numbers n
      where n.merchant_id = p.merchant_id and n.portfolio_id = p.portfolio_id and n.disconnected_at is null)`);
}

/**
 * Whose numbers these portfolios have, asked before a merchant is known: at most `limit` of them, those that come after a merchant, and from
 * the first on again.
 */
export async function findPortfolios(
  db: Db,
  portfolioIds: readonly string[],
  limit: number,
  after: string,
): Promise<{ portfolioId: string; merchantId: string }[]> {
  if (portfolioIds.length === 0) return [];
  const rows = await db.execute<{ portfolioId: string; merchantId: string }>(sql`
    select portfolio_id as "portfolioId", merchant_id as "merchantId" from directory.whatsapp_portfolios
    where portfolio_id in (select jsonb_array_elements_text(${JSON.stringify(portfolioIds)}::jsonb))
    order by merchant_id <= ${after}::uuid, merchant_id limit ${limit}`);
  return [...rows];
}
