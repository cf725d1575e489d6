import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { CustomerList } from '../../contract/journey.ts';
import type { Store } from '../../contract/store.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { changeStoreConnection } from '../db/store-connections.ts';
import { HOUR, MINUTE, SECOND } from '../domain/duration.ts';
import { eventually } from '../testing/eventually.ts';
import type { AgentClient } from '../testing/http-clients.ts';
import { asOwner } from '../testing/planting.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';
import { reconcileStore } from './reconcile-store.ts';

const SECRET = 'aSecretOfTheShop0123456789';
const KEYS = { consumerKey: 'ck_0123456789', consumerSecret: 'cs_0123456789' };
type Answer = { status?: number; headers?: Record<string, string>; body: unknown };

describe('asking a shop for what its webhooks lost', () => {
  let app: TestApp;
  let agent: AgentClient;
  let shop: Server;
  let url: string;
  let asked: URL[] = [];
  let answer: (request: IncomingMessage, at: URL) => Answer;
  let woo: Store;
  let shopify: Store;
  before(async () => {
    shop = createServer((request, response) => {
      const at = new URL(request.url ?? '', url);
      asked.push(at);
      const { status = 200, headers = {}, body } = answer(request, at);
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(shop, 'listening');
    url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
    answer = () => ({ body: [] });
    app = await startTestApp({ env: { WOODEX_LOCAL_STORES: 'true', SHOPIFY_API_URL: url } });
    agent = app.agent(app.a);
    const connect = async (body: object) => (await agent.call<Store>('/stores', { body })).json;
    // Without `api`, so that no job asks besides the test.
    woo = await connect({ kind: 'woocommerce', externalId: url, webhookSecret: SECRET });
    shopify = await connect({ kind: 'shopify', externalId: 'oak.myshopify.com', webhookSecret: SECRET });
  });
  after(async () => {
    await app.stop();
    shop.close();
  });
  beforeEach(async () => {
    asked = [];
    app.clock.advance(HOUR);
    await give(woo, KEYS);
  });

  /** Lets a shop be asked, but by the test alone: no job is begun. */
  const give = ({ id: rowId }: Store, api: object) => {
    const place = { merchantId: app.a.id, table: 'store_connections', column: 'api_credentials', rowId };
    const apiCredentials = app.deps.sealer.seal(JSON.stringify(api), place);
    return withMerchant(app.deps.db, app.a.id, tx =>
      changeStoreConnection(tx, rowId, { apiCredentials, trouble: null, troubleSince: null }),
    );
  };
  const ask = ({ id }: Store) =>
    reconcileStore(app.context(), { sealer: app.deps.sealer, access: app.deps.shopAccess }, app.a.id, id);
  const state = async ({ id }: Store) =>
    (await agent.call<{ stores: Store[] }>('/stores')).json.stores.find(store => store.id === id)!;
  const gmt = (ms = 0) => new Date(app.clock.now().getTime() + ms).toISOString().slice(0, 19);
  const order = (id: number, more: object = {}) => ({
    ...{ id, number: String(id), status: 'processing', currency: 'EUR', total: '10.00', customer_id: 0 },
    ...{ date_created_gmt: gmt(-MINUTE), date_modified_gmt: gmt(), billing: { email: `order${id}@woo.example` } },
    ...{ line_items: [{ sku: 'oak', name: 'Oak', price: 10, quantity: 1 }], ...more },
  });
  const ordersOf = (source: string) =>
    asOwner(app.test.ownerSql, app.a.id, async sql =>
      (await sql`select external_id, status from orders where source = ${source} order by external_id`).map(row => [
        row.external_id,
        row.status,
      ]),
    );
  const parts = () =>
    asOwner(app.test.ownerSql, app.a.id, async sql => (await sql`select count(*)::int as n from webhook_inbox`)[0]!.n);

  it('keeps an order that no webhook told, and asks again in a quarter of an hour from there on', async () => {
    answer = request => {
      const expected = `Basic ${Buffer.from(`${KEYS.consumerKey}:${KEYS.consumerSecret}`).toString('base64')}`;
      assert.equal(request.headers.authorization, expected);
      return { body: [order(101)] };
    };
    assert.deepEqual(await ask(woo), new Date(app.clock.now().getTime() + 15 * MINUTE));
    await eventually(async () => (await ordersOf('woocommerce')).some(([id]) => id === '101'));
    assert.equal((await state(woo)).reconciledTo, `${gmt()}.000Z`);
    answer = () => ({ body: [] });
    app.clock.advance(15 * MINUTE);
    await ask(woo);
    assert.equal(
      asked.at(-1)!.searchParams.get('modified_after'),
      gmt(-25 * MINUTE),
      'ten minutes are looked at twice',
    );
  });

  it('takes nothing twice: not what a webhook brought, and not what it brings after', async () => {
    const tell = (body: string) =>
      app.http.call('/webhooks/woocommerce', {
        body,
        headers: {
          'x-wc-webhook-source': url,
          'x-wc-webhook-topic': 'order.updated',
          'x-wc-webhook-signature': createHmac('sha256', SECRET).update(body).digest('base64'),
        },
      });
    const [before, after] = [order(201), order(202)];
    const kept = await parts();
    await tell(JSON.stringify(before));
    answer = () => ({ body: [before, after] });
    await ask(woo);
    await ask(woo);
    await tell(JSON.stringify(after));
    assert.equal(await parts(), kept + 2);
    await eventually(async () => (await ordersOf('woocommerce')).filter(([id]) => /^20/.test(id)).length === 2);
    await ask(woo);
    assert.equal(await parts(), kept + 2);
  });

  const TROUBLES: [name: string, answer: Answer, wait: number, words: RegExp][] = [
    ['asks us to wait', { status: 429, headers: { 'retry-after': '90' }, body: '' }, 90 * SECOND, /asks us to wait/],
    ['refuses the key', { status: 401, body: '' }, MINUTE, /refuses the key/],
    [
      'sends us elsewhere',
      { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
      MINUTE,
      /another address/,
    ],
    ['answers with a page for people', { body: '<html>' }, MINUTE, /no list of orders/],
    ['answers with something else', { body: { orders: 7 } }, MINUTE, /no list of orders/],
  ];
  for (const [name, bad, wait, words] of TROUBLES) {
    it(`says so where it ${name}, waits, and loses nothing`, async () => {
      const before = (await state(woo)).reconciledTo;
      answer = () => bad;
      assert.deepEqual(await ask(woo), new Date(app.clock.now().getTime() + wait));
      const { trouble, reconciledTo } = await state(woo);
      assert.match(trouble!, words);
      assert.equal(reconciledTo, before);
      assert.equal(asked.length, 1, 'nobody else is asked');
    });
  }

  it('waits as long again as the trouble has lasted, and at most an hour', async () => {
    answer = () => ({ status: 500, body: '' });
    await ask(woo);
    const waits: number[] = [];
    for (const minutes of [7, 3 * 60]) {
      app.clock.advance(minutes * MINUTE);
      waits.push((await ask(woo))!.getTime() - app.clock.now().getTime());
    }
    assert.deepEqual(waits, [7 * MINUTE, HOUR]);
  });

  it('of Shopify follows its links, at the same shop only, with ids that no number holds', async () => {
    await give(shopify, { accessToken: 'shpat_0123456789' });
    const line = (id: string) =>
      `{"id":${id},"name":"#${id.slice(-4)}","currency":"EUR","total_price":"5.00","created_at":"${gmt(-MINUTE)}Z","updated_at":"${gmt()}Z","line_items":[]}`;
    answer = (request, at) => {
      assert.equal(request.headers['x-shopify-access-token'], 'shpat_0123456789');
      if (at.searchParams.has('page_info'))
        return {
          headers: { link: '<https://evil.example/orders.json?page_info=2>; rel="next"' },
          body: `{"orders":[${line('9007199254740993002')}]}`,
        };
      return {
        headers: { link: `<${url}/admin/api/x/orders.json?page_info=1>; rel="next"` },
        body: `{"orders":[${line('9007199254740993001')}]}`,
      };
    };
    await ask(shopify);
    assert.equal(asked.length, 2);
    assert.equal((await state(shopify)).trouble, null);
    await eventually(async () => (await ordersOf('shopify')).length === 2);
    assert.deepEqual(
      (await ordersOf('shopify')).map(([id]) => id),
      ['9007199254740993001', '9007199254740993002'],
    );
  });

  it('is done by itself once there is a key, and not any more when it is taken away', async () => {
    const id = randomUUID().slice(0, 8);
    answer = () => ({ body: [order(7001, { billing: { email: `${id}@self.example` } })] });
    await agent.call(`/stores/${woo.id}`, { method: 'PATCH', body: { api: KEYS } });
    await eventually(async () => (await agent.call<CustomerList>(`/customers?q=${id}`)).json.customers.length === 1);
    await agent.call(`/stores/${woo.id}`, { method: 'PATCH', body: { api: null } });
    asked = [];
    assert.equal(await ask(woo), null);
    assert.deepEqual(asked, []);
  });

  it('is of the merchant whose shop it is', async () => {
    assert.equal(
      await reconcileStore(app.context(), { sealer: app.deps.sealer, access: app.deps.shopAccess }, app.b.id, woo.id),
      null,
    );
    assert.deepEqual(asked, []);
  });

  it('goes through all pages, and from the last good one on when it was cut off', async () => {
    const kept = await parts();
    const all = Array.from({ length: 250 }, (_, i) =>
      order(1000 + i, { status: 'checkout-draft', date_modified_gmt: gmt((i - 250) * SECOND) }),
    );
    const page = (at: URL) => Number(at.searchParams.get('page'));
    answer = (_, at) =>
      page(at) < 3 ? { body: all.slice((page(at) - 1) * 100, page(at) * 100) } : { status: 500, body: '' };
    assert.deepEqual(await ask(woo), new Date(app.clock.now().getTime() + MINUTE));
    assert.equal((await state(woo)).reconciledTo, `${all[199]!.date_modified_gmt}.000Z`);
    assert.match((await state(woo)).trouble!, /500/);
    answer = (_, at) => ({ body: all.slice((page(at) - 1) * 100, page(at) * 100) });
    await ask(woo);
    assert.equal((await state(woo)).trouble, null);
    assert.equal(await parts(), kept + 250);
  });
});
