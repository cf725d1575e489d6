import { and, asc, desc, ne, sql } from 'drizzle-orm';
import type { ScoreTable } from '../../contract/lead-score.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { customerJourneys, leadScoreTables } from './schema/index.ts';

export type ScoreTableRow = { table: ScoreTable; version: number; createdAt: Date };

/** The merchant's own score table in its newest version; null while it is the one that comes with the product. */
export async function findScoreTable(tx: MerchantTx): Promise<ScoreTableRow | null> {
  const [row] = await tx
    .select({
      table: leadScoreTables.scoreTable,
      version: leadScoreTables.version,
      createdAt: leadScoreTables.createdAt,
    })
    .from(leadScoreTables)
    .where(ofMerchant(tx, leadScoreTables))
    .orderBy(desc(leadScoreTables.version))
    .limit(1);
  return row ?? null;
}

/** All tables that the merchant ever had, and since when each holds; oldest first. */
export async function listScoreTables(tx: MerchantTx): Promise<ScoreTableRow[]> {
  return tx
    .select({
      table: leadScoreTables.scoreTable,
      version: leadScoreTables.version,
      createdAt: leadScoreTables.createdAt,
    })
    .from(leadScoreTables)
    .where(ofMerchant(tx, leadScoreTables))
    .orderBy(asc(leadScoreTables.version));
}

/** Two at once: the second one's version is refused as taken (23505). */
export async function insertScoreTable(
  tx: MerchantTx,
  { table, version, agentId, now }: { table: ScoreTable; version: number; agentId: string; now: Date },
): Promise<void> {
  await tx
    .insert(leadScoreTables)
    .values({ merchantId: tx.merchantId, version, scoreTable: table, createdBy: agentId, createdAt: now });
}

/** How many customers were not yet scored by this version. */
export async function countScoredOtherwise(tx: MerchantTx, version: number): Promise<number> {
  const [row] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(customerJourneys)
    .where(and(ofMerchant(tx, customerJourneys), ne(customerJourneys.tableVersion, version)));
  return row!.n;
}

/** Customers seen since, `limit` of them in the order of their ids, after `after`. */
export async function listSeenSince(
  tx: MerchantTx,
  { since, after, limit }: { since: Date; after: string | null; limit: number },
): Promise<{ customerId: string; score: number; isHot: boolean; fullName: string | null }[]> {
  const rows = await tx.execute<{ customer_id: string; score: number; is_hot: boolean; full_name: string | null }>(sql`
    select j.customer_id, j.score, j.is_hot, c.full_name from customer_journeys j
    join customers c on c.merchant_id = j.merchant_id and c.id = j.customer_id
    where j.merchant_id = ${tx.merchantId} and j.last_seen_at >= ${since.toISOString()}::timestamptz
      and j.customer_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
    order by j.customer_id limit ${limit}`);
  return rows.map(row => ({
    customerId: row.customer_id,
    score: row.score,
    isHot: row.is_hot,
    fullName: row.full_name,
  }));
}
