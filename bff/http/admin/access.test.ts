import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createApp } from '../../app.ts';
import { RECIPES } from '../../domain/automation/recipes.ts';
import { STANDARD_TABLE } from '../../domain/lead-score.ts';
import { STANDARD_SETTINGS } from '../../services/automation-settings.ts';
import type { Shopper } from '../../testing/http-clients.ts';
import { journeysFollowed } from '../../testing/journeys-followed.ts';
import { dumpRows } from '../../testing/row-counts.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

const DRAFT = {
  ...{ name: 'offer', language: 'en', category: 'MARKETING', header: null, footer: null, buttons: [] },
  body: { text: 'An offer', samples: {} },
};

/** Every route of the dashboard's API, and a right body where it takes one. A route that is missing here fails the test. */
const ROUTES: Record<string, object | undefined> = {
  'GET /admin/v1/session': undefined,
  'GET /admin/v1/agents': undefined,
  'GET /admin/v1/stream': undefined,
  'GET /admin/v1/conversations': undefined,
  'GET /admin/v1/conversations/counts': undefined,
  'GET /admin/v1/conversations/:id': undefined,
  'PATCH /admin/v1/conversations/:id': { status: 'resolved' },
  'GET /admin/v1/conversations/:id/messages': undefined,
  'GET /admin/v1/conversations/:id/outlook': undefined,
  'POST /admin/v1/conversations/:id/messages': { clientId: randomUUID(), text: 'taken over' },
  'POST /admin/v1/conversations/:id/read': { upTo: 1 },
  'POST /admin/v1/conversations/:id/typing': { typing: true },
  'GET /admin/v1/customers': undefined,
  'GET /admin/v1/customers/funnel': undefined,
  'GET /admin/v1/customers/:id': undefined,
  'GET /admin/v1/customers/:id/timeline': undefined,
  'GET /admin/v1/customers/:id/consents': undefined,
  'POST /admin/v1/customers/:id/consents': { topic: 'all', action: 'opt-out', reason: 'by phone' },
  'GET /admin/v1/customers/:id/automation-runs': undefined,
  'GET /admin/v1/automations': undefined,
  'POST /admin/v1/automations': { definition: RECIPES[0]!.definition },
  'POST /admin/v1/automations/recipes': { recipe: 'cart-left' },
  'GET /admin/v1/automations/settings': undefined,
  'PUT /admin/v1/automations/settings': STANDARD_SETTINGS,
  'GET /admin/v1/automations/dry-runs': undefined,
  'POST /admin/v1/automations/dry-runs': { recipe: 'cart-left' },
  'GET /admin/v1/automations/dry-runs/:id': undefined,
  'GET /admin/v1/automations/dry-runs/:id/samples': undefined,
  'POST /admin/v1/automations/dry-runs/:id/cancel': undefined,
  'GET /admin/v1/message-prices': undefined,
  'PUT /admin/v1/message-prices': { currency: 'EUR', prices: [] },
  'GET /admin/v1/automations/:id': undefined,
  'PUT /admin/v1/automations/:id': { definition: RECIPES[0]!.definition },
  'PATCH /admin/v1/automations/:id': { enabled: true },
  'GET /admin/v1/automations/:id/versions': undefined,
  'GET /admin/v1/automations/:id/runs': undefined,
  'GET /admin/v1/automations/:id/funnel': undefined,
  'GET /admin/v1/automations/:id/why': undefined,
  'POST /admin/v1/automations/preview': {
    customer: randomUUID(),
    rule: { trigger: { on: 'cart-left' }, if: null, cancelledBy: [], hours: 'any' },
    step: RECIPES[0]!.definition.steps[0]!,
  },
  'POST /admin/v1/automations/test-sends': {
    ...{ clientId: randomUUID(), phone: '+49 151 00000000', customer: null },
    action: RECIPES[0]!.definition.steps[0]!.do,
  },
  'GET /admin/v1/consent-settings': undefined,
  'GET /admin/v1/consent-settings/words': undefined,
  'PUT /admin/v1/consent-settings': { stopWords: [], startWords: [], startOffer: null, confirmOptIns: false },
  'POST /admin/v1/consents/import': undefined,
  'POST /admin/v1/merges/:id/undo': undefined,
  'GET /admin/v1/templates': undefined,
  'POST /admin/v1/templates': { draft: DRAFT },
  'POST /admin/v1/templates/examples': undefined,
  'POST /admin/v1/templates/check': { draft: DRAFT },
  'POST /admin/v1/templates/sync': undefined,
  'GET /admin/v1/templates/:id': undefined,
  'PUT /admin/v1/templates/:id': { draft: DRAFT },
  'DELETE /admin/v1/templates/:id': undefined,
  'POST /admin/v1/templates/:id/preview': { values: {} },
  'POST /admin/v1/templates/:id/unpause': undefined,
  'POST /admin/v1/conversations/:id/templates': { clientId: randomUUID(), templateId: randomUUID(), values: {} },
  'POST /admin/v1/media': undefined,
  'GET /admin/v1/media/:id': undefined,
  'GET /admin/v1/whatsapp': undefined,
  'DELETE /admin/v1/whatsapp/notices/:id': undefined,
  'POST /admin/v1/whatsapp/apps': { appId: '1', appSecret: 'a-secret-of-the-app' },
  'DELETE /admin/v1/whatsapp/apps/:id': undefined,
  'GET /admin/v1/whatsapp/apps/:id/numbers': undefined,
  'PUT /admin/v1/whatsapp/apps/:id/secret': { appSecret: 'another-secret-of-the-app' },
  'PUT /admin/v1/whatsapp/apps/:id/token': { accessToken: 'a-token-of-the-app' },
  'POST /admin/v1/whatsapp/apps/:id/verify-token': undefined,
  'POST /admin/v1/whatsapp/numbers': { app: randomUUID(), wabaId: '1', phoneNumberId: '2' },
  'DELETE /admin/v1/whatsapp/numbers/:id': undefined,
  'POST /admin/v1/whatsapp/numbers/:id/check': undefined,
  'PUT /admin/v1/whatsapp/numbers/:id/default': undefined,
  'POST /admin/v1/whatsapp/numbers/:id/registration': { pin: '123456' },
  'POST /admin/v1/whatsapp/numbers/:id/resume': undefined,
  'POST /admin/v1/whatsapp/numbers/:id/subscription': {},
  'GET /admin/v1/deliveries': undefined,
  'GET /admin/v1/deliveries/state': undefined,
  'POST /admin/v1/deliveries/:id/send-again': undefined,
  'POST /admin/v1/deliveries/:id/give-up': undefined,
  'GET /admin/v1/lead-score': undefined,
  'PUT /admin/v1/lead-score': STANDARD_TABLE,
  'POST /admin/v1/lead-score/preview': STANDARD_TABLE,
  'GET /admin/v1/api-keys': undefined,
  'POST /admin/v1/api-keys': { name: 'Shop' },
  'DELETE /admin/v1/api-keys/:id': undefined,
  'GET /admin/v1/stores': undefined,
  'POST /admin/v1/stores': { kind: 'shopify', externalId: 'oak.myshopify.com', webhookSecret: 'a secret of the shop' },
  'PATCH /admin/v1/stores/:id': { webhookSecret: 'another secret of the shop' },
  'DELETE /admin/v1/stores/:id': undefined,
  'GET /admin/v1/webhooks': undefined,
  'POST /admin/v1/webhooks': { name: 'ERP', url: 'https://erp.example/hook' },
  'PUT /admin/v1/webhooks/:id': { name: 'ERP', url: 'https://erp.example/hook' },
  'PATCH /admin/v1/webhooks/:id': { enabled: false },
  'GET /admin/v1/webhooks/:id/deliveries': undefined,
  'POST /admin/v1/webhooks/:id/test': undefined,
  'POST /admin/v1/webhooks/:id/secret': undefined,
  'DELETE /admin/v1/webhooks/:id': undefined,
  'GET /admin/v1/privacy-requests': undefined,
  'GET /admin/v1/privacy-requests/:id/export': undefined,
  'GET /admin/v1/customers/:id/export': undefined,
  'DELETE /admin/v1/customers/:id': undefined,
  'GET /admin/v1/identity-keys': undefined,
  'POST /admin/v1/identity-keys': undefined,
  'DELETE /admin/v1/identity-keys/:id': undefined,
};
/** What a route is asked with. */
const QUERIES: Record<string, string> = {
  'GET /admin/v1/whatsapp/apps/:id/numbers': '?wabaId=1',
  'GET /admin/v1/automations/:id/why': `?customer=${randomUUID()}`,
};
/** Logging in and out is for those without a session. */
const AUTH = '/admin/v1/auth/';

