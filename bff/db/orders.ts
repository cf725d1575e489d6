import { and, eq } from 'drizzle-orm';
import { anyOf } from './any-of.ts';
import { noteBook } from './book-history.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { carts, orders, quotes } from './schema/index.ts';

export type OrderRow = Omit<typeof orders.$inferSelect, 'merchantId'>;
export type QuoteRow = Omit<typeof quotes.$inferSelect, 'merchantId'>;
export type CartRow = Omit<typeof carts.$inferSelect, 'merchantId'>;
type Key = { source: OrderRow['source']; externalId: string };

/** The shop's order, locked; null: it was never heard of. */
export async function lockOrder(tx: MerchantTx, { source, externalId }: Key): Promise<OrderRow | null> {
  const [row] = await tx
    .select()
    .from(orders)
    .where(and(ofMerchant(tx, orders), eq(orders.source, source), eq(orders.externalId, externalId)))
    .for('update');
  return withoutMerchant(row);
}

export async function lockQuote(tx: MerchantTx, { source, externalId }: Key): Promise<QuoteRow | null> {
  const [row] = await tx
    .select()
    .from(quotes)
    .where(and(ofMerchant(tx, quotes), eq(quotes.source, source), eq(quotes.externalId, externalId)))
    .for('update');
  return withoutMerchant(row);
}

export async function lockQuoteById(tx: MerchantTx, id: string): Promise<QuoteRow | null> {
  const [row] = await tx
    .select()
    .from(quotes)
    .where(and(ofMerchant(tx, quotes), eq(quotes.id, id)))
    .for('update');
  return withoutMerchant(row);
}

export async function lockCart(tx: MerchantTx, { source, externalId }: Key): Promise<CartRow | null> {
  const [row] = await tx
    .select()
    .from(carts)
    .where(and(ofMerchant(tx, carts), eq(carts.source, source), eq(carts.externalId, externalId)))
    .for('update');
  return withoutMerchant(row);
}

/** Was this cart ordered? */
export async function hasOrderOfCart(tx: MerchantTx, { source, externalId }: Key): Promise<boolean> {
  const rows = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(ofMerchant(tx, orders), eq(orders.source, source), eq(orders.cartExternalId, externalId)))
    .limit(1);
  return rows.length > 0;
}

/** As of when these orders are known, by the shop's ids. */
export async function findOrderTimes(
  tx: MerchantTx,
  source: OrderRow['source'],
  externalIds: string[],
): Promise<Map<string, Date>> {
  const rows = await tx
    .select({ externalId: orders.externalId, updatedAt: orders.updatedAt })
    .from(orders)
    .where(and(ofMerchant(tx, orders), eq(orders.source, source), anyOf(orders.externalId, externalIds)));
  return new Map(rows.map(row => [row.externalId, row.updatedAt]));
}

/** Writes it as it is now, whether or not it was there, and from when on it is. */
export async function saveOrder(tx: MerchantTx, row: OrderRow, now: Date): Promise<void> {
  const [saved] = await tx
    .insert(orders)
    .values({ ...row, merchantId: tx.merchantId })
    .onConflictDoUpdate({ target: [orders.merchantId, orders.source, orders.externalId], set: changing(row) })
    .returning({ id: orders.id });
  await noteBook(tx, { ...row, ...saved, kind: 'order', state: stateOfOrder(row) }, now);
}

export async function saveQuote(tx: MerchantTx, row: QuoteRow, now: Date): Promise<void> {
  const [saved] = await tx
    .insert(quotes)
    .values({ ...row, merchantId: tx.merchantId })
    .onConflictDoUpdate({ target: [quotes.merchantId, quotes.source, quotes.externalId], set: changing(row) })
    .returning({ id: quotes.id });
  await noteBook(tx, { ...row, ...saved, kind: 'quote', state: stateOfQuote(row) }, now);
}

export async function saveCart(tx: MerchantTx, row: CartRow, now: Date): Promise<void> {
  const [saved] = await tx
    .insert(carts)
    .values({ ...row, merchantId: tx.merchantId })
    .onConflictDoUpdate({ target: [carts.merchantId, carts.source, carts.externalId], set: changing(row) })
    .returning({ id: carts.id });
  await noteBook(tx, { ...row, ...saved, kind: 'cart', state: stateOfCart(row) }, now);
}

const stateOfOrder = ({ externalId, number, status, currency, total, url, tracking, placedAt }: OrderRow) => ({
  ...{ externalId, number, status, currency, total, url, tracking, placedAt },
});
const stateOfQuote = ({ externalId, number, status, currency, total, url, expiresAt, updatedAt }: QuoteRow) => ({
  ...{ externalId, number, status, currency, total, url, expiresAt, updatedAt },
});
const stateOfCart = ({ status, items, currency, total, url, updatedAt }: CartRow) => ({
  ...{ status, items, currency, total, url, updatedAt },
});

/** What never changes is left as it is. */
function changing<R extends { id: string; source: string; externalId: string; createdAt: Date }>(row: R) {
  const { id: _id, source: _source, externalId: _externalId, createdAt: _createdAt, ...rest } = row;
  return rest;
}

function withoutMerchant<R extends { merchantId: string }>(row: R | undefined): Omit<R, 'merchantId'> | null {
  if (!row) return null;
  const { merchantId: _, ...rest } = row;
  return rest;
}
