import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { RuleDefinition } from '../../contract/automation.ts';
import { addRuleVersion, switchRule } from '../db/automation-rules.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { automationWorld, cartRule, cartStep, type Shopper } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);

describe('who is under way with a version that is not the newest', () => {
  let test: TestDatabase;
  let world: Awaited<ReturnType<typeof automationWorld>>;
  let ruleId: string;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await automationWorld(test.appDb);
  });

  const waitFor = (name: string) =>
    cartStep(0, {
      wait: { minutes: 0, from: 'step' },
      do: { kind: 'wait', for: { on: 'event', name }, minutes: 24 * 60, came: 'stop', timedOut: 'go-on' },
    });

  const sampled = (sample: string, steps: unknown[]) =>
    cartRule({ trigger: { on: 'event', name: sample }, once: { per: 'event' }, cancelledBy: [], steps });

  /** Somebody fills a cart, or asks for a sample, under `first`, and waits; then the rule says `second`. */
  async function underWay(first: RuleDefinition, second: RuleDefinition): Promise<Shopper> {
    ruleId = await world.rule(first);
    const shopper = await world.shopper();
    if (first.trigger.on === 'event') await world.does(shopper.visitorId, first.trigger.name, NOW);
    else await world.fills(shopper.visitorId, NOW);
    await world.follow(NOW);
    await world.tick(NOW);
    const next = { ruleId, version: 2, definition: second, createdBy: null, now: at(1) };
    await world.as(tx => addRuleVersion(tx, next));
    return shopper;
  }
  const last = async ({ customerId }: Shopper) => (await world.story(customerId))[0]!.decisions.at(-1);

  it('is looked at once what only that version waits for has happened', async () => {
    const waiting = sampled('custom.sample', [waitFor('custom.sofa_tested'), cartStep(60)]);
    const shopper = await underWay(waiting, sampled('custom.other', [cartStep(60)]));
    assert.equal(await last(shopper), 'waiting something');
    await world.does(shopper.visitorId, 'custom.sofa_tested', at(MINUTE));
    await world.follow(at(MINUTE));
    assert.equal(await world.tick(at(MINUTE)), 1);
    assert.equal(await last(shopper), 'went came');
  });

  it('is not looked at for what the newest version alone waits for, and for nothing when the rule is off', async () => {
    const waiting = sampled('custom.sample', [waitFor('custom.sofa_tested'), cartStep(60)]);
    const shopper = await underWay(waiting, sampled('custom.sample', [waitFor('custom.bed_tested')]));
    await world.does(shopper.visitorId, 'custom.bed_tested', at(MINUTE));
    await world.follow(at(MINUTE));
    assert.equal(await world.tick(at(MINUTE)), 0);
    await world.as(tx => switchRule(tx, ruleId, false, at(MINUTE)));
    await world.does(shopper.visitorId, 'custom.sofa_tested', at(2 * MINUTE));
    await world.follow(at(2 * MINUTE));
    assert.equal(await world.tick(at(2 * MINUTE)), 0);
  });

  it('is cancelled within moments by what that version is cancelled by', async () => {
    const shopper = await underWay(cartRule({ cancelledBy: ['bought'] }), cartRule({ cancelledBy: [] }));
    await world.does(shopper.visitorId, 'order_placed', at(MINUTE));
    await world.follow(at(MINUTE));
    await world.tick(at(MINUTE));
    assert.equal(await last(shopper), 'cancelled bought');
  });

  it('is not looked at for what cancels the newest version alone', async () => {
    const shopper = await underWay(cartRule({ cancelledBy: [] }), cartRule({ cancelledBy: ['bought'] }));
    await world.does(shopper.visitorId, 'order_placed', at(MINUTE));
    await world.follow(at(MINUTE));
    assert.equal(await world.tick(at(MINUTE)), 0);
    assert.equal(await world.tick(at(HOUR)), 1);
  });
});
