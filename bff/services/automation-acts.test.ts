import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { RuleDefinition } from '../../contract/automation.ts';
import type { LeadReason } from '../../contract/lead-score.ts';
import { readTags } from '../db/automation-facts.ts';
import { addRuleVersion } from '../db/automation-rules.ts';
import { findJourneys } from '../db/customer-journeys.ts';
import { DEEPEST } from '../domain/automation/cause.ts';
import { DAY, HOUR, MINUTE } from '../domain/duration.ts';
import { inProcessLive } from '../live/in-process.ts';
import { sealer } from '../security/seal.ts';
import { automationWorld, cartRule, cartStep, type Shopper } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { mergeCustomers } from './merge-customers.ts';
import { readCustomerTimeline } from './read-journey.ts';
import { createEndpoint } from './webhook-endpoints.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);
const act = (action: Record<string, unknown>, changes: Record<string, unknown> = {}) =>
  cartStep(0, { wait: { minutes: 0, from: 'step' }, do: action, ...changes });
const tag = (name: string, changes: Record<string, unknown> = {}) =>
  act({ kind: 'tag', do: 'add', tag: name }, changes);

describe('what steps do besides writing', () => {
  let test: TestDatabase;
  let world: Awaited<ReturnType<typeof automationWorld>>;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await automationWorld(test.appDb);
  });

  const sampled = (steps: unknown[], changes: Record<string, unknown> = {}): RuleDefinition =>
    cartRule({
      ...{ trigger: { on: 'event', name: 'custom.sample' }, once: { per: 'event' }, cancelledBy: [], steps },
      ...changes,
    });

  /** Somebody asks for a sample at NOW, under a rule with these steps. */
  async function asked(steps: unknown[], changes: Record<string, unknown> = {}): Promise<Shopper> {
    await world.rule(sampled(steps, changes));
    const shopper = await world.shopper();
    await world.does(shopper.visitorId, 'custom.sample', NOW);
    await world.follow(NOW);
    await world.tick(NOW);
    return shopper;
  }
  const story = async ({ customerId }: Shopper) => (await world.story(customerId)).at(-1)!;
  const tagsOf = async ({ customerId }: { customerId: string }) =>
    (await world.as(tx => readTags(tx, new Map([[customerId, [customerId]]])))).get(customerId) ?? [];

  it('a tag is put on and taken away, and asked for by the steps behind it', async () => {
    const tagged = { kind: 'tagged', tag: 'oak' };
    const shopper = await asked([
      tag('Oak '),
      tag('seen', { if: tagged }),
      act({ kind: 'tag', do: 'remove', tag: 'oak' }),
      tag('never', { if: tagged }),
    ]);
    assert.deepEqual(await tagsOf(shopper), ['seen']);
    const { words } = await story(shopper);
    assert.deepEqual(words.slice(1), [
      'Tagged “oak”.',
      'Tagged “seen”.',
      'The tag was taken away: “oak”.',
      'A condition does not hold: they are not tagged “oak”.',
    ]);
  });

  it('points move the score, with the reason they were given for, once', async () => {
    const shopper = await asked([act({ kind: 'score', points: 12, reason: 'Asked for a sample' })]);
    await world.follow(NOW);
    await world.tick(at(MINUTE));
    const journey = await world.as(tx => findJourneys(tx, [shopper.customerId]));
    const { score, reasons } = journey.get(shopper.customerId)!;
    assert.equal(score, 12);
    const given: LeadReason = { kind: 'given', reason: 'Asked for a sample', times: 1, points: 12 };
    assert.deepEqual(reasons, [given]);
  });

  it('a note is filled like a message, and is in no thread that the shopper sees', async () => {
    const shopper = await asked([act({ kind: 'note', text: 'Call {{customer.first_name|them}}' })]);
    assert.deepEqual(await world.received(shopper), []);
    const notes = await world.as(tx =>
      tx.execute<{ text: string; author: string }>('select text, author from customer_notes'),
    );
    assert.deepEqual([...notes], [{ text: 'Call them', author: 'Cart left' }]);
    const page = await readCustomerTimeline(test.appDb, world.merchantId, shopper.customerId, { limit: 10 }, at(1));
    assert.equal(page.entries.find(({ kind }) => kind === 'note')?.at, NOW.toISOString());
  });

  it('a note that names what nobody knows says so, and is not made', async () => {
    const shopper = await asked([act({ kind: 'note', text: 'Order {{order.number}}' })]);
    const { state, decisions } = await story(shopper);
    assert.deepEqual([state, decisions.at(-1)], ['failed', 'failed not-known']);
  });

  describe('a step that waits for something', () => {
    const wait = (changes: Record<string, unknown> = {}) =>
      act({
        ...{ kind: 'wait', for: { on: 'event', name: 'custom.fitting' }, minutes: 60 },
        ...{ came: { way: 'came' }, timedOut: { way: 'late' } },
        ...changes,
      });
    const steps = [wait(), tag('came', { on: ['came'] }), tag('late', { on: ['late'] }), tag('both')];

    it('goes on as soon as it happens, and no sooner', async () => {
      const shopper = await asked(steps);
      assert.equal((await story(shopper)).decisions.at(-1), 'waiting something');
      assert.equal(await world.tick(at(30 * MINUTE)), 0);
      await world.does(shopper.visitorId, 'custom.fitting', at(31 * MINUTE));
      await world.follow(at(31 * MINUTE));
      await world.tick(at(31 * MINUTE));
      assert.deepEqual(await tagsOf(shopper), ['both', 'came']);
      const { decisions, state } = await story(shopper);
      assert.deepEqual([decisions[2], state], ['went came', 'done']);
    });

    it('goes the other way at the last minute, not a millisecond before', async () => {
      const shopper = await asked(steps);
      assert.equal(await world.tick(at(HOUR - 1)), 0);
      await world.tick(at(HOUR));
      assert.deepEqual(await tagsOf(shopper), ['both', 'late']);
    });

    it('counts what came in time, however late it is looked at', async () => {
      const shopper = await asked(steps);
      await world.does(shopper.visitorId, 'custom.fitting', at(HOUR - 1));
      await world.tick(at(3 * DAY));
      assert.deepEqual(await tagsOf(shopper), ['both', 'came']);
    });

    it('does not count what came before it began to wait, nor what came too late', async () => {
      const shopper = await world.shopper();
      await world.rule(sampled(steps));
      await world.does(shopper.visitorId, 'custom.fitting', at(-1));
      await world.does(shopper.visitorId, 'custom.sample', NOW);
      await world.follow(NOW);
      await world.tick(NOW);
      await world.does(shopper.visitorId, 'custom.fitting', at(HOUR));
      await world.tick(at(2 * HOUR));
      assert.deepEqual(await tagsOf(shopper), ['both', 'late']);
    });

    it('stops there where the rule says so', async () => {
      const shopper = await asked([tag('first'), wait({ timedOut: 'stop' }), tag('both')]);
      await world.tick(at(HOUR));
      assert.deepEqual(await tagsOf(shopper), ['first']);
      const { state, words } = await story(shopper);
      assert.deepEqual(
        [state, words.at(-1)],
        ['done', '“custom.fitting” has not happened until 2026-03-10 13:00 UTC: that is the end.'],
      );
    });

    it('hears an answer', async () => {
      const heard = wait({ for: { on: 'replied' }, came: 'go-on', timedOut: 'stop' });
      const shopper = await asked([heard, tag('answered')]);
      await world.writes(shopper, at(MINUTE));
      await world.follow(at(MINUTE));
      await world.tick(at(MINUTE));
      assert.deepEqual(await tagsOf(shopper), ['answered']);
    });

    it('is ended by what ends the rule', async () => {
      const other = await asked([wait()], { cancelledBy: ['replied'] });
      await world.writes(other, at(MINUTE));
      await world.follow(at(MINUTE));
      await world.tick(at(MINUTE));
      assert.equal((await story(other)).decisions.at(-1), 'cancelled replied');
    });

    it('finishes under the version it began with', async () => {
      const shopper = await world.shopper();
      const ruleId = await world.rule(sampled(steps));
      await world.does(shopper.visitorId, 'custom.sample', NOW);
      await world.follow(NOW);
      await world.tick(NOW);
      const definition = sampled([tag('new')]);
      await world.as(tx => addRuleVersion(tx, { ruleId, version: 2, definition, createdBy: null, now: at(1) }));
      await world.tick(at(HOUR));
      assert.deepEqual(await tagsOf(shopper), ['both', 'late']);
    });
  });

  it('a split deals everybody one way, about as often as it weighs, and the same way at each look', async () => {
    const ways = [
      { name: 'a', weight: 3 },
      { name: 'none', weight: 1 },
    ];
    await world.rule(sampled([act({ kind: 'split', ways }), tag('a', { on: ['a'] })]));
    const shoppers = await Promise.all(Array.from({ length: 60 }, () => world.shopper()));
    for (const { visitorId } of shoppers) await world.does(visitorId, 'custom.sample', NOW);
    await world.follow(NOW);
    await world.tick(NOW);
    const dealt = await Promise.all(shoppers.map(tagsOf));
    const share = dealt.filter(tags => tags.includes('a')).length;
    assert.ok(share > 30 && share < 58, `${share} of 60`);
    const { decisions } = await story(shoppers[dealt.findIndex(tags => tags.length === 0)]!);
    assert.deepEqual(decisions, ['planned event', 'went split']);
  });

  it('points that make a lead hot, and a rule that gives points to hot leads, come to an end', async () => {
    const points = act({ kind: 'score', points: 100, reason: 'Up' });
    await world.rule(sampled([points]));
    const down = act({ kind: 'score', points: -100, reason: 'Down' });
    await world.rule(sampled([down, points], { trigger: { on: 'lead-hot' }, once: { per: 'event' } }));
    const shopper = await world.shopper();
    await world.does(shopper.visitorId, 'custom.sample', NOW);
    for (let n = 0; n < 40; n += 1) {
      await world.follow(at(n * 1000));
      await world.tick(at(n * 1000));
    }
    assert.ok((await world.story(shopper.customerId)).length <= 20);
  });

  it('what comes back by way of another system goes round a few times, and says why it ends', async () => {
    const endpoint = await createEndpoint(
      { db: test.appDb, live: inProcessLive(), now: NOW },
      { sealer: sealer(Buffer.alloc(32, 7)), reach: 'public' },
      world.merchantId,
      { name: 'ERP', url: 'https://erp.example/hook' },
    );
    await world.rule(sampled([act({ kind: 'webhook', endpoint: endpoint.id })]));
    const shopper = await world.shopper();
    for (let n = 0; n < 10; n += 1) {
      const now = at(n * MINUTE);
      await world.does(shopper.customerId, 'custom.sample', now, {}, 'api');
      await world.follow(now);
      await world.tick(now);
    }
    const stories = await world.story(shopper.customerId);
    assert.equal(stories.filter(({ decisions }) => decisions.includes('acted webhook')).length, DEEPEST + 1);
    assert.equal(
      stories.at(-1)!.words.at(-1),
      'It comes of a rule, which came of a rule, 6 times over: that is enough.',
    );
  });

  it('tags and points of somebody who became part of another are the other’s', async () => {
    const steps = [tag('oak'), act({ kind: 'score', points: 12, reason: 'Asked' })];
    const one = await asked(steps);
    const other = await world.shopper();
    await world.as(tx =>
      mergeCustomers(tx, {
        ...{ from: one.customerId, into: other.customerId, reason: 'signed-identity', evidence: {} },
        ...{ sees: 'what-comes', now: at(1) },
      }),
    );
    await world.follow(at(1));
    const parts = new Map([[other.customerId, [other.customerId, one.customerId]]]);
    assert.deepEqual((await world.as(tx => readTags(tx, parts))).get(other.customerId), ['oak']);
    const journey = await world.as(tx => findJourneys(tx, [other.customerId]));
    assert.equal(journey.get(other.customerId)?.score, 12);
  });
});
