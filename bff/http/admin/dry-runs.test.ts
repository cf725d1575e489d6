import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Rule } from '../../../contract/automation.ts';
import type { DryRun, DryRunList, DryRunSamples, MessagePrices } from '../../../contract/dry-run.ts';
import { DAY, HOUR } from '../../domain/duration.ts';
import { keepHouse } from '../../jobs/housekeeping.ts';
import { eventually } from '../../testing/eventually.ts';
import { openShop, type Shop } from '../../testing/people-world.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let shop: Shop;

describe('a dry run', () => {
  before(async () => {
    app = await startTestApp();
    shop = await openShop(app, app.a);
  });
  after(() => app.stop());

  const call = <T>(path: string, options?: Parameters<Shop['agent']['call']>[1]) =>
    shop.agent.call<T>(`/automations/dry-runs${path}`, options);
  const finished = (id: string) =>
    eventually(async () => {
      const { json } = await call<DryRun>(`/${id}`);
      return json.endedAt ? json : null;
    }, 'the end of the dry run');
  const ended = async (body: object) => {
    const { status, json, text } = await call<DryRun>('', { body });
    assert.equal(status, 202, text);
    return finished(json.id);
  };

  it('says who would have got what, at which cost, and who not and why', async () => {
    const at = app.clock.now().toISOString();
    const properties = { items: [{ id: 'oak', name: 'Oak table', price: 1240 }], currency: 'EUR' };
    const events = [{ id: randomUUIDv7(), name: 'cart_item_added', at, properties }];
    const body = { visitor: shop.newToken(), sentAt: at, consent: 'granted', timeZone: 'Europe/Berlin', events };
    assert.equal((await app.http.call('/v1/events', { body, headers: { origin: app.a.origin } })).status, 200);
    await shop.settled();
    app.clock.advance(2 * DAY);
    const { state, result, name, progress } = await ended({ recipe: 'cart-left' });
    assert.deepEqual([state, name, result.runs, result.people], ['done', 'Cart left', 1, 1]);
    assert.deepEqual(result.outcomes, [{ outcome: 'suppressed', reason: 'no-opt-in', runs: 1 }]);
    assert.equal(progress.looked, progress.of);
  });

  it('shows some people of each outcome, with every decision', async () => {
    const { id } = await ended({ recipe: 'cart-left' });
    const { samples } = (await call<DryRunSamples>(`/${id}/samples?outcome=suppressed`)).json;
    assert.deepEqual(
      samples[0]!.decisions.map(({ outcome, reason }) => `${outcome} ${reason}`),
      ['planned cart-left', 'suppressed no-opt-in', 'suppressed no-opt-in'],
    );
    assert.deepEqual((await call<DryRunSamples>(`/${id}/samples?outcome=sent`)).json.samples, []);
  });

  it('is of a rule that is there, of a draft of it, or of a draft alone', async () => {
    const made = await shop.agent.call<Rule>('/automations/recipes', { body: { recipe: 'cart-left' } });
    const { id: automation, definition } = made.json;
    assert.equal((await ended({ automation })).automation, automation);
    const draft = { ...definition, name: 'Ours' };
    assert.deepEqual(
      [await ended({ automation, definition: draft }), await ended({ definition: draft })].map(({ name }) => name),
      ['Ours', 'Ours'],
    );
    const { dryRuns } = (await call<DryRunList>(`?automation=${automation}`)).json;
    assert.equal(dryRuns.length, 2);
  });

  it('is refused where there is nothing to replay, and to strangers', async () => {
    for (const body of [{}, { recipe: 'cart-left', automation: randomUUIDv7() }, { definition: {} }])
      assert.equal((await call('', { body })).status, 400);
    for (const body of [{ recipe: 'none' }, { automation: randomUUIDv7() }])
      assert.equal((await call('', { body })).status, 404);
    const { id } = await ended({ recipe: 'cart-left' });
    const stranger = app.agent(app.b);
    assert.equal((await stranger.call(`/automations/dry-runs/${id}`)).status, 404);
    assert.equal((await stranger.call(`/automations/dry-runs/${id}/cancel`, { method: 'POST' })).status, 404);
  });

  it('costs what was entered, also where it was made before', async () => {
    const { id } = await ended({ recipe: 'cart-left' });
    assert.deepEqual((await call<DryRun>(`/${id}`)).json.result.cost.currency, null);
    const prices = [{ category: 'marketing', country: 'DE', price: '0.1131' }];
    const saved = await shop.agent.call<MessagePrices>('/message-prices', {
      method: 'PUT',
      body: { currency: 'EUR', prices },
    });
    assert.deepEqual(saved.json, { currency: 'EUR', prices });
    assert.equal((await call<DryRun>(`/${id}`)).json.result.cost.currency, 'EUR');
  });

  it('is forgotten after 30 days', async () => {
    const { id } = await ended({ recipe: 'cart-left' });
    const { db, log } = app.deps;
    await keepHouse({ db, log, runsKept: 400 * DAY }, new Date(app.clock.now().getTime() + 30 * DAY - HOUR));
    assert.equal((await call(`/${id}`)).status, 200);
    await keepHouse({ db, log, runsKept: 400 * DAY }, new Date(app.clock.now().getTime() + 30 * DAY + HOUR));
    assert.equal((await call(`/${id}`)).status, 404);
  });
});
