import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { type Db, type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { storeConnections, storeRoutes } from './schema/index.ts';

export type StoreKind = (typeof storeRoutes.$inferSelect)['kind'];
export type StoreConnection = {
  id: string;
  kind: StoreKind;
  externalId: string;
  /** Sealed. */
  webhookSecret: Buffer;
  createdAt: Date;
  lastHeardAt: Date | null;
};

/** Whose shop it is, asked before a merchant is known. */
export async function findStoreRoute(
  db: Db,
  kind: StoreKind,
  externalId: string,
): Promise<{ merchantId: string; connectionId: string } | null> {
  const [row] = await db
    .select({ merchantId: storeRoutes.merchantId, connectionId: storeRoutes.rowId })
    .from(storeRoutes)
    .where(and(eq(storeRoutes.kind, kind), eq(storeRoutes.externalId, externalId)));
  return row ?? null;
}

const columns = {
  id: storeConnections.id,
  kind: storeConnections.kind,
  externalId: storeConnections.externalId,
  webhookSecret: storeConnections.webhookSecret,
  createdAt: storeConnections.createdAt,
  lastHeardAt: storeConnections.lastHeardAt,
};

export async function findStoreConnection(tx: MerchantTx, id: string): Promise<StoreConnection | null> {
  const [row] = await tx
    .select(columns)
    .from(storeConnections)
    .where(and(ofMerchant(tx, storeConnections), eq(storeConnections.id, id), isNull(storeConnections.disconnectedAt)));
  return row ?? null;
}

export async function listStoreConnections(tx: MerchantTx): Promise<StoreConnection[]> {
  return tx
    .select(columns)
    .from(storeConnections)
    .where(and(ofMerchant(tx, storeConnections), isNull(storeConnections.disconnectedAt)))
    .orderBy(asc(storeConnections.id));
}

/** A shop that is connected elsewhere is refused as taken (23505). */
export async function insertStoreConnection(
  tx: MerchantTx,
  { lastHeardAt: _, ...connection }: StoreConnection,
): Promise<void> {
  await tx.insert(storeConnections).values({ ...connection, merchantId: tx.merchantId });
  const { kind, externalId, id } = connection;
  await tx.insert(storeRoutes).values({ kind, externalId, merchantId: tx.merchantId, rowId: id });
}

export async function noteStoreHeard(tx: MerchantTx, id: string, now: Date): Promise<void> {
  await tx
    .update(storeConnections)
    .set({ lastHeardAt: now })
    .where(and(ofMerchant(tx, storeConnections), eq(storeConnections.id, id)));
}

/** The shop is heard no more; its name is free. Returns whether there was such a connection. */
export async function endStoreConnection(tx: MerchantTx, id: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(storeConnections)
    .set({ disconnectedAt: now, externalId: sql`${storeConnections.externalId} || ' ' || ${id}` })
    .where(and(ofMerchant(tx, storeConnections), eq(storeConnections.id, id), isNull(storeConnections.disconnectedAt)))
    .returning({ id: storeConnections.id });
  await tx.delete(storeRoutes).where(and(eq(storeRoutes.merchantId, tx.merchantId), eq(storeRoutes.rowId, id)));
  return rows.length > 0;
}
