import { domainOf } from '../commerce/shopify/naming.ts';
import { isPrivacyTopic } from '../commerce/shopify/privacy.ts';
import { hasSignatureForm, isSignedBy } from '../commerce/signature.ts';
import { dedupeKeyOf, homeOf } from '../commerce/woocommerce/naming.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import {
  findStoreConnection,
  findStoreRoute,
  noteStoreHeard,
  type StoreConnection,
  type StoreKind,
} from '../db/store-connections.ts';
import type { Sealer } from '../security/seal.ts';
import { openStoreSecret } from './connect-store.ts';
import type { Context } from './context.ts';
import { keepCommerceParts } from './receive-commerce-events.ts';
import { writeStorePart } from './store-part.ts';

type Delivery = {
  kind: StoreKind;
  /** What the header says: which connection's secrets are tried. The merchant is whose secret signed. */
  shop: string;
  topic: string;
  triggeredAt?: string | undefined;
  signature: string;
  rawBody: Buffer;
  /** The provider's own name for the delivery; '' if it gave none. */
  deliveryId: string;
};

/**
 * Keeps a webhook of a connected shop, once, and has it worked on. One that was disconnected is heard in matters of privacy alone.
 * @returns false when it is not signed with that shop's secret: nothing was kept
 */
export async function receiveStoreWebhook(
  { db, live, now }: Context,
  sealer: Sealer,
  delivery: Delivery,
): Promise<boolean> {
  const { kind, shop, topic, triggeredAt, signature, rawBody } = delivery;
  const externalId = kind === 'shopify' ? domainOf(shop) : homeOf(shop);
  if (!externalId || !hasSignatureForm(signature)) return false;
  const route = await findStoreRoute(db, kind, externalId);
  const connection = route && (await findSigner(db, sealer, route, delivery, now));
  if (!route || !connection) return false;
  if (connection.disconnectedAt && !isPrivacyTopic(topic)) return true;
  const head = { connectionId: connection.id, topic, ...(triggeredAt && { triggeredAt }) };
  const part = {
    dedupeKey: `${connection.id}:${factName(delivery)}`,
    body: writeStorePart(head, rawBody.toString('utf8')),
  };
  await withMerchant(db, route.merchantId, async tx => {
    await keepCommerceParts(tx, kind, [part], now);
    await noteStoreHeard(tx, connection.id, now);
  });
  live.publish({ kind: 'work' });
  return true;
}

/** Shopify names a delivery the same in every repetition. */
const factName = ({ kind, topic, rawBody, deliveryId }: Delivery): string =>
  kind === 'shopify' && deliveryId ? deliveryId : dedupeKeyOf(topic, rawBody, deliveryId);

async function findSigner(
  db: Db,
  sealer: Sealer,
  { merchantId, connectionId }: { merchantId: string; connectionId: string },
  { rawBody, signature }: Delivery,
  now: Date,
): Promise<StoreConnection | null> {
  const connection = await withMerchant(db, merchantId, tx => findStoreConnection(tx, connectionId));
  if (!connection) return null;
  const { previousSecretUntil: until } = connection;
  const columns = ['webhook_secret', ...(until && until > now ? (['previous_webhook_secret'] as const) : [])] as const;
  const isGenuine = columns.some(column =>
    isSignedBy(openStoreSecret(sealer, merchantId, connection, column), rawBody, signature),
  );
  return isGenuine ? connection : null;
}
