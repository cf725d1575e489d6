import { randomUUIDv7 } from 'node:crypto';
import type { Store, StoreInput } from '../../contract/store.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import {
  endStoreConnection,
  insertStoreConnection,
  listStoreConnections,
  type StoreConnection,
} from '../db/store-connections.ts';
import type { Sealer } from '../security/seal.ts';
import type { Context } from './context.ts';
import { notFound, Refusal } from './refusal.ts';
import { isUniqueViolation } from './write-conflict.ts';

const present = ({ id, kind, externalId, createdAt, lastHeardAt }: StoreConnection): Store => ({
  id,
  kind,
  externalId,
  createdAt: createdAt.toISOString(),
  lastHeardAt: lastHeardAt?.toISOString() ?? null,
});

export const readStores = (db: Db, merchantId: string): Promise<Store[]> =>
  withMerchant(db, merchantId, async tx => (await listStoreConnections(tx)).map(present));

/** @throws Refusal conflict when this shop is connected already, here or elsewhere */
export async function connectStore(
  { db, now }: Pick<Context, 'db' | 'now'>,
  sealer: Sealer,
  merchantId: string,
  { kind, externalId, webhookSecret }: StoreInput,
): Promise<Store> {
  const id = randomUUIDv7();
  const sealed = sealer.seal(webhookSecret, {
    merchantId,
    table: 'store_connections',
    column: 'webhook_secret',
    rowId: id,
  });
  const connection: StoreConnection = {
    id,
    kind,
    externalId,
    webhookSecret: sealed,
    createdAt: now,
    lastHeardAt: null,
  };
  try {
    await withMerchant(db, merchantId, tx => insertStoreConnection(tx, connection));
  } catch (error) {
    if (isUniqueViolation(error)) throw new Refusal('conflict', 'externalId: this shop is connected already.');
    throw error;
  }
  return present(connection);
}

/** @throws Refusal not-found */
export async function disconnectStore(
  { db, now }: Pick<Context, 'db' | 'now'>,
  merchantId: string,
  id: string,
): Promise<void> {
  if (!(await withMerchant(db, merchantId, tx => endStoreConnection(tx, id, now)))) throw notFound('store');
}
