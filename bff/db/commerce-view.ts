import { and, desc, eq } from 'drizzle-orm';
import type { Cart, Order, Quote } from '../../contract/commerce.ts';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { carts, orders, quotes } from './schema/index.ts';

const MOST = 20;
const iso = (at: Date | null) => at?.toISOString() ?? null;

/** The cart that is open, of all sources the one that moved last. */
export async function findOpenCart(tx: MerchantTx, subjectIds: readonly string[]): Promise<Cart | null> {
  const [cart] = await tx
    .select()
    .from(carts)
    .where(and(ofMerchant(tx, carts), anyOf(carts.subjectId, [...subjectIds]), eq(carts.status, 'open')))
    .orderBy(desc(carts.updatedAt), desc(carts.id))
    .limit(1);
  if (!cart) return null;
  const { id, source, status, items, currency, total, url, checkoutStartedAt, updatedAt } = cart;
  return {
    ...{ id, source, status, items, currency, total, url },
    checkoutStartedAt: iso(checkoutStartedAt),
    updatedAt: updatedAt.toISOString(),
  };
}

/** Quotes of these subjects, newest first; whether one is about to run out is a rule's answer. */
export async function listQuotes(tx: MerchantTx, subjectIds: readonly string[]): Promise<Omit<Quote, 'expiring'>[]> {
  const rows = await tx
    .select()
    .from(quotes)
    .where(and(ofMerchant(tx, quotes), anyOf(quotes.subjectId, [...subjectIds])))
    .orderBy(desc(quotes.updatedAt), desc(quotes.id))
    .limit(MOST);
  return rows.map(({ id, source, number, status, items, currency, total, url, expiresAt, createdAt, updatedAt }) => ({
    ...{ id, source, number, status, items, currency, total, url },
    expiresAt: iso(expiresAt),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }));
}

/** Orders of these subjects, newest first. */
export async function listOrders(tx: MerchantTx, subjectIds: readonly string[]): Promise<Order[]> {
  const rows = await tx
    .select()
    .from(orders)
    .where(and(ofMerchant(tx, orders), anyOf(orders.subjectId, [...subjectIds])))
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(MOST);
  return rows.map(order => ({
    id: order.id,
    source: order.source,
    number: order.number,
    status: order.status,
    items: order.items,
    currency: order.currency,
    total: order.total,
    refunded: order.refunded,
    url: order.url,
    tracking: order.tracking ?? null,
    placedAt: order.placedAt.toISOString(),
    paidAt: iso(order.paidAt),
    updatedAt: order.updatedAt.toISOString(),
  }));
}
