import { isSignedBy } from '../commerce/signature.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { findStoreConnection, findStoreRoute, noteStoreHeard, type StoreKind } from '../db/store-connections.ts';
import type { Sealer } from '../security/seal.ts';
import type { Context } from './context.ts';
import { keepCommerceParts } from './receive-commerce-events.ts';

type Delivery = {
  kind: StoreKind;
  /** What the header says: which connection's secret is tried. The merchant is whose secret signed. */
  externalId: string;
  topic: string;
  signature: string;
  rawBody: Buffer;
  /** The provider's own name for the fact: a repeated delivery is one. */
  dedupeKey: string;
};

/** Keeps a webhook of a connected shop, once, and has it worked on. False: it is not signed with that shop's secret. */
export async function receiveStoreWebhook(
  { db, live, now }: Context,
  sealer: Sealer,
  delivery: Delivery,
): Promise<boolean> {
  const { kind, externalId, topic, rawBody, dedupeKey } = delivery;
  const route = await findStoreRoute(db, kind, externalId);
  if (!route || !(await isGenuine(db, sealer, route, delivery))) return false;
  await withMerchant(db, route.merchantId, async tx => {
    await noteStoreHeard(tx, route.connectionId, now);
    // The text column holds no NUL; a body that has one is no JSON either.
    const body = `${topic}\n${rawBody.toString('utf8').replaceAll('\0', '\uFFFD')}`;
    await keepCommerceParts(tx, kind, [{ dedupeKey: `${route.connectionId}:${dedupeKey}`, body }], now);
  });
  live.publish({ kind: 'work' });
  return true;
}

type Route = { merchantId: string; connectionId: string };

async function isGenuine(
  db: Db,
  sealer: Sealer,
  { merchantId, connectionId }: Route,
  { rawBody, signature }: Delivery,
): Promise<boolean> {
  const connection = await withMerchant(db, merchantId, tx => findStoreConnection(tx, connectionId));
  if (!connection) return false;
  const place = { merchantId, table: 'store_connections', column: 'webhook_secret', rowId: connectionId };
  return isSignedBy(sealer.open(connection.webhookSecret, place), rawBody, signature);
}
