import { randomUUIDv7 } from 'node:crypto';
import type { Store, StoreApi, StoreChange, StoreInput } from '../../contract/store.ts';
import { isLoopback } from '../commerce/guarded-request.ts';
import { homeOf } from '../commerce/woocommerce/naming.ts';
import { enqueueNoLater } from '../db/jobs.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import {
  changeStoreConnection,
  claimStoreRoute,
  endStoreConnection,
  findStoreByName,
  findStoreConnection,
  insertStoreConnection,
  listStoreConnections,
  type StoreConnection,
} from '../db/store-connections.ts';
import { HOUR } from '../domain/duration.ts';
import type { Sealer } from '../security/seal.ts';
import type { Context } from './context.ts';
import { notFound, Refusal } from './refusal.ts';

/** How shops are reached. */
export type ShopAccess = {
  /** What stands in for every Shopify shop's own address. */
  shopifyUrl?: string | undefined;
  /** May a shop be on this machine, and without TLS there? */
  allowsLocal: boolean;
};

type Column = 'webhook_secret' | 'previous_webhook_secret' | 'api_credentials';
const placeOf = (merchantId: string, rowId: string, column: Column) => ({
  merchantId,
  table: 'store_connections',
  column,
  rowId,
});

/** A secret of a connection, in plain; '' where there is none. @throws SealError */
export function openStoreSecret(sealer: Sealer, merchantId: string, connection: StoreConnection, column: Column) {
  const sealed = {
    webhook_secret: connection.webhookSecret,
    previous_webhook_secret: connection.previousWebhookSecret,
    api_credentials: connection.apiCredentials,
  }[column];
  return sealed ? sealer.open(sealed, placeOf(merchantId, connection.id, column)) : '';
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

const present = (connection: StoreConnection): Store => ({
  id: connection.id,
  kind: connection.kind,
  externalId: connection.externalId,
  createdAt: connection.createdAt.toISOString(),
  lastHeardAt: iso(connection.lastHeardAt),
  isAsked: connection.apiCredentials !== null,
  reconciledTo: iso(connection.reconciledTo),
  trouble: connection.trouble,
  previousSecretUntil: iso(connection.previousSecretUntil),
});

export const readStores = (db: Db, merchantId: string): Promise<Store[]> =>
  withMerchant(db, merchantId, async tx => (await listStoreConnections(tx)).map(present));

type Tools = { sealer: Sealer; access: ShopAccess };

/**
 * Connects a shop, or connects one again. One of a kind at a time: the numbers of two WooCommerce shops are the same ones.
 * @throws Refusal conflict when it, or another of its kind, is connected already
 */
export async function connectStore(
  { db, live, now }: Context,
  { sealer, access }: Tools,
  merchantId: string,
  input: StoreInput,
): Promise<Store> {
  const { kind, webhookSecret, api } = input;
  const externalId = kind === 'woocommerce' ? homeOf(input.externalId) : input.externalId;
  const apiUrl = kind === 'shopify' ? (access.shopifyUrl ?? `https://${externalId}`) : externalId;
  if (api) assertReachable(apiUrl, access);
  const connection = await withMerchant(db, merchantId, async tx => {
    if ((await listStoreConnections(tx)).some(store => store.kind === kind))
      throw new Refusal('conflict', `A ${kind} shop is connected already. Disconnect it first.`);
    const before = await findStoreByName(tx, kind, externalId);
    const id = before?.id ?? randomUUIDv7();
    const row: StoreConnection = {
      id,
      kind,
      externalId,
      webhookSecret: sealer.seal(webhookSecret, placeOf(merchantId, id, 'webhook_secret')),
      previousWebhookSecret: null,
      previousSecretUntil: null,
      apiUrl,
      apiCredentials: sealApi(sealer, merchantId, id, api),
      reconciledTo: null,
      lastHeardAt: null,
      trouble: null,
      troubleSince: null,
      createdAt: before?.createdAt ?? now,
      disconnectedAt: null,
    };
    if (before) await changeStoreConnection(tx, id, row);
    else await insertStoreConnection(tx, row);
    if (!(await claimStoreRoute(tx, row)))
      throw new Refusal('conflict', 'externalId: this shop is connected with somebody else.');
    if (api) await askSoon(tx, id, now);
    return row;
  });
  live.publish({ kind: 'work' });
  return present(connection);
}

const sealApi = (sealer: Sealer, merchantId: string, id: string, api: StoreApi | null | undefined) =>
  api ? sealer.seal(JSON.stringify(api), placeOf(merchantId, id, 'api_credentials')) : null;

const askSoon = (tx: MerchantTx, ref: string, now: Date) =>
  enqueueNoLater(tx, { id: randomUUIDv7(), kind: 'reconcile', ref, dueAt: now });

/** Credentials go over TLS alone; a shop on this machine is for trying things out. */
function assertReachable(apiUrl: string, { allowsLocal }: ShopAccess): void {
  const url = new URL(apiUrl);
  if (url.protocol === 'https:' || (allowsLocal && isLoopback(url.hostname))) return;
  throw new Refusal('invalid-request', 'externalId: a shop is asked over https only. Leave out `api`, or use https.');
}

/**
 * Changes a shop's secrets. Webhooks that the secret before this one signed are taken for another hour.
 * @throws Refusal not-found; invalid-request when the credentials are of another kind of shop
 */
export async function changeStore(
  { db, live, now }: Context,
  { sealer, access }: Tools,
  merchantId: string,
  id: string,
  { webhookSecret, api }: StoreChange,
): Promise<Store> {
  const changed = await withMerchant(db, merchantId, async tx => {
    const store = await findStoreConnection(tx, id);
    if (!store || store.disconnectedAt) throw notFound('store');
    if (api) assertFits(store, api, access);
    const rotation =
      webhookSecret === undefined
        ? {}
        : {
            webhookSecret: sealer.seal(webhookSecret, placeOf(merchantId, id, 'webhook_secret')),
            previousWebhookSecret: sealer.seal(
              openStoreSecret(sealer, merchantId, store, 'webhook_secret'),
              placeOf(merchantId, id, 'previous_webhook_secret'),
            ),
            previousSecretUntil: new Date(now.getTime() + HOUR),
          };
    const asking =
      api === undefined
        ? {}
        : { apiCredentials: sealApi(sealer, merchantId, id, api), trouble: null, troubleSince: null };
    await changeStoreConnection(tx, id, { ...rotation, ...asking });
    if (api) await askSoon(tx, id, now);
    return { ...store, ...rotation, ...asking };
  });
  live.publish({ kind: 'work' });
  return present(changed);
}

function assertFits({ kind, apiUrl }: StoreConnection, api: StoreApi, access: ShopAccess): void {
  if ('accessToken' in api !== (kind === 'shopify'))
    throw new Refusal('invalid-request', `api: these are no credentials of a ${kind} shop.`);
  assertReachable(apiUrl ?? '', access);
}

/** @throws Refusal not-found */
export async function disconnectStore(
  { db, now }: Pick<Context, 'db' | 'now'>,
  merchantId: string,
  id: string,
): Promise<void> {
  if (!(await withMerchant(db, merchantId, tx => endStoreConnection(tx, id, now)))) throw notFound('store');
}
