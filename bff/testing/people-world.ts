import assert from 'node:assert/strict';
import { createHash, createHmac, randomBytes, randomUUID, randomUUIDv7 } from 'node:crypto';
import type { CustomerJourney, CustomerList } from '../../contract/journey.ts';
import type { Identified } from '../../contract/journey-event.ts';
import type { VisitorCreated } from '../../contract/storefront.ts';
import { MINUTE, SECOND } from '../domain/duration.ts';
import { eventually } from './eventually.ts';
import type { TestApp, TestMerchant } from './test-app.ts';

type Buyer = { id?: string; name?: string; email?: string; phone?: string };

/** One merchant's shop as its shoppers, its own server and its staff use it, where it is about who somebody is. */
export async function openShop(app: TestApp, merchant: TestMerchant) {
  const agent = app.agent(merchant);
  const { origin } = merchant;
  const { secret } = (await agent.call<{ secret: string }>('/identity-keys', { method: 'POST' })).json;
  const { key } = (await agent.call<{ key: string }>('/api-keys', { body: { name: 'Shop' } })).json;
  const now = () => app.clock.now().toISOString();
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  const shop = {
    agent,
    secret,

    /** What a browser makes for itself. */
    newToken: () => `wxv_${merchant.key.slice(3)}_${randomBytes(32).toString('base64url')}`,

    /** What the merchant's server signs of a shopper. */
    sign(claims: object = {}, { by = secret, header = { alg: 'HS256', typ: 'JWT' } as object } = {}): string {
      const exp = Math.floor((app.clock.now().getTime() + 5 * MINUTE) / SECOND);
      const body = `${part(header)}.${part({ aud: merchant.key, sub: randomUUID(), exp, jti: randomUUID(), ...claims })}`;
      return `${body}.${createHmac('sha256', by).update(body).digest('base64url')}`;
    },

    identify: (visitor: string, identity: string) =>
      app.http.call<Identified & { detail?: string }>('/v1/identify', {
        body: { visitor, identity },
        headers: { origin },
      }),

    /** Logs in as an account of the shop, as its pages do: with a new token where this one is somebody else's. */
    async logIn(visitor: string, account: string, more: object = {}): Promise<string> {
      const identity = shop.sign({ sub: account, ...more });
      const first = await shop.identify(visitor, identity);
      assert.equal(first.status, 200, first.text);
      if (first.json.outcome === 'identified') return visitor;
      const renewed = shop.newToken();
      const second = await shop.identify(renewed, identity);
      assert.equal(second.json.outcome, 'identified', second.text);
      return renewed;
    },

    /** Opens the chat with that token; it may be answered with another one. */
    async chat(visitor: string) {
      const body = { key: merchant.key, visitor };
      const made = await app.http.call<VisitorCreated>('/v1/visitors', { body, headers: { origin } });
      assert.equal(made.status, 201, made.text);
      return app.http.shopper(made.json.token, made.json.snapshot.conversation, origin);
    },

    /** Looks at something, with consent. */
    async browse(visitor: string, properties: object = {}): Promise<void> {
      const events = [{ id: randomUUIDv7(), name: 'product_viewed', at: now(), properties }];
      const body = { visitor, sentAt: now(), consent: 'granted', events };
      const answer = await app.http.call('/v1/events', { body, headers: { origin } });
      assert.equal(answer.status, 200, answer.text);
    },

    /** The shop's server tells of an order; done when it is worked on. `visitor`: the token of the browser it came from. */
    async order(customer: Buyer, visitor?: string): Promise<void> {
      const order = { id: randomUUID(), status: 'placed', items: [], currency: 'EUR', total: '10', placedAt: now() };
      const journeyId = visitor && createHash('sha256').update(visitor).digest('base64url');
      const event = {
        id: randomUUID(),
        type: 'order_placed',
        at: now(),
        order,
        customer,
        ...(visitor && { visitor: journeyId }),
      };
      const headers = { authorization: `Bearer ${key}` };
      const answer = await app.http.call('/v1/commerce/events', { body: { events: [event] }, headers });
      assert.equal(answer.status, 202, answer.text);
      await eventually(async () => {
        const [row] = await app.test.ownerSql`select count(*)::int as n from queue.jobs where kind = 'commerce'`;
        return row!.n === 0;
      }, 'the order worked on');
    },

    /** The customer whom the dashboard finds by this, as it shows them. */
    async customer(q: string): Promise<CustomerJourney> {
      await shop.settled();
      const { customers } = (await agent.call<CustomerList>(`/customers?q=${encodeURIComponent(q)}`)).json;
      assert.equal(customers.length, 1, `${q}: ${customers.length}`);
      return (await agent.call<CustomerJourney>(`/customers/${customers[0]!.id}`)).json;
    },

    undo: (merge: string) => agent.call(`/merges/${merge}/undo`, { method: 'POST' }),

    /** Waits until every journey that moved was reckoned. */
    settled: () =>
      eventually(async () => {
        const [row] = await app.test.ownerSql`select count(*)::int as n from queue.journey_marks`;
        return row!.n === 0;
      }, 'all journeys reckoned'),
  };
  return shop;
}

export type Shop = Awaited<ReturnType<typeof openShop>>;
