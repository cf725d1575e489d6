import { momentOf } from './fields.ts';
import { BadBody, idOf, type JsonObject, listOf, objectOf, parseExactly } from './json.ts';
import { askShop, type ShopAnswer, ShopTrouble } from './shop-request.ts';
import { firstOrdersPage, nextOrdersPage } from './shopify/orders-page.ts';
import { gidOf } from './shopify/shared.ts';
import { ordersPage, PAGE_SIZE } from './woocommerce/orders-page.ts';

/** How a shop is asked: where, and as whom. */
export type ShopApi =
  | { kind: 'shopify'; url: string; accessToken: string }
  | { kind: 'woocommerce'; url: string; consumerKey: string; consumerSecret: string };

/** An order as the shop has it now. `topic` and `text`: as its webhook would have brought it. */
export type PolledOrder = { id: string; changedAt: Date; topic: string; text: string };

type Ask = { api: ShopApi; since: Date; now: Date; timeoutMs: number; signal: AbortSignal; allowsLocal: boolean };

/** All orders that were changed since then, page by page, oldest change first. @throws ShopTrouble */
export async function* changedOrders(ask: Ask): AsyncGenerator<PolledOrder[]> {
  const { api, since, now } = ask;
  let url: URL | null = api.kind === 'shopify' ? firstOrdersPage(api.url, since) : ordersPage(api.url, since, 1);
  for (let page = 1; url; page += 1) {
    const answer: ShopAnswer = await askShop(url, {
      headers: credentials(api),
      signal: AbortSignal.any([ask.signal, AbortSignal.timeout(ask.timeoutMs)]),
      allowsLocal: ask.allowsLocal,
    });
    assertGood(answer, now);
    const orders = ordersIn(api, answer);
    yield orders.flatMap(order => polled(api, order, now) ?? []);
    if (api.kind === 'shopify') url = nextOrdersPage([answer.headers.link].flat().join(', '), url);
    else url = orders.length < PAGE_SIZE ? null : ordersPage(api.url, since, page + 1);
  }
}

function credentials(api: ShopApi): Record<string, string> {
  if (api.kind === 'shopify') return { 'x-shopify-access-token': api.accessToken };
  const basic = Buffer.from(`${api.consumerKey}:${api.consumerSecret}`).toString('base64');
  return { authorization: `Basic ${basic}` };
}

function assertGood({ status, headers }: ShopAnswer, now: Date): void {
  if (status === 200) return;
  if (status === 429 || status === 503)
    throw new ShopTrouble('The shop asks us to wait.', waitOf([headers['retry-after']].flat()[0], now));
  if (status === 401) throw new ShopTrouble('The shop refuses the key (401).');
  if (status === 403) throw new ShopTrouble('The key may not read orders (403).');
  if (status === 404) throw new ShopTrouble('There is no such API at the address of the shop (404).');
  if (status >= 300 && status < 400) throw new ShopTrouble(`The shop sends us to another address (${status}).`);
  throw new ShopTrouble(`The shop answers with an error (${status}).`);
}

/** Retry-After in seconds or as a date; at least a second. */
function waitOf(text: string | undefined, now: Date): number | undefined {
  if (!text) return undefined;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - now.getTime();
  return Number.isFinite(ms) ? Math.max(ms, 1000) : undefined;
}

function ordersIn(api: ShopApi, { text }: ShopAnswer): JsonObject[] {
  try {
    const body = parseExactly(text);
    const orders = api.kind === 'shopify' ? objectOf(body).orders : body;
    if (Array.isArray(orders)) return listOf(orders);
  } catch (error) {
    if (!(error instanceof BadBody)) throw error;
  }
  throw new ShopTrouble('The shop answers with something that is no list of orders.');
}

function polled({ kind }: ShopApi, order: JsonObject, now: Date): PolledOrder | undefined {
  const [id, changed, topic] =
    kind === 'shopify'
      ? [gidOf(order), order.updated_at, 'orders/updated']
      : [idOf(order.id), order.date_modified_gmt, 'order.updated'];
  const changedAt = momentOf(changed, now);
  return id && changedAt ? { id, changedAt: new Date(changedAt), topic, text: JSON.stringify(order) } : undefined;
}
