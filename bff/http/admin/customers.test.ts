import assert from 'node:assert/strict';
import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { CustomerJourney, CustomerList, Funnel, TimelinePage } from '../../../contract/journey.ts';
import type { ScorePreview, ScoreSettings } from '../../../contract/lead-score.ts';
import { type JourneyRow, saveJourneys, saveWebCarts } from '../../db/customer-journeys.ts';
import { insertCustomer } from '../../db/customers.ts';
import { type MerchantTx, withMerchant } from '../../db/merchant-tx.ts';
import { insertVisitor } from '../../db/visitors.ts';
import { MINUTE } from '../../domain/duration.ts';
import { STANDARD_TABLE } from '../../domain/lead-score.ts';
import { mergeCustomers } from '../../services/merge-customers.ts';
import { sha256 } from '../../testing/merchants.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let customer: string;
let browser: string;

const as = <T>(work: (tx: MerchantTx) => Promise<T>) => withMerchant(app.test.appDb, app.a.id, work);
const get = <T = Record<string, unknown>>(path: string) => app.agent(app.a).call<T>(path);
const ago = (ms: number) => new Date(app.clock.now().getTime() - ms);

const standing = (journey: Partial<JourneyRow>): JourneyRow => {
  const now = app.clock.now();
  return {
    ...{ customerId: customer, stage: 'engaged', furthestStage: 'engaged', score: 20, reasons: [], tableVersion: 0 },
    ...{ isHot: false, hotSince: null, scoredAt: now, rescoreAt: null, firstSeenAt: now, lastSeenAt: now },
    ...{ visits: 3, pageViews: 9, pageUrl: 'https://ash.example/oak', pageTitle: 'Oak', pageAt: now },
    ...{ cartTotal: null, cartCurrency: null, orders: 0, ...journey },
  };
};

async function someone(fullName?: string): Promise<{ id: string; browserId: string }> {
  const [id, browserId] = [randomUUIDv7(), randomUUIDv7()];
  const now = app.clock.now();
  await as(async tx => {
    await insertCustomer(tx, { id, kind: 'guest', ...(fullName && { fullName }), now });
    await insertVisitor(tx, { id: browserId, customerId: id, tokenHash: sha256(browserId), now });
  });
  return { id, browserId };
}

const cart = (subjectId: string, status: 'open' | 'ordered' | 'emptied', minutes: number) => ({
  ...{
    id: randomUUIDv7(),
    subjectId,
    externalId: randomUUID(),
    status,
    items: [],
    currency: 'EUR',
    total: `${minutes}`,
  },
  ...{ checkoutStartedAt: null, createdAt: ago(0), updatedAt: ago(minutes * MINUTE) },
});

before(async () => {
  app = await startTestApp();
});
after(() => app.stop());
beforeEach(async () => {
  ({ id: customer, browserId: browser } = await someone('Ada'));
});

describe("a customer's page", () => {
  it('has zeros for somebody whose journey has not been looked at yet', async () => {
    const { status, json } = await get<CustomerJourney>(`/customers/${customer}`);
    assert.equal(status, 200);
    assert.deepEqual(
      [json.lead.score, json.lead.stage, json.lead.hot, json.lead.reasons, json.lead.tableVersion],
      [0, 'visitor', false, [], 0],
    );
    assert.deepEqual(
      [json.visits, json.pageViews, json.page, json.cart, json.conversationId],
      [0, 0, null, null, null],
    );
    assert.deepEqual([json.quotes, json.orders, json.contacts, json.merges], [[], [], [], []]);
    assert.deepEqual([json.timeZone, json.language], [null, null]);
    assert.equal(json.lastSeenAt, json.createdAt);
    const page = await get<TimelinePage>(`/customers/${customer}/timeline`);
    assert.deepEqual(page.json, { entries: [], next: null });
  });

  const seen: [string, number, boolean][] = [
    ['now', 0, true],
    ['a millisecond less than five minutes ago', 5 * MINUTE - 1, true],
    ['five minutes ago', 5 * MINUTE, false],
  ];
  for (const [when, ms, now] of seen) {
    it(`says that a page seen ${when} is ${now ? '' : 'not '}where they are`, async () => {
      await as(tx => saveJourneys(tx, [standing({ pageAt: ago(ms) })]));
      const { json } = await get<CustomerJourney>(`/customers/${customer}`);
      assert.deepEqual(json.page, {
        url: 'https://ash.example/oak',
        title: 'Oak',
        at: ago(ms).toISOString(),
        now,
      });
    });
  }

  it('has the open cart that moved last, of whichever browser, however many were closed since', async () => {
    const closed = Array.from({ length: 30 }, (_, i) => cart(browser, i % 2 ? 'ordered' : 'emptied', i));
    const [newer, older] = [cart(customer, 'open', 40), cart(browser, 'open', 50)];
    await as(tx => saveWebCarts(tx, [...closed, older, newer]));
    const { json } = await get<CustomerJourney>(`/customers/${customer}`);
    assert.equal(json.cart?.id, newer.id);
  });

  it('of somebody who became part of another is that of the other, with the reason', async () => {
    const { id: from, browserId } = await someone();
    await as(async tx => {
      await saveWebCarts(tx, [cart(browserId, 'open', 1)]);
      const now = app.clock.now();
      await mergeCustomers(tx, { from, into: customer, reason: 'order-of-record', evidence: {}, sees: 'nothing', now });
    });
    const [merged, own] = [await get<CustomerJourney>(`/customers/${from}`), await get(`/customers/${customer}`)];
    assert.equal(merged.json.id, customer);
    assert.deepEqual(merged.json, own.json);
    assert.ok(merged.json.cart);
    assert.deepEqual(
      merged.json.merges.map(({ reason, from, undoneAt }) => [reason, from.id, undoneAt]),
      [['order-of-record', from, null]],
    );
    const { json } = await get<TimelinePage>(`/customers/${from}/timeline`);
    assert.deepEqual(
      json.entries.map(entry => entry.kind === 'merge' && entry.merge.from.id),
      [from],
    );
  });
});

