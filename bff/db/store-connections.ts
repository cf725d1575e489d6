import { and, asc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { type Db, type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { storeConnections, storeRoutes } from './schema/index.ts';

export type StoreKind = (typeof storeRoutes.$inferSelect)['kind'];
/** Secrets and credentials are sealed. `disconnectedAt`: it is heard no more but in matters of privacy. */
export type StoreConnection = Omit<typeof storeConnections.$inferSelect, 'merchantId'>;
type Changes = Partial<Omit<StoreConnection, 'id' | 'kind' | 'externalId' | 'createdAt'>>;

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

/** Also one that was disconnected. */
export async function findStoreConnection(tx: MerchantTx, id: string): Promise<StoreConnection | null> {
  const [row] = await tx
    .select()
    .from(storeConnections)
    .where(and(ofMerchant(tx, storeConnections), eq(storeConnections.id, id)));
  return withoutMerchant(row);
}

/** This shop as it was connected here, now or before. */
export async function findStoreByName(
  tx: MerchantTx,
  kind: StoreKind,
  externalId: string,
): Promise<StoreConnection | null> {
  const [row] = await tx
    .select()
    .from(storeConnections)
    .where(
      and(
        ofMerchant(tx, storeConnections),
        eq(storeConnections.kind, kind),
        eq(storeConnections.externalId, externalId),
      ),
    );
  return withoutMerchant(row);
}

/** Those that are connected. */
export async function listStoreConnections(tx: MerchantTx): Promise<StoreConnection[]> {
  const rows = await tx
    .select()
    .from(storeConnections)
    .where(and(ofMerchant(tx, storeConnections), isNull(storeConnections.disconnectedAt)))
    .orderBy(asc(storeConnections.id));
  return rows.map(row => withoutMerchant(row)!);
}

export async function insertStoreConnection(tx: MerchantTx, connection: StoreConnection): Promise<void> {
  await tx.insert(storeConnections).values({ ...connection, merchantId: tx.merchantId });
}

export async function changeStoreConnection(tx: MerchantTx, id: string, changes: Changes): Promise<void> {
  await tx
    .update(storeConnections)
    .set(changes)
    .where(and(ofMerchant(tx, storeConnections), eq(storeConnections.id, id)));
}

/** From now on the shop's webhooks come here. False: it is connected with somebody else. */
export async function claimStoreRoute(
  tx: MerchantTx,
  { kind, externalId, id: rowId }: Pick<StoreConnection, 'kind' | 'externalId' | 'id'>,
): Promise<boolean> {
  // Row security is not here: who claims is who the transaction is of.
  const merchantId = sql<string>`current_merchant()`;
  const rows = await tx
    .insert(storeRoutes)
    .values({ kind, externalId, merchantId, rowId })
    .onConflictDoUpdate({
      target: [storeRoutes.kind, storeRoutes.externalId],
      set: { merchantId, rowId, live: true },
      setWhere: or(eq(storeRoutes.merchantId, merchantId), eq(storeRoutes.live, false)),
    })
    .returning({ rowId: storeRoutes.rowId });
  return rows.length > 0;
}

/** When it was last heard, to the minute. */
export async function noteStoreHeard(tx: MerchantTx, id: string, now: Date): Promise<void> {
  const since = new Date(now.getTime() - 60_000);
  await tx
    .update(storeConnections)
    .set({ lastHeardAt: now })
    .where(
      and(
        ofMerchant(tx, storeConnections),
        eq(storeConnections.id, id),
        or(isNull(storeConnections.lastHeardAt), lt(storeConnections.lastHeardAt, since)),
      ),
    );
}

/** Disconnects it; anybody may connect the shop now. Returns whether there was such a connection. */
export async function endStoreConnection(tx: MerchantTx, id: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(storeConnections)
    .set({ disconnectedAt: now, apiCredentials: null, trouble: null, troubleSince: null })
    .where(and(ofMerchant(tx, storeConnections), eq(storeConnections.id, id), isNull(storeConnections.disconnectedAt)))
    .returning({ id: storeConnections.id });
  await tx
    .update(storeRoutes)
    .set({ live: false })
    .where(and(sql`${storeRoutes.merchantId} = ${tx.merchantId}`, eq(storeRoutes.rowId, id)));
  return rows.length > 0;
}

function withoutMerchant<R extends { merchantId: string }>(row: R | undefined): Omit<R, 'merchantId'> | null {
  if (!row) return null;
  const { merchantId: _, ...rest } = row;
  return rest;
}
