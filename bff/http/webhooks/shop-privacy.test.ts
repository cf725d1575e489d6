import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ApiKeyCreated } from '../../../contract/commerce.ts';
import type { CustomerJourney, CustomerList } from '../../../contract/journey.ts';
import type { PersonExport, PrivacyRequest } from '../../../contract/privacy.ts';
import type { Store } from '../../../contract/store.ts';
import { HOUR } from '../../domain/duration.ts';
import { eventually } from '../../testing/eventually.ts';
import type { AgentClient } from '../../testing/http-clients.ts';
import { asOwner } from '../../testing/planting.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

const SECRET = 'aSecretOfTheShop0123456789';
const SHOP = 'oak.myshopify.com';

describe('what Shopify asks for on behalf of persons', () => {
  let app: TestApp;
  let agent: AgentClient;
  let store: Store;
  before(async () => {
    app = await startTestApp();
    agent = app.agent(app.a);
    const body = { kind: 'shopify', externalId: SHOP, webhookSecret: SECRET };
    store = (await agent.call<Store>('/stores', { body })).json;
  });
  after(() => app.stop());

  const send = (topic: string, body: object, secret = SECRET) => {
    const text = JSON.stringify(body);
    return app.http.call('/webhooks/shopify', {
      body: text,
      headers: {
        'x-shopify-shop-domain': SHOP,
        'x-shopify-topic': topic,
        'x-shopify-webhook-id': randomUUID(),
        'x-shopify-hmac-sha256': createHmac('sha256', secret).update(text).digest('base64'),
      },
    });
  };
  const told = async (topic: string, body: object) => assert.equal((await send(topic, body)).status, 200);
  const order = (id: number, email: string) => ({
    ...{ id, name: `#${id}`, email, currency: 'EUR', total_price: '99.50', note: `for ${email}` },
    customer: { id: id * 10, first_name: 'Ada', last_name: `Number ${id}`, phone: `+4915123400${id}` },
    ...{ created_at: '2026-03-10T10:00:00Z', updated_at: '2026-03-10T10:00:00Z' },
    line_items: [{ sku: 'oak', title: 'Oak', quantity: 1, price: '99.50' }],
  });
  const customers = async (q: string) => (await agent.call<CustomerList>(`/customers?q=${q}`)).json.customers;
  const found = (q: string) => eventually(async () => (await customers(q))[0], `a customer ${q}`);
  const requests = async () => (await agent.call<{ requests: PrivacyRequest[] }>('/privacy-requests')).json.requests;
  const done = (kind: string, customer: number | null) =>
    eventually(
      async () =>
        (await requests()).find(
          request =>
            request.kind === kind && request.externalCustomerId === (customer && String(customer)) && request.doneAt,
        ),
      `${kind} of ${customer}`,
    );
  /** How often these words are anywhere in the merchant's rows. */
  const traces = (words: string) =>
    asOwner(app.test.ownerSql, app.a.id, async sql => {
      const tables = await sql`select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name from pg_class c
        join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
      const places: string[] = [];
      for (const { name } of tables) {
        const [row] = await sql.unsafe(
          `select count(*)::int as n from ${name} t where position($1 in lower(t::text)) > 0`,
          [words],
        );
        if (row!.n > 0) places.push(name);
      }
      return places;
    });
  const amounts = () =>
    asOwner(app.test.ownerSql, app.a.id, async sql =>
      (await sql`select external_id, total from orders order by external_id`).map(row => ({ ...row })),
    );

  it('a copy: everything that is held of that person, and nothing of another', async () => {
    await told('orders/create', order(11, 'copy@one.example'));
    await told('orders/create', order(12, 'other@two.example'));
    const [one] = [await found('copy@one'), await found('other@two')];
    await told('customers/data_request', { customer: { id: 110, email: 'Copy@One.example' }, orders_requested: [11] });
    const request = await done('export', 110);
    const copy = await agent.call<PersonExport>(`/privacy-requests/${request.id}/export`);
    assert.deepEqual(copy.json.customers, [one!.id]);
    assert.deepEqual(
      copy.json.held.orders?.map(row => row.external_id),
      ['11'],
    );
    assert.match(copy.text, /copy@one\.example/);
    assert.doesNotMatch(copy.text, /two\.example/);
    assert.equal((await app.agent(app.b).call(`/privacy-requests/${request.id}/export`)).status, 404);
  });

  it('to be forgotten: no trace of them is left, the books keep the amount, and others are as they were', async () => {
    await told('orders/create', order(21, 'forget@me.example'));
    await told('orders/create', order(22, 'keep@me.example'));
    await Promise.all([found('forget@me'), found('keep@me')]);
    assert.deepEqual(await traces('forget@me.example'), ['public.customer_contacts', 'public.webhook_inbox']);
    await told('customers/redact', { customer: { id: 210, email: 'forget@me.example' }, orders_to_redact: [21] });
    const { erased } = await done('erase-customer', 210);
    assert.ok(erased!.orders === 1 && erased!.customers === 1, JSON.stringify(erased));
    assert.deepEqual(await traces('forget@me.example'), []);
    assert.deepEqual(await traces('number 21'), []);
    assert.deepEqual(await traces('4915123400' + '21'), []);
    assert.deepEqual(await customers('forget@me'), []);
    assert.deepEqual(
      (await amounts()).filter(({ external_id }) => external_id === '21'),
      [{ external_id: '21', total: '99.5000' }],
    );
    const kept = await found('keep@me');
    assert.equal((await agent.call<CustomerJourney>(`/customers/${kept.id}`)).json.orders.length, 1);
  });

  it('to be forgotten by the shop, of somebody who is known otherwise too: what they ordered elsewhere stays', async () => {
    await told('orders/create', order(31, 'both@me.example'));
    await found('both@me');
    const { key } = (await agent.call<ApiKeyCreated>('/api-keys', { body: { name: 'Till' } })).json;
    const at = app.clock.now().toISOString();
    const event = {
      ...{ id: 'till-1', type: 'order_placed', at, customer: { email: 'both@me.example' } },
      order: { id: 'T1', status: 'placed', items: [], currency: 'EUR', total: '5.00', placedAt: at },
    };
    await app.http.call('/v1/commerce/events', {
      body: { events: [event] },
      headers: { authorization: `Bearer ${key}` },
    });
    const { id } = await eventually(async () => (await customers('both@me')).find(({ orders }) => orders === 2));
    await told('customers/redact', { customer: { id: 310, email: 'both@me.example' }, orders_to_redact: [31] });
    await done('erase-customer', 310);
    const journey = (await agent.call<CustomerJourney>(`/customers/${id}`)).json;
    assert.deepEqual(
      journey.orders.map(({ total }) => total),
      ['5.0000'],
    );
  });

  it('nothing, of somebody nobody knows', async () => {
    await told('customers/redact', { customer: { id: 990, email: 'nobody@here.example' }, orders_to_redact: [] });
    assert.deepEqual((await done('erase-customer', 990)).erased, {});
    assert.deepEqual(await traces('nobody@here.example'), []);
  });

  it('signed with the secret before the last: taken for an hour after it was changed, and not at that moment', async () => {
    const next = 'theNextSecretOfTheShop0123';
    const changed = await agent.call<Store>(`/stores/${store.id}`, { method: 'PATCH', body: { webhookSecret: next } });
    assert.equal(changed.json.previousSecretUntil, new Date(app.clock.now().getTime() + HOUR).toISOString());
    app.clock.advance(HOUR - 1);
    for (const secret of [SECRET, next]) assert.equal((await send('carts/update', {}, secret)).status, 200);
    app.clock.advance(1);
    assert.equal((await send('carts/update', {}, SECRET)).status, 401);
    assert.equal((await send('carts/update', {}, next)).status, 200);
    await agent.call(`/stores/${store.id}`, { method: 'PATCH', body: { webhookSecret: SECRET } });
  });

  it('once the app is taken out, in matters of privacy alone; and then the whole shop is forgotten', async () => {
    await told('orders/create', order(41, 'last@me.example'));
    await found('last@me');
    await told('app/uninstalled', { id: 1 });
    await eventually(async () => (await agent.call<{ stores: Store[] }>('/stores')).json.stores.length === 0);
    await told('orders/create', order(42, 'late@me.example'));
    await told('shop/redact', { shop_id: 1, shop_domain: SHOP });
    await done('erase-shop', null);
    assert.deepEqual(
      await amounts(),
      [{ external_id: 'T1', total: '5.0000' }],
      'the shop is gone from the books, the till is not',
    );
    for (const words of ['last@me.example', 'late@me.example', 'keep@me.example', 'other@two.example'])
      assert.deepEqual(await traces(words), [], words);
  });
});
