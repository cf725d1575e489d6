import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID, randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ApiKeyCreated } from '../../../contract/commerce.ts';
import type { CustomerConsents } from '../../../contract/consent.ts';
import type { CustomerJourney, CustomerList, TimelinePage } from '../../../contract/journey.ts';
import { DAY, HOUR } from '../../domain/duration.ts';
import { eventually } from '../../testing/eventually.ts';
import type { AgentClient } from '../../testing/http-clients.ts';
import { journeysFollowed } from '../../testing/journeys-followed.ts';
import { countRows } from '../../testing/row-counts.ts';
import { startTestApp, type TestApp, type TestMerchant } from '../../testing/test-app.ts';

describe('POST /v1/commerce/events', () => {
  let app: TestApp;
  let agent: AgentClient;
  let key: string;
  before(async () => {
    app = await startTestApp();
    agent = app.agent(app.a);
    key = (await agent.call<ApiKeyCreated>('/api-keys', { body: { name: 'Shop' } })).json.key;
  });
  after(() => app.stop());

  const at = (ms = 0) => new Date(app.clock.now().getTime() + ms).toISOString();
  const tell = (events: unknown, bearer = key) =>
    app.http.call('/v1/commerce/events', { body: { events }, headers: { authorization: `Bearer ${bearer}` } });
  const told = async (...events: object[]) => {
    const answer = await tell(events);
    assert.equal(answer.status, 202, answer.text);
    return (answer.json as unknown as { results: { outcome: string }[] }).results.map(({ outcome }) => outcome);
  };
  const order = (id: string, status = 'placed', more: object = {}) => ({
    id: `${id}:${status}`,
    type: status === 'placed' ? 'order_placed' : 'order_updated',
    at: at(),
    order: {
      id,
      number: `O-${id.slice(-4)}`,
      status,
      items: [{ id: 'oak', name: 'Oak table', price: '620.25', quantity: 2 }],
      currency: 'EUR',
      total: '1240.50',
      placedAt: at(),
    },
    ...more,
  });
  const customers = async (q: string) =>
    (await agent.call<CustomerList>(`/customers?q=${encodeURIComponent(q)}`)).json.customers;
  const journey = async (id: string) => (await agent.call<CustomerJourney>(`/customers/${id}`)).json;
  const timeline = async (id: string) =>
    (await agent.call<TimelinePage>(`/customers/${id}/timeline?limit=100`)).json.entries;
  const found = (q: string) => eventually(async () => (await customers(q))[0], `a customer ${q}`);

  it('tells what a buyer agreed to: it counts for an account, and waits for the phone of whom nobody has logged in', async () => {
    const whatsappConsent = { topic: 'marketing', action: 'opt-in', wording: 'Offers of Ash by WhatsApp' };
    const consents = async (email: string) => {
      const { id } = await found(email);
      return (await agent.call<CustomerConsents>(`/customers/${id}/consents`)).json;
    };
    const account = { id: randomUUID(), email: 'account@consent.example', whatsappConsent };
    await told(order(randomUUID(), 'placed', { customer: account }));
    const counted = await consents('account@consent.example');
    assert.deepEqual([counted.marketing, counted.history[0]!.source], ['in', 'api']);
    const typed = { email: 'typed@consent.example', phone: '+49 151 55512345', whatsappConsent };
    await told(order(randomUUID(), 'placed', { customer: typed }));
    const waiting = await consents('typed@consent.example');
    assert.deepEqual([waiting.marketing, waiting.history[0]!.pending], ['none', true]);
  });

  it('does not bring offers back to a phone whose owner refused them and was erased, though a later account says yes', async () => {
    const phone = '+49 151 55598765';
    const consents = async (email: string) => {
      const { id } = await found(email);
      return { id, ...(await agent.call<CustomerConsents>(`/customers/${id}/consents`)).json };
    };
    await told(
      order(randomUUID(), 'placed', { customer: { id: randomUUID(), email: 'first@refused.example', phone } }),
    );
    const first = await consents('first@refused.example');
    const said = { topic: 'marketing', action: 'opt-out', reason: 'by phone' };
    await agent.call(`/customers/${first.id}/consents`, { body: said });
    await agent.call(`/customers/${first.id}`, { method: 'DELETE' });
    const whatsappConsent = { topic: 'marketing', action: 'opt-in', wording: 'Offers of Ash by WhatsApp' };
    const again = { id: randomUUID(), email: 'again@refused.example', phone, whatsappConsent };
    await told(order(randomUUID(), 'placed', { customer: again }));
    const now = await consents('again@refused.example');
    assert.notEqual(now.id, first.id);
    assert.deepEqual([now.marketing, now.refuses.marketing?.reason], ['out', 'opted-out-of-marketing']);
  });

  it('makes a known customer with an order, a stage and a journey of who bought', async () => {
    const id = randomUUID();
    await told(
      order(id, 'placed', {
        customer: { name: 'Ada Ash', email: ' Ada@Ash.example ', phone: '0151 23456789', country: 'DE' },
      }),
    );
    const row = await found('ada@ash');
    assert.deepEqual([row.fullName, row.stage, row.orders, row.kind], ['Ada Ash', 'customer', 1, 'known']);
    const detail = await journey(row.id);
    assert.deepEqual(detail.contacts, [
      { kind: 'email', value: 'ada@ash.example', source: 'api' },
      { kind: 'phone', value: '+49 1512 3456789', source: 'api' },
    ]);
    assert.equal(detail.orders[0]?.total, '1240.5000');
    assert.ok((await timeline(row.id)).some(entry => entry.kind === 'event' && entry.name === 'order_placed'));
  });

  it('takes the same fact once, and refuses another one under its name', async () => {
    const id = randomUUID();
    const fact = order(id, 'placed', { customer: { email: 'once@ash.example' } });
    assert.deepEqual(await told(fact, fact), ['accepted', 'repeated']);
    assert.deepEqual(await told(fact), ['repeated']);
    const both = await Promise.all([told(order(id, 'paid')), told(order(id, 'paid'))]);
    assert.deepEqual(both.flat().sort(), ['accepted', 'repeated']);
    const changed = await tell([order(id, 'placed', { customer: { email: 'other@ash.example' } })]);
    assert.equal(changed.status, 409);
    const row = await found('once@ash');
    await eventually(async () => (await journey(row.id)).orders[0]?.status === 'paid');
    const names = (await timeline(row.id)).flatMap(entry => (entry.kind === 'event' ? [entry.name] : []));
    assert.deepEqual(names.sort(), ['order_paid', 'order_placed', 'order_status_changed']);
  });

  it('comes to the same end in any order', async () => {
    const id = randomUUID();
    const customer = { email: 'late@ash.example' };
    const fact = (status: string, ms: number) => ({ ...order(id, status, { customer }), at: at(ms) });
    for (const event of [fact('delivered', -1000), fact('placed', -4000), fact('shipped', -2000), fact('paid', -3000)])
      await told(event);
    const row = await found('late@ash');
    const names = await eventually(async () => {
      const all = (await timeline(row.id)).flatMap(entry => (entry.kind === 'event' ? [entry.name] : []));
      return all.length === 5 ? all : null;
    });
    assert.deepEqual(names.filter(name => name === 'order_status_changed').length, 3);
    assert.equal((await journey(row.id)).orders[0]?.status, 'delivered');
  });

  const tokenOf = ({ key: publicKey }: TestMerchant) =>
    `wxv_${publicKey.slice(3)}_${randomBytes(32).toString('base64url')}`;
  const journeyIdOf = (token: string) => createHash('sha256').update(token).digest('base64url');
  async function browse(visitor: string, name = 'product_viewed') {
    const event = { id: randomUUIDv7(), name, at: at(), properties: { items: [{ id: 'oak' }] } };
    const answer = await app.http.call('/v1/events', {
      body: { visitor, sentAt: at(), consent: 'granted', events: [event] },
      headers: { origin: app.a.origin },
    });
    assert.equal(answer.status, 200, answer.text);
  }

  it('ties the order to the way there, and makes the guest a customer', async () => {
    const visitor = tokenOf(app.a);
    await browse(visitor, 'cart_item_added');
    await told(
      order(randomUUID(), 'placed', { visitor: journeyIdOf(visitor), customer: { email: 'way@ash.example' } }),
    );
    const row = await found('way@ash');
    const names = await eventually(async () => {
      const all = (await timeline(row.id)).flatMap(entry => (entry.kind === 'event' ? [entry.name] : []));
      return all.includes('order_placed') ? all : null;
    });
    assert.ok(names.includes('cart_item_added'));
    await journeysFollowed(app.test.ownerSql);
    assert.equal((await journey(row.id)).cart, null);
  });

  it('joins two browsers of one account, and neither by an e-mail address that both typed, once somebody chats', async () => {
    const account = { id: 'C-77', email: 'shared@ash.example' };
    const [first, second] = [tokenOf(app.a), tokenOf(app.a)];
    for (const visitor of [first, second]) {
      await browse(visitor);
      await told(order(randomUUID(), 'placed', { visitor: journeyIdOf(visitor), customer: account }));
    }
    const row = await eventually(async () => {
      const [one] = await customers('shared@ash');
      return one?.orders === 2 ? one : null;
    });
    const joined = (await journey(row.id)).merges;
    assert.deepEqual([joined.length, joined[0]?.reason], [1, 'order-of-record']);

    const stranger = await app.http.visit(app.a);
    await stranger.say('a secret of the stranger');
    await told(
      order(randomUUID(), 'placed', {
        visitor: journeyIdOf(stranger.token),
        customer: { email: 'shared@ash.example' },
      }),
    );
    await eventually(async () => (await customers('shared@ash'))[0]?.orders === 3);
    assert.equal((await journey(row.id)).merges.length, 1);
    const snapshot = await stranger.call<{ messages: unknown[] }>('/v1/conversation');
    assert.equal(snapshot.json.messages.length, 1);
  });

  it('tells a quote that runs out: seven days before, and at its end', async () => {
    const id = randomUUID();
    const quote = {
      id,
      number: `Q-${id.slice(-4)}`,
      items: [],
      total: '900',
      currency: 'EUR',
      expiresAt: at(10 * DAY),
    };
    const customer = { email: 'quote@ash.example' };
    await told({ id: `${id}:sent`, type: 'quote_sent', at: at(), quote, customer });
    const row = await found('quote@ash');
    const names = async () => (await timeline(row.id)).flatMap(entry => (entry.kind === 'event' ? [entry.name] : []));
    await eventually(async () => (await names()).includes('quote_sent'));
    assert.equal((await journey(row.id)).quotes[0]?.expiring, false);
    app.clock.advance(3 * DAY);
    app.deps.live.publish({ kind: 'work' });
    await eventually(async () => (await names()).includes('quote_expiring'));
    assert.equal((await journey(row.id)).quotes[0]?.expiring, true);
    app.clock.advance(7 * DAY);
    app.deps.live.publish({ kind: 'work' });
    await eventually(async () => (await journey(row.id)).quotes[0]?.status === 'expired');
    assert.equal((await names()).filter(name => name === 'quote_expiring').length, 1);
  });

  const custom = (properties: object) => ({
    id: randomUUID(),
    type: 'custom',
    at: at(),
    name: 'custom.swatch',
    properties,
    customer: { email: 'swatch@ash.example' },
  });
  const cart = (quantity: number, lines: number) => ({
    id: randomUUID(),
    type: 'cart_updated',
    at: at(),
    cart: {
      id: randomUUID(),
      items: Array.from({ length: lines }, (_, i) => ({ id: `${i}`, name: 'Oak', price: '999999999999', quantity })),
    },
  });

  it('takes a fact whose clock is exactly an hour ahead, and one that is years old', async () => {
    const customer = { email: 'edge@ash.example' };
    await told({ ...order(randomUUID(), 'placed', { customer }), at: at(HOUR) });
    const old = order(randomUUID(), 'placed', { customer });
    await told({ ...old, at: '2019-05-01T10:00:00Z', order: { ...old.order, placedAt: '2019-05-01T10:00:00Z' } });
    await eventually(async () => (await customers('edge@ash'))[0]?.orders === 2);
  });

  it('knows a fact again whatever its id is spelled with', async () => {
    const fact = {
      ...order(randomUUID(), 'placed', { customer: { email: 'odd@ash.example' } }),
      id: '{a\n"b\\c,\t\u0001}',
    };
    assert.deepEqual(await told(fact), ['accepted']);
    assert.deepEqual(await told(fact), ['repeated']);
  });

  it('says where each fault is', async () => {
    const bad = order(randomUUID());
    const answer = await tell([
      order(randomUUID()),
      { ...bad, order: { ...bad.order, total: '12,50' } },
      custom({ 'a b': 1 }),
    ]);
    const { errors } = answer.json as unknown as { errors: { path: string }[] };
    assert.deepEqual(
      errors.map(({ path }) => path),
      ['events.1.order.total', 'events.2.properties'],
    );
  });

  const BAD: Record<string, () => unknown> = {
    'no events': () => [],
    'an unknown type': () => [{ id: 'x', type: 'order_paid', at: at() }],
    'a float as an amount': () => [{ ...order(randomUUID()), order: { ...order('x').order, total: 12.5 } }],
    'an unknown key': () => [{ ...order(randomUUID()), price: 1 }],
    NUL: () => [order(randomUUID(), 'placed', { customer: { name: 'a\0b' } })],
    'one bad among good ones': () => [order(randomUUID()), { id: 'x' }],
    'a date that is none': () => [{ ...order(randomUUID()), at: 'yesterday' }],
    'a moment in the year 0000': () => [{ ...order(randomUUID()), at: '0000-01-01T00:00:00Z' }],
    'a moment more than an hour ahead': () => [{ ...order(randomUUID()), at: at(HOUR + 1) }],
    'an order that is placed in the future': () => [
      { ...order(randomUUID()), order: { ...order('x').order, placedAt: '9999-12-31T23:59:59Z' } },
    ],
    'NUL in the name of a property': () => [custom({ 'a\0b': 1 })],
    'half a surrogate pair in the name of a property': () => [custom({ 'a\ud800': 1 })],
    'NUL deep in a property': () => [custom({ a: { b: ['\0'] } })],
    'properties of more than 8 kB': () => [custom({ a: 'x'.repeat(8192) })],
    'a cart of more than an amount can hold': () => [cart(100_000, 100)],
    '101 events': () => Array.from({ length: 101 }, () => order(randomUUID())),
  };
  for (const [name, make] of Object.entries(BAD)) {
    it(`refuses ${name} with where it is, and keeps nothing`, async () => {
      const before = await countRows(app.test.ownerSql);
      const answer = await tell(make());
      assert.equal(answer.status, 400, answer.text);
      assert.match(answer.text, /"errors"/);
      assert.deepEqual(await countRows(app.test.ownerSql), before);
    });
  }

  it('knows no other key: none, a made up one, a revoked one, one of another merchant', async () => {
    assert.equal((await app.http.call('/v1/commerce/events', { body: { events: [order('x')] } })).status, 401);
    assert.equal(
      (await tell([order('x')], `wxs_${app.a.key.slice(3)}_${randomBytes(32).toString('base64url')}`)).status,
      401,
    );
    assert.equal((await tell([order('x')], key.replace(app.a.key.slice(3), app.b.key.slice(3)))).status, 401);
    const other = (await agent.call<ApiKeyCreated>('/api-keys', { body: { name: 'Old' } })).json;
    assert.equal((await agent.call(`/api-keys/${other.apiKey.id}`, { method: 'DELETE' })).status, 204);
    assert.equal((await tell([order('x')], other.key)).status, 401);
  });
});
