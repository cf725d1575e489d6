import assert from 'node:assert/strict';
import { createHash, randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { AutomationSettings, Rule, RuleList, RuleVersions, RunPage } from '../../../contract/automation.ts';
import type { Problem } from '../../../contract/problem.ts';
import { MINUTE } from '../../domain/duration.ts';
import { eventually } from '../../testing/eventually.ts';
import { openShop, type Shop } from '../../testing/people-world.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let shop: Shop;

describe('automations', () => {
  before(async () => {
    app = await startTestApp();
    shop = await openShop(app, app.a);
  });
  after(() => app.stop());

  const call = <T>(path: string, options?: Parameters<Shop['agent']['call']>[1]) =>
    shop.agent.call<T>(`/automations${path}`, options);
  const install = async (recipe: string) => (await call<Rule>('/recipes', { body: { recipe } })).json;
  const enable = (id: string, enabled = true) => call<Rule>(`/${id}`, { method: 'PATCH', body: { enabled } });

  it('are made of recipes, changed, switched on, and remember what they said', async () => {
    const rule = await install('cart-left');
    assert.deepEqual([rule.enabled, rule.version, rule.recipe, rule.notes.length], [false, 1, 'cart-left', 2]);
    const definition = { ...rule.definition, name: 'Ours' };
    const changed = (
      await call<Rule>(`/${rule.id}`, { method: 'PUT', body: { definition }, headers: { 'if-match': '"1"' } })
    ).json;
    assert.deepEqual([changed.version, changed.definition.name], [2, 'Ours']);
    assert.equal((await enable(rule.id)).json.enabledAt, app.clock.now().toISOString());
    const { versions } = (await call<RuleVersions>(`/${rule.id}/versions`)).json;
    assert.deepEqual(
      versions.map(({ version, by }) => [version, by]),
      [
        [2, app.a.agent.id],
        [1, app.a.agent.id],
      ],
    );
    const { rules, recipes } = (await call<RuleList>('')).json;
    assert.ok(rules.some(({ id, enabled }) => id === rule.id && enabled));
    assert.ok(recipes.length >= 15);
    await enable(rule.id, false);
  });

  it('refuse what is no rule, and what is not there', async () => {
    const { definition } = await install('hot-lead');
    const bad = { ...definition, steps: [] };
    assert.equal((await call('', { body: { definition: bad } })).status, 400);
    assert.equal((await call('', { body: { definition: { ...definition, more: 1 } } })).status, 400);
    assert.equal((await call('/recipes', { body: { recipe: 'none' } })).status, 404);
    for (const path of [`/${randomUUIDv7()}`, `/${randomUUIDv7()}/runs`, `/${randomUUIDv7()}/versions`])
      assert.equal((await call(path)).status, 404);
    assert.equal((await call(`/${(await install('hot-lead')).id}/runs?cursor=x`)).status, 400);
  });

  it('say which field is wrong by its path, however deep it stands in a tree', async () => {
    const { definition } = await install('cart-left');
    const word = { kind: 'text', field: 'customer.stage', is: 'one-of', values: [] };
    const [step] = definition.steps;
    const steps = [{ ...step!, withinMinutes: 0 }];
    const bad = { ...definition, if: { kind: 'all', of: [{ kind: 'not', of: word }] }, steps };
    const { json } = await call<Problem>('', { body: { definition: bad } });
    assert.deepEqual(
      json.errors?.map(({ path }) => path),
      ['definition.if.of.0.of.values', 'definition.steps.0.withinMinutes'],
    );
  });

  it('belong to their merchant', async () => {
    const rule = await install('dormant');
    const stranger = app.agent(app.b);
    assert.equal((await stranger.call(`/automations/${rule.id}`)).status, 404);
    assert.deepEqual((await stranger.call<RuleList>('/automations')).json.rules, []);
  });

  it('keep quiet hours and zone as they are settled', async () => {
    const settings = (await call<AutomationSettings>('/settings')).json;
    assert.equal(settings.timeZone, 'UTC');
    const told = { ...settings, timeZone: 'europe/berlin' };
    assert.equal(
      (await call<AutomationSettings>('/settings', { method: 'PUT', body: told })).json.timeZone,
      'Europe/Berlin',
    );
    assert.equal(
      (await call('/settings', { method: 'PUT', body: { ...settings, timeZone: 'Mars/Base' } })).status,
      400,
    );
  });

  it('write in the open panel a minute after something was put into the cart, and say why', async () => {
    const rule = await install('cart-word');
    await enable(rule.id);
    const token = shop.newToken();
    const shopper = await shop.chat(token);
    const stream = await shopper.listen();
    await fill(token);
    await shop.settled();
    const visitor = createHash('sha256').update(token).digest('hex');
    await eventually(async () => {
      const [row] = await app.test.ownerSql.begin(async sql => {
        await sql`select set_config('app.merchant_id', ${app.a.id}, true)`;
        return sql`select panel_at from visitors where token_hash = decode(${visitor}, 'hex')`;
      });
      return row?.panel_at;
    }, 'the open panel noticed');
    app.clock.advance(MINUTE);
    const run = await eventually(async () => {
      const { runs } = (await call<RunPage>(`/${rule.id}/runs?state=done`)).json;
      return runs[0];
    }, 'the word in the panel');
    assert.deepEqual(
      run.decisions.map(({ outcome }) => outcome),
      ['planned', 'sent'],
    );
    assert.equal(run.decisions[1]?.words, 'Written in the panel: they have a page of the shop open.');
    assert.deepEqual(run.decisions[1]?.message?.channel, 'web');
    const ofCustomer = (await shop.agent.call<RunPage>(`/customers/${run.customer.id}/automation-runs`)).json;
    assert.deepEqual(
      ofCustomer.runs.map(({ id }) => id),
      [run.id],
    );
    await stream.close();
    await enable(rule.id, false);
  });

  async function fill(visitor: string): Promise<void> {
    const now = app.clock.now().toISOString();
    const properties = { items: [{ id: 'oak', name: 'Oak table', price: 1240 }], currency: 'EUR' };
    const events = [{ id: randomUUIDv7(), name: 'cart_item_added', at: now, properties }];
    const body = { visitor, sentAt: now, consent: 'granted', timeZone: 'Europe/Berlin', events };
    const answer = await app.http.call('/v1/events', { body, headers: { origin: app.a.origin } });
    assert.equal(answer.status, 200, answer.text);
  }
});