describe("the dashboard's API", () => {
  let app: TestApp;
  let theirs: Shopper;
  let ours: Shopper;
  before(async () => {
    app = await startTestApp();
    theirs = await app.http.visit(app.b);
    ours = await app.http.visit(app.a);
    await theirs.say('a secret of Birch');
    await journeysFollowed(app.test.ownerSql);
  });
  after(() => app.stop());

  const asked = Object.entries(ROUTES).map(([route, body]) => {
    const [method, path] = route.split(' ') as [string, string];
    return { route, method, body, path: (id: string) => path.replace(':id', id) + (QUERIES[route] ?? '') };
  });

  it('has exactly the routes that are tested here', () => {
    const routes = createApp(app.deps).routes.filter(
      ({ method, path }) => path.startsWith('/admin/v1') && !path.startsWith(AUTH) && method !== 'ALL',
    );
    const names = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    assert.deepEqual([...names].sort(), Object.keys(ROUTES).sort());
  });

  for (const { route, method, path, body } of asked) {
    it(`asks who you are at ${route}`, async () => {
      const headers = { origin: 'http://dashboard.test' };
      const forged = { ...headers, cookie: 'woodex.session_token=forged.AAAA' };
      const visitor = { ...headers, authorization: `Bearer ${theirs.token}` };
      for (const each of [headers, forged, visitor]) {
        const answer = await app.http.call(path(theirs.conversation), { method, headers: each, body });
        assert.equal(answer.status, 401, answer.text);
        assert.equal(answer.json.code, 'unauthenticated');
      }
    });

    if (path('x').includes('/x')) {
      it(`knows no conversation of another shop at ${route}`, async () => {
        const before = await dumpRows(app.test.ownerSql);
        for (const id of [theirs.conversation, randomUUID(), 'x', "' or 1=1 --", '%00']) {
          const answer = await app.http.call(path(encodeURIComponent(id)), {
            method,
            headers: app.agent(app.a).headers,
            body,
          });
          assert.equal(answer.status, 404, answer.text);
        }
        assert.equal(await dumpRows(app.test.ownerSql), before);
      });
    } else if (method === 'GET' && !route.endsWith('/stream')) {
      it(`shows nothing of another shop at ${route}`, async () => {
        const answer = await app.http.call(path(''), { method, headers: app.agent(app.a).headers });
        assert.equal(answer.status, 200);
        for (const word of ['Birch', 'birch', theirs.conversation, app.b.id, app.b.agent.id])
          assert.ok(!answer.text.includes(word));
      });
    }

    if (method !== 'GET') {
      it(`refuses ${route} from a foreign page`, async () => {
        const { cookie } = app.agent(app.a).headers;
        const before = await dumpRows(app.test.ownerSql);
        const foreign: Record<string, string>[] = [
          {},
          { origin: app.a.origin },
          { origin: 'null' },
          { origin: 'http://dashboard.test.evil' },
          { 'sec-fetch-site': 'same-site' },
        ];
        for (const headers of foreign) {
          const answer = await app.http.call(path(ours.conversation), {
            method,
            headers: { cookie, ...headers },
            body,
          });
          assert.equal(answer.status, 403, answer.text);
        }
        assert.equal(await dumpRows(app.test.ownerSql), before);
      });
    }
  }

  it("cannot hand a conversation to another shop's agent", async () => {
    const answer = await app.agent(app.a).call(`/conversations/${ours.conversation}`, {
      method: 'PATCH',
      body: { assigneeId: app.b.agent.id },
    });
    assert.equal(answer.status, 400);
    assert.match(answer.text, /assigneeId/);
  });
});
