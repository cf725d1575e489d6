import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { RunPage } from '../../contract/automation.ts';
import type { ApiKeyCreated } from '../../contract/commerce.ts';
import type { CustomerConsents } from '../../contract/consent.ts';
import type { ConversationList } from '../../contract/conversation.ts';
import type { CustomerJourney, CustomerList } from '../../contract/journey.ts';
import type { Template } from '../../contract/template.ts';
import { createStore } from '../../demo-store/app.ts';
import { factOf } from '../../demo-store/crm/facts.ts';
import { openOutbox } from '../../demo-store/crm/outbox.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { findAddress } from '../db/told-phones.ts';
import { eventually } from '../testing/eventually.ts';
import { startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

/** The demo's shop at its own door, the server that it tells, and the phones that hear of it or do not. */
describe('a phone that the shop was told with an order', () => {
  let world: WhatsAppWorld;
  let store: ReturnType<typeof createStore>;
  let outbox: ReturnType<typeof openOutbox>;
  let ruleId: string;
  before(async () => {
    world = await startWhatsAppWorld();
    const { key: apiKey } = (await world.agent.call<ApiKeyCreated>('/api-keys', { body: { name: 'Shop' } })).json;
    outbox = openOutbox({ url: world.app.url, apiKey, log: line => assert.fail(line) });
    const site = { scriptUrl: `${world.app.url}/sdk/woodex.js`, key: undefined, dashboardUrl: '', simulatorUrl: '' };
    store = createStore(site, {
      now: () => world.clock.now(),
      onChange: change => outbox.tell(factOf(change, 'http://shop.example')),
    });
    await orderTemplate();
    const rule = await world.agent.call<{ id: string }>('/automations/recipes', { body: { recipe: 'order-placed' } });
    ruleId = rule.json.id;
    await world.agent.call(`/automations/${ruleId}`, { method: 'PATCH', body: { enabled: true } });
  });
  after(async () => {
    outbox.close();
    await world.stop();
  });

  async function orderTemplate() {
    const text = 'Thank you, {{1}}! We have your order {{2}} over {{3}} in our books.';
    const draft = {
      ...{ name: 'order_placed', language: 'en', category: 'UTILITY', header: null, footer: null, buttons: [] },
      body: { text, samples: { 1: 'Ana', 2: '#1', 3: '1 €' } },
    };
    const made = await world.agent.call<Template>('/templates', { body: { draft } });
    assert.equal(made.status, 201, made.text);
    const { accounts } = await world.drive<{ accounts: { templates: { id: string }[] }[] }>('GET', '/meta');
    world.clock.advance(2000);
    await world.drive('POST', `/templates/${accounts[0]!.templates[0]!.id}`, { status: 'APPROVED' });
    await eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      return (await world.agent.call<Template>(`/templates/${made.json.id}`)).json.sendable;
    }, 'the template approved');
  }

  let orders = 0;
  /** Orders at the shop's own door, with the box ticked or not. */
  async function order(phone: string, orderUpdates: boolean | undefined, more: object = {}) {
    orders += 1;
    const email = `buyer${orders}@example.com`;
    const lines = [{ sku: 'holm-sofa.rust', quantity: 1 }];
    const where = { delivery: 'kerb', street: 'Weg 1', postcode: '10997', city: 'Berlin', country: 'DE' };
    const body = { id: randomUUID(), lines, name: 'Kim Ash', email, phone, ...where, orderUpdates, ...more };
    const headers = { 'content-type': 'application/json' };
    const answer = await store.request('/api/orders', { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, json: (await answer.json()) as { errors?: Record<string, string> }, email };
  }
  const customer = (email: string) =>
    eventually(
      async () => (await world.agent.call<CustomerList>(`/customers?q=${email}`)).json.customers[0],
      `the customer ${email}`,
    );
  const consents = async (id: string) => (await world.agent.call<CustomerConsents>(`/customers/${id}/consents`)).json;
  /** What became of the run about this customer. */
  const decided = (id: string) =>
    eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      const { runs } = (await world.agent.call<RunPage>(`/automations/${ruleId}/runs`)).json;
      const run = runs.find(each => each.customer.id === id);
      const last = run?.decisions.at(-1);
      return last && last.outcome !== 'planned' ? last : undefined;
    }, 'a decision');
  const onPhone = async (phone: { id: string }) =>
    (
      await world.drive<{ messages: { from: string; bubble: { text?: string } }[] }>(
        'GET',
        `/phones/${phone.id}/messages`,
      )
    ).messages
      .filter(({ from }) => from === 'business')
      .map(({ bubble }) => bubble.text);

  it('hears of the order if the box was ticked, and the yes is in the ledger with its words', async () => {
    const phone = await world.phone();
    const { status, email } = await order(`+${phone.waId}`, true);
    assert.equal(status, 201);
    const { id } = await customer(email);
    assert.equal((await decided(id)).reason, 'template');
    await eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      return (await onPhone(phone)).some(text => /^Thank you, Kim! We have your order O-/.test(text ?? ''));
    }, 'the order on the phone');
    const { history, refuses } = await consents(id);
    const [told] = history;
    assert.deepEqual([told!.topic, told!.action, told!.source, told!.pending], ['all', 'opt-in', 'api', true]);
    assert.match(told!.wording!, /WoodEx may send me updates about my order by WhatsApp/);
    assert.deepEqual([refuses.transactional, refuses.marketing?.reason], [null, 'no-opt-in']);
    const { identities } = (await world.agent.call<CustomerJourney>(`/customers/${id}`)).json;
    assert.deepEqual(identities, [{ kind: 'told_phone', value: phone.waId }]);
  });

  it('hears nothing if it was not, and it is said why', async () => {
    const phone = await world.phone();
    for (const box of [false, undefined]) {
      const { email } = await order(`+${phone.waId}`, box);
      const { id } = await customer(email);
      assert.equal((await decided(id)).reason, 'not-on-whatsapp');
      assert.deepEqual((await consents(id)).history, []);
    }
    assert.deepEqual(await onPhone(phone), []);
  });

  it('is no address by a yes to offers', async () => {
    const phone = await world.phone();
    const email = 'offers@example.com';
    const whatsappConsent = { topic: 'marketing', action: 'opt-in', wording: 'Offers of WoodEx by WhatsApp' } as const;
    const told = { id: randomUUID(), type: 'customer_updated', at: world.clock.now().toISOString() };
    outbox.tell({ ...told, customer: { email, phone: `+${phone.waId}`, whatsappConsent } });
    const { id } = await customer(email);
    await eventually(async () => (await consents(id)).history.length === 1, 'the consent');
    assert.deepEqual((await world.agent.call<CustomerJourney>(`/customers/${id}`)).json.identities, []);
  });

  it('is needed where the box was ticked', async () => {
    const { status, json } = await order('', true);
    assert.equal(status, 422);
    assert.match(json.errors!.phone!, /untick the box/);
  });

  it('is in one thread with its owner’s answer, and their STOP is heeded', async () => {
    const phone = await world.phone();
    const { email } = await order(`+${phone.waId}`, true);
    const { id } = await customer(email);
    assert.equal((await decided(id)).reason, 'template');
    await eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      return (await onPhone(phone)).length === 1;
    }, 'the order on the phone');
    const open = async () =>
      (await world.agent.call<ConversationList>('/conversations?view=open')).json.conversations.map(
        ({ customer }) => customer.id,
      );
    assert.equal((await open()).includes(id), false);
    const words = `thank you from ${phone.id}`;
    await phone.write(words);
    const thread = await world.conversationWith(words);
    assert.equal(thread.customer.id, id);
    assert.equal((await open()).includes(id), true);
    await phone.write('STOP');
    await eventually(async () => (await consents(id)).all === 'out', 'the STOP');
  });

  it('is no address any more when somebody else is known by WhatsApp under it', async () => {
    const phone = await world.phone();
    const first = await order(`+${phone.waId}`, true);
    const { id } = await customer(first.email);
    await decided(id);
    // Whoever orders talks in the shop's page: what comes by WhatsApp must not be shown there.
    await world.app.test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${world.app.a.id}, true)`;
      await sql`update whatsapp_messages set author = 'shopper' where conversation_id in (
        select id from whatsapp_conversations where customer_id = ${id})`;
    });
    const words = `who is this? asks ${phone.id}`;
    await phone.write(words);
    assert.notEqual((await world.conversationWith(words)).customer.id, id);
    await phone.write('STOP');
    // The news of the order, and the answer to STOP.
    await eventually(async () => (await onPhone(phone)).length === 2);
    await world.settled();
    assert.equal(await withMerchant(world.app.deps.db, world.app.a.id, tx => findAddress(tx, id)), null);
    assert.equal((await onPhone(phone)).length, 2);
  });
});
