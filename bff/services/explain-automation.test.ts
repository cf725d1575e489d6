import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { RuleDefinition } from '../../contract/automation.ts';
import { insertRule, switchRule } from '../db/automation-rules.ts';
import { DAY, HOUR, MINUTE } from '../domain/duration.ts';
import { automationWorld, cartRule, cartStep, type Shopper } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW, seedMerchant } from '../testing/merchants.ts';
import { explainAutomation } from './explain-automation.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);

describe('why somebody did not get it', () => {
  let test: TestDatabase;
  let world: Awaited<ReturnType<typeof automationWorld>>;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await automationWorld(test.appDb);
  });

  const sampled = (changes: Record<string, unknown> = {}): RuleDefinition =>
    cartRule({ trigger: { on: 'event', name: 'custom.sample' }, once: { per: 'customer' }, ...changes });
  const ask = (ruleId: string, { customerId }: Shopper, now = NOW) =>
    explainAutomation(test.appDb, world.merchantId, ruleId, customerId, now);
  const verdicts = async (ruleId: string, shopper: Shopper, now = NOW) =>
    (await ask(ruleId, shopper, now)).occasions.map(({ verdict }) => verdict);

  it('is that nothing happened', async () => {
    const why = await ask(await world.rule(sampled()), await world.shopper());
    assert.deepEqual([why.words, why.occasions], ['What begins it has never happened to them.', []]);
  });

  it('says of a step that does something that it would be done', async () => {
    const steps = [cartStep(0, { do: { kind: 'tag', do: 'add', tag: 'oak' } })];
    const why = await ask(await world.rule(sampled({ steps })), await world.shopper());
    assert.equal(why.first, 'It would be done.');
  });

  it('is that the rule was off, or switched on afterwards only, to the millisecond', async () => {
    const shopper = await world.shopper();
    await world.does(shopper.visitorId, 'custom.sample', NOW);
    const id = crypto.randomUUID();
    await world.as(tx => insertRule(tx, { id, recipe: null, definition: sampled(), createdBy: null, now: NOW }));
    assert.equal((await ask(id, shopper)).words, 'The rule was never switched on.');
    await world.as(tx => switchRule(tx, id, true, at(1)));
    assert.deepEqual(await verdicts(id, shopper, at(MINUTE)), ['before-on']);
    const other = await world.rule(sampled(), NOW);
    await world.as(tx => switchRule(tx, other, false, at(1)));
    assert.deepEqual(await verdicts(other, shopper, at(MINUTE)), ['off']);
  });

  it('is that it was too long ago when it became known', async () => {
    const shopper = await world.shopper();
    const id = await world.rule(sampled(), at(-30 * DAY));
    await world.does(shopper.visitorId, 'custom.sample', at(-7 * DAY - 1));
    assert.deepEqual(await verdicts(id, shopper), ['too-old']);
  });

  it('is that it had begun for them before, by a run that is named', async () => {
    const shopper = await world.shopper();
    const id = await world.rule(sampled());
    await world.does(shopper.visitorId, 'custom.sample', NOW);
    await world.follow(NOW);
    await world.does(shopper.visitorId, 'custom.sample', at(HOUR));
    await world.follow(at(HOUR));
    const { occasions, runs, words } = await ask(id, shopper, at(HOUR));
    assert.deepEqual(
      occasions.map(({ verdict, run }) => [verdict, run]),
      [
        ['once', runs[0]!.id],
        ['begun', runs[0]!.id],
      ],
    );
    assert.equal(words, 'It has begun for them once: each run says what came of it.');
  });

  it('is about to end where nobody has looked yet', async () => {
    const shopper = await world.shopper();
    const id = await world.rule(sampled());
    await world.does(shopper.visitorId, 'custom.sample', NOW);
    assert.deepEqual(await verdicts(id, shopper), ['soon']);
    await world.follow(NOW);
    assert.deepEqual(await verdicts(id, shopper), ['begun']);
  });

  it('is which part of the conditions does not hold, with what is known', async () => {
    const known = { kind: 'flag', field: 'customer.known', is: true };
    const rich = { kind: 'number', field: 'customer.score', is: 'at-least', value: 50 };
    const id = await world.rule(sampled({ if: { kind: 'all', of: [known, { kind: 'not', of: rich }, rich] } }));
    const { conditions, first } = await ask(id, await world.shopper());
    assert.deepEqual(
      conditions!.of.map(({ holds }) => holds),
      [true, true, false],
    );
    assert.match(conditions!.because, /customer.score is 0, and is to be at least 50/);
    assert.match(first, /^A condition does not hold: customer.score is 0/);
  });

  it('is that they did not agree, or have had as much advertising as they are to get', async () => {
    const id = await world.rule(sampled());
    const stranger = await world.shopper({ optedIn: false });
    assert.match((await ask(id, stranger)).first, /agreed|offers/i);
    const friend = await world.shopper();
    for (let n = 0; n < 3; n += 1) await world.queue(friend, 'marketing', { now: at(n * MINUTE) });
    assert.match((await ask(id, friend, at(HOUR))).first, /as much|enough advertising/);
  });

  it('is told to the shop alone whose customer it is', async () => {
    const id = await world.rule(sampled());
    const { customerId } = await world.shopper();
    const other = await seedMerchant(test.appDb);
    await assert.rejects(explainAutomation(test.appDb, other, id, customerId, NOW), { code: 'not-found' });
  });
});
