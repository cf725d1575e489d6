import { changedOrders, type PolledOrder, type ShopApi } from '../commerce/orders-of-shop.ts';
import { ShopTrouble } from '../commerce/shop-request.ts';
import { dedupeKeyOf } from '../commerce/woocommerce/naming.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { findOrderTimes } from '../db/orders.ts';
import { changeStoreConnection, findStoreConnection, type StoreConnection } from '../db/store-connections.ts';
import { HOUR, MINUTE, SECOND } from '../domain/duration.ts';
import type { Sealer } from '../security/seal.ts';
import { openStoreSecret, type ShopAccess } from './connect-store.ts';
import type { Context } from './context.ts';
import { keepCommerceParts } from './receive-commerce-events.ts';
import { writeStorePart } from './store-part.ts';

export const ASKED_EVERY = 15 * MINUTE;
/** A shop's own clock, and orders whose change became visible late, are forgiven so much. */
const OVERLAP = 10 * MINUTE;
const ANSWER_WITHIN = 10 * SECOND;
/** One round is over before the lease of its job is. */
const ROUND = 20 * SECOND;
const LONGEST_WAIT = HOUR;

export type AskingTools = { sealer: Sealer; access: ShopAccess };

/**
 * Asks a shop for the orders that changed, and keeps those that its webhooks did not bring. How far it came is saved page by page.
 * Returns when to ask again; null: it is not asked any more.
 */
export async function reconcileStore(
  context: Context,
  tools: AskingTools,
  merchantId: string,
  connectionId: string,
): Promise<Date | null> {
  const { db, now } = context;
  const store = await withMerchant(db, merchantId, tx => findStoreConnection(tx, connectionId));
  if (!store || store.disconnectedAt || !store.apiCredentials) return null;
  const signal = AbortSignal.timeout(ROUND);
  try {
    const since = new Date((store.reconciledTo ?? store.createdAt).getTime() - OVERLAP);
    const api = apiOf(tools.sealer, merchantId, store);
    const ask = { api, since, now, timeoutMs: ANSWER_WITHIN, signal, allowsLocal: tools.access.allowsLocal };
    for await (const orders of changedOrders(ask)) await keepPage(context, merchantId, store, orders);
    const well = { trouble: null, troubleSince: null };
    await withMerchant(db, merchantId, tx => changeStoreConnection(tx, store.id, well));
    return new Date(now.getTime() + ASKED_EVERY);
  } catch (error) {
    if (!(error instanceof ShopTrouble)) throw error;
    return signal.aborted ? now : noteTrouble(context, merchantId, store, error);
  }
}

function apiOf(sealer: Sealer, merchantId: string, store: StoreConnection): ShopApi {
  const credentials = JSON.parse(openStoreSecret(sealer, merchantId, store, 'api_credentials')) as object;
  return { kind: store.kind, url: store.apiUrl ?? '', ...credentials } as ShopApi;
}

async function keepPage({ db, live, now }: Context, merchantId: string, store: StoreConnection, orders: PolledOrder[]) {
  const [newest] = orders.map(({ changedAt }) => changedAt).sort((a, b) => b.getTime() - a.getTime());
  if (!newest) return;
  const added = await withMerchant(db, merchantId, async tx => {
    const ids = orders.map(({ id }) => id);
    const known = await findOrderTimes(tx, store.kind, ids);
    const news = orders.filter(({ id, changedAt }) => !(known.get(id)! >= changedAt));
    const parts = news.map(order => ({ dedupeKey: nameOf(store, order), body: bodyOf(store, order) }));
    const { reconciledTo } = store;
    if (!reconciledTo || newest > reconciledTo) await changeStoreConnection(tx, store.id, { reconciledTo: newest });
    return keepCommerceParts(tx, store.kind, parts, now);
  });
  if (added.size > 0) live.publish({ kind: 'work' });
}

/** Where a webhook's name is made of what it says, the poll's is the same. */
const nameOf = ({ id, kind }: StoreConnection, order: PolledOrder): string =>
  kind === 'woocommerce'
    ? `${id}:${dedupeKeyOf(order.topic, Buffer.from(order.text), '')}`
    : `${id}:order ${order.id} ${order.changedAt.toISOString()}`;

const bodyOf = ({ id: connectionId }: StoreConnection, { topic, text }: PolledOrder) =>
  writeStorePart({ connectionId, topic }, text);

/** It waits as the shop asks it to; else as long again as the trouble has lasted. */
async function noteTrouble(
  { db, now }: Context,
  merchantId: string,
  { id, troubleSince }: StoreConnection,
  { message, retryAfterMs }: ShopTrouble,
): Promise<Date> {
  const since = troubleSince ?? now;
  await withMerchant(db, merchantId, tx => changeStoreConnection(tx, id, { trouble: message, troubleSince: since }));
  const lasted = now.getTime() - since.getTime();
  const wait = retryAfterMs ?? Math.max(lasted, MINUTE);
  return new Date(now.getTime() + Math.min(wait, LONGEST_WAIT));
}
