import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { carts, customerJourneys, customers, leadScoreChanges } from './schema/index.ts';

export type JourneyRow = Omit<typeof customerJourneys.$inferSelect, 'merchantId'>;
export type ScoreChangeRow = Omit<typeof leadScoreChanges.$inferInsert, 'merchantId'>;

/**
 * Locks these customers in the order of their ids, so that nobody else reckons or merges them meanwhile. Returns when each became known
 * to us; who has become part of another meanwhile is told apart.
 */
export async function lockCustomers(
  tx: MerchantTx,
  ids: readonly string[],
): Promise<{ id: string; mergedInto: string | null; createdAt: Date }[]> {
  return tx
    .select({ id: customers.id, mergedInto: customers.mergedInto, createdAt: customers.createdAt })
    .from(customers)
    .where(and(ofMerchant(tx, customers), anyOf(customers.id, [...ids])))
    .orderBy(customers.id)
    .for('no key update');
}

export async function findJourneys(tx: MerchantTx, customerIds: readonly string[]): Promise<Map<string, JourneyRow>> {
  const rows = await tx
    .select()
    .from(customerJourneys)
    .where(and(ofMerchant(tx, customerJourneys), anyOf(customerJourneys.customerId, [...customerIds])));
  return new Map(rows.map(({ merchantId: _, ...row }) => [row.customerId, row]));
}

const COLUMNS = Object.entries(getTableColumns(customerJourneys)).filter(([key]) => key !== 'merchantId');
const NAMES = sql.raw(COLUMNS.map(([, { name }]) => name).join(', '));
const TYPED = sql.raw(COLUMNS.map(([, column]) => `${column.name} ${column.getSQLType()}`).join(', '));
const TAKEN = sql.raw(
  COLUMNS.filter(([key]) => key !== 'customerId')
    .map(([, { name }]) => `${name} = excluded.${name}`)
    .join(', '),
);

/** Writes where these customers stand, whether or not there was a row. One parameter however many: it is planned once. */
export async function saveJourneys(tx: MerchantTx, rows: readonly JourneyRow[]): Promise<void> {
  if (rows.length === 0) return;
  const list = JSON.stringify(
    rows.map(row => Object.fromEntries(COLUMNS.map(([key, { name }]) => [name, row[key as keyof JourneyRow]]))),
  );
  await tx.execute(sql`
    insert into customer_journeys (merchant_id, ${NAMES})
    select ${tx.merchantId}::uuid, j.* from json_to_recordset(${list}::json) j (${TYPED})
    on conflict (merchant_id, customer_id) do update set ${TAKEN}`);
}

/** Who became part of another customer has no journey of their own any more; what their events came to went before. */
export async function removeJourneys(tx: MerchantTx, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  await tx
    .delete(customerJourneys)
    .where(and(ofMerchant(tx, customerJourneys), inArray(customerJourneys.customerId, [...customerIds])));
}

export async function recordScoreChanges(tx: MerchantTx, changes: readonly ScoreChangeRow[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.insert(leadScoreChanges).values(changes.map(change => ({ ...change, merchantId: tx.merchantId })));
}

/** The score that was told last of each; who is missing was never told of. */
export async function lastToldScores(tx: MerchantTx, customerIds: readonly string[]): Promise<Map<string, number>> {
  const ids = `{${customerIds.join(',')}}`;
  const rows = await tx.execute<{ customer_id: string; score_to: number }>(sql`
    select c.id as customer_id, t.score_to from unnest(${ids}::uuid[]) c (id) cross join lateral (
      select score_to from lead_score_changes where merchant_id = ${tx.merchantId} and customer_id = c.id
      order by created_at desc, id desc limit 1) t`);
  return new Map(rows.map(row => [row.customer_id, row.score_to]));
}

export type WebCartRow = Omit<typeof carts.$inferInsert, 'merchantId' | 'source' | 'url'>;

/** Carts as browsers' events tell them, by the event each began with. */
export async function saveWebCarts(tx: MerchantTx, rows: readonly WebCartRow[]): Promise<void> {
  if (rows.length === 0) return;
  const taken = (name: string) => sql.raw(`excluded.${name}`);
  await tx
    .insert(carts)
    .values(rows.map(row => ({ ...row, merchantId: tx.merchantId, source: 'web' as const })))
    .onConflictDoUpdate({
      target: [carts.merchantId, carts.source, carts.externalId],
      set: {
        // An order of record has closed it: the browser need not know of that.
        status: sql`case when ${carts.status} = 'ordered' then ${carts.status} else excluded.status end`,
        items: taken('items'),
        currency: taken('currency'),
        total: taken('total'),
        checkoutStartedAt: taken('checkout_started_at'),
        updatedAt: taken('updated_at'),
      },
      setWhere: and(eq(carts.source, 'web')),
    });
}
