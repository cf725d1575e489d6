import { and, asc, eq, isNull } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { webhookEndpoints as endpoints } from './schema/index.ts';

/** Secrets are sealed. */
export type EndpointRow = Omit<typeof endpoints.$inferSelect, 'merchantId'>;

const columns = {
  id: endpoints.id,
  name: endpoints.name,
  url: endpoints.url,
  secret: endpoints.secret,
  previousSecret: endpoints.previousSecret,
  previousSecretUntil: endpoints.previousSecretUntil,
  createdAt: endpoints.createdAt,
  removedAt: endpoints.removedAt,
  offSince: endpoints.offSince,
};

/** Those that are told something, in the order in which they were made. */
export const listEndpoints = (tx: MerchantTx): Promise<EndpointRow[]> =>
  tx
    .select(columns)
    .from(endpoints)
    .where(and(ofMerchant(tx, endpoints), isNull(endpoints.removedAt)))
    .orderBy(asc(endpoints.id));

/** Also one that was removed. */
export async function findEndpoint(tx: MerchantTx, id: string): Promise<EndpointRow | null> {
  const [row] = await tx
    .select(columns)
    .from(endpoints)
    .where(and(ofMerchant(tx, endpoints), eq(endpoints.id, id)));
  return row ?? null;
}

export async function insertEndpoint(tx: MerchantTx, row: EndpointRow): Promise<void> {
  await tx.insert(endpoints).values({ ...row, merchantId: tx.merchantId });
}

/** Of one that is there. Returns whether it is. */
export async function changeEndpoint(
  tx: MerchantTx,
  id: string,
  changes: Partial<Omit<EndpointRow, 'id' | 'createdAt'>>,
): Promise<boolean> {
  const rows = await tx
    .update(endpoints)
    .set(changes)
    .where(and(ofMerchant(tx, endpoints), eq(endpoints.id, id), isNull(endpoints.removedAt)))
    .returning({ id: endpoints.id });
  return rows.length > 0;
}