describe('customers by the dashboard', () => {
  it('are a list, narrowed and paged by what the address says', async () => {
    const q = `Zed ${randomUUID()}`;
    const { id } = await someone(q);
    await as(tx => saveJourneys(tx, [{ ...standing({}), customerId: id }]));
    const search = new URLSearchParams({
      q,
      hot: 'false',
      stage: 'engaged',
      kind: 'guest',
      minScore: '20',
      limit: '1',
    });
    const { json } = await get<CustomerList>(`/customers?${search}`);
    assert.deepEqual([json.customers.map(row => row.id), json.total, json.next], [[id], 1, null]);
  });

  const wrong = [
    '/customers?cursor=x',
    `/customers?sort=name&cursor=${Buffer.from(JSON.stringify(['name', 'a\0', randomUUIDv7()])).toString('base64url')}`,
    '/customers?limit=0',
    '/customers?limit=201',
    '/customers?sort=age',
    '/customers?q=%00',
    '/customers?unknown=1',
    '/customers/funnel?days=0',
    '/customers/ID/timeline?cursor=x',
    '/customers/ID/timeline?show=all',
    '/customers/ID/timeline?limit=101',
  ];
  for (const path of wrong) {
    it(`are no answer to ${path}`, async () => {
      const answer = await get(path.replace('ID', customer));
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.json.code, 'invalid-request');
    });
  }

  it('are a funnel: how many came so far or further, and where they are now', async () => {
    const before = (await get<Funnel>('/customers/funnel')).json;
    for (const furthestStage of ['engaged', 'quoted', 'customer'] as const) {
      const { id } = await someone();
      const stage = furthestStage === 'quoted' ? 'dormant' : furthestStage;
      const firstSeenAt = ago(furthestStage === 'engaged' ? 8 * 24 * 60 * MINUTE : 0);
      await as(tx => saveJourneys(tx, [{ ...standing({ stage, furthestStage, firstSeenAt }), customerId: id }]));
    }
    const { json } = await get<Funnel>('/customers/funnel');
    const grown = json.steps.map(({ stage, reached }, i) => [stage, reached - before.steps[i]!.reached]);
    assert.deepEqual(grown, [
      ['visitor', 3],
      ['engaged', 3],
      ['considering', 2],
      ['quoted', 2],
      ['customer', 1],
      ['repeat', 0],
    ]);
    for (const [i, { reached, lost }] of json.steps.entries())
      assert.equal(lost, i === 0 ? 0 : json.steps[i - 1]!.reached - reached);
    const now = json.now.map(({ stage, customers }, i) => [stage, customers - before.now[i]!.customers]);
    assert.deepEqual(
      now.filter(([, customers]) => customers !== 0),
      [
        ['engaged', 1],
        ['customer', 1],
        ['dormant', 1],
      ],
    );
    const week = (await get<Funnel>('/customers/funnel?days=7')).json;
    assert.equal(json.steps[0]!.reached - week.steps[0]!.reached, 1);
  });
});

describe('the score table', () => {
  const table = { ...STANDARD_TABLE, hotAt: 70 };
  const put = (body: object) => app.agent(app.a).call<ScoreSettings>('/lead-score', { method: 'PUT', body });

  it('is the one that comes with the product until an owner changes it', async () => {
    assert.deepEqual((await get<ScoreSettings>('/lead-score')).json.table, STANDARD_TABLE);
    const changed = await put(table);
    assert.equal(changed.status, 200, changed.text);
    const { json } = await get<ScoreSettings>('/lead-score');
    assert.deepEqual([json.table, json.version, json.standard], [table, 1, STANDARD_TABLE]);
    assert.equal((await put(STANDARD_TABLE)).json.version, 2);
  });

  it('is tried out without being changed', async () => {
    const { version } = (await get<ScoreSettings>('/lead-score')).json;
    const { status, json } = await app.agent(app.a).call<ScorePreview>('/lead-score/preview', { body: table });
    assert.equal(status, 200);
    assert.deepEqual([json.before.length, json.after.length], [10, 10]);
    assert.equal((await get<ScoreSettings>('/lead-score')).json.version, version);
  });

  it("is not an agent's to change, who may read it and try one out", async () => {
    const { version } = (await get<ScoreSettings>('/lead-score')).json;
    await app.test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${app.a.id}, true)`;
      await sql`update agents set role = 'agent' where id = ${app.a.agent.id}`;
    });
    assert.equal((await put(table)).status, 403);
    assert.equal((await get<ScoreSettings>('/lead-score')).json.version, version);
    assert.equal((await app.agent(app.a).call('/lead-score/preview', { body: table })).status, 200);
  });
});
