import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { CustomerJourney, CustomerList } from '../../../contract/journey.ts';
import { eventually } from '../../testing/eventually.ts';
import type { AgentClient } from '../../testing/http-clients.ts';
import { countRows } from '../../testing/row-counts.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

const SECRET = 'aSecretOfTheShop0123456789';
const SHOP = 'oak.myshopify.com';
const WOO = 'https://woo.example';
const order = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../commerce/fixtures/woodocs__orders__retrieve.json'), 'utf8'),
) as {
  billing: object;
};

describe('webhooks of shops', () => {
  let app: TestApp;
  let agent: AgentClient;
  before(async () => {
    app = await startTestApp();
    agent = app.agent(app.a);
    for (const store of [
      { kind: 'shopify', externalId: SHOP, webhookSecret: SECRET },
      { kind: 'woocommerce', externalId: `${WOO}/`, webhookSecret: SECRET },
    ]) {
      assert.equal((await agent.call('/stores', { body: store })).status, 201);
    }
  });
  after(() => app.stop());

  const sign = (body: string, secret = SECRET) => createHmac('sha256', secret).update(body).digest('base64');
  const shopify = (body: string, more: Record<string, string> = {}) =>
    app.http.call('/webhooks/shopify', {
      body,
      headers: {
        'x-shopify-shop-domain': SHOP,
        'x-shopify-topic': 'orders/create',
        'x-shopify-webhook-id': randomUUID(),
        'x-shopify-hmac-sha256': sign(body),
        ...more,
      },
    });
  const woo = (body: string, more: Record<string, string> = {}) =>
    app.http.call('/webhooks/woocommerce', {
      body,
      headers: {
        'x-wc-webhook-source': `${WOO}/`,
        'x-wc-webhook-topic': 'order.updated',
        'x-wc-webhook-signature': sign(body),
        ...more,
      },
    });
  const shopifyOrder = (id: string, more: object = {}) =>
    `{"id":${id},"name":"#${id.slice(-4)}","email":"shop${id.slice(-4)}@example.com","currency":"EUR","total_price":"99.50","created_at":"2026-03-10T10:00:00Z","updated_at":"2026-03-10T10:00:00Z","line_items":[{"sku":"oak","title":"Oak","quantity":1,"price":"99.50"}]${Object.entries(
      more,
    )
      .map(([key, value]) => `,${JSON.stringify(key)}:${JSON.stringify(value)}`)
      .join('')}}`;
  const journeyOf = async (q: string) => {
    const row = await eventually(async () => (await agent.call<CustomerList>(`/customers?q=${q}`)).json.customers[0]);
    return (await agent.call<CustomerJourney>(`/customers/${row.id}`)).json;
  };

  it('an order of Shopify becomes an order, its 64-bit id exactly, once however often it is told', async () => {
    const id = '9007199254740993001';
    const webhook = { 'x-shopify-webhook-id': 'once' };
    for (let i = 0; i < 3; i++) assert.equal((await shopify(shopifyOrder(id), webhook)).status, 200);
    const journey = await journeyOf('shop3001@example');
    assert.deepEqual(
      journey.orders.map(({ number, total, status }) => [number, total, status]),
      [['#3001', '99.5000', 'placed']],
    );
    const [row] = await app.test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${app.a.id}, true)`;
      return sql`select external_id from orders where source = 'shopify'`;
    });
    assert.equal(row!.external_id, id);
  });

  it('what comes out of order ends the same', async () => {
    const id = '4002';
    const paid = shopifyOrder(id, { financial_status: 'paid', fulfillment_status: 'fulfilled' }).replace(
      '"updated_at":"2026-03-10T10',
      '"updated_at":"2026-03-10T11',
    );
    await shopify(paid, { 'x-shopify-topic': 'orders/updated' });
    await shopify(shopifyOrder(id));
    await eventually(async () => (await journeyOf('shop4002@example')).orders[0]?.status === 'shipped');
  });

  it('an order of WooCommerce becomes an order of the account that was logged in', async () => {
    const body = JSON.stringify({
      ...order,
      id: 727,
      customer_id: 26,
      status: 'processing',
      billing: { ...order.billing, email: 'woo@example.com' },
    });
    assert.equal((await woo(body)).status, 200);
    const journey = await journeyOf('woo@example');
    assert.deepEqual(journey.identities, [{ kind: 'shop_account', value: 'woocommerce:26' }]);
    assert.equal(journey.orders.length, 1);
  });

  it("answers WooCommerce's unsigned ping, and keeps nothing of it", async () => {
    const before = await countRows(app.test.ownerSql);
    const ping = await fetch(`${app.url}/webhooks/woocommerce`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'webhook_id=7',
    });
    assert.equal(ping.status, 200);
    assert.deepEqual(await countRows(app.test.ownerSql), before);
  });

  const body = shopifyOrder('5005');
  const FORGED: [name: string, headers: Record<string, string>][] = [
    ['without a signature', { 'x-shopify-hmac-sha256': '' }],
    ['signed with another secret', { 'x-shopify-hmac-sha256': sign(body, 'another secret of a shop') }],
    ['signed over other bytes', { 'x-shopify-hmac-sha256': sign(`${body} `) }],
    ['of an unknown shop', { 'x-shopify-shop-domain': 'ash.myshopify.com' }],
    ['of no shop', { 'x-shopify-shop-domain': "' or true --" }],
  ];
  for (const [name, headers] of FORGED) {
    it(`refuses what is ${name}, and keeps nothing`, async () => {
      const before = await countRows(app.test.ownerSql);
      assert.equal((await shopify(body, headers)).status, 401);
      assert.deepEqual(await countRows(app.test.ownerSql), before);
    });
  }

  it('takes what is signed even where it is no order, and goes on', async () => {
    for (const odd of [
      '{',
      '[]',
      'null',
      '{"id":1}',
      '{"id":"\\u0000"}',
      '{"line_items":7,"id":3,"updated_at":"yesterday"}',
    ]) {
      assert.equal((await shopify(odd)).status, 200);
      assert.equal((await woo(odd)).status, 200);
    }
    await shopify(shopifyOrder('6006'));
    assert.equal((await journeyOf('shop6006@example')).orders.length, 1);
  });
});
