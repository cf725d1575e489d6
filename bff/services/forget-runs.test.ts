import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { forgetRuns } from '../db/automation-runs.ts';
import { DAY, HOUR } from '../domain/duration.ts';
import { automationWorld, cartRule, cartStep } from '../testing/automation-world.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { readRunsOfCustomer } from './read-automation-runs.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);

describe('what is forgotten of runs', () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  it('is all of those that began for something that cannot happen again, and of others all but that they were', async () => {
    const world = await automationWorld(test.appDb);
    const steps = [cartStep(0, { do: { kind: 'tag', do: 'add', tag: 'seen' } })];
    const asked = { trigger: { on: 'event', name: 'custom.sample' }, steps };
    await world.rule(cartRule({ ...asked, once: { per: 'event' } }));
    await world.rule(cartRule({ ...asked, once: { per: 'customer' } }));
    await world.rule(cartRule({ ...asked, steps: [cartStep(300 * 24 * 60)], once: { per: 'event' } }));
    const shopper = await world.shopper();
    await world.does(shopper.visitorId, 'custom.sample', NOW);
    await world.follow(NOW);
    await world.tick(NOW);
    const rows = () =>
      world.as(tx =>
        tx.execute<{ runs: number; decisions: number }>(
          'select (select count(*)::int from automation_runs) runs, (select count(*)::int from automation_decisions) decisions',
        ),
      );
    assert.deepEqual([...(await rows())], [{ runs: 3, decisions: 5 }]);
    const forget = (before: Date) => world.as(tx => forgetRuns(tx, before));
    assert.equal(await forget(NOW), 0);
    assert.equal(await forget(at(1)), 2);
    assert.equal(await forget(at(1)), 0);
    // What waits stays whole.
    assert.deepEqual([...(await rows())], [{ runs: 2, decisions: 1 }]);
    const { runs } = await readRunsOfCustomer(test.appDb, world.merchantId, shopper.customerId, { limit: 10 });
    assert.deepEqual(
      runs.map(({ state }) => state),
      ['waiting'],
    );
    await world.does(shopper.visitorId, 'custom.sample', at(8 * DAY));
    await world.follow(at(8 * DAY));
    const [again] = await rows();
    // Each time: two more; once per customer: none.
    assert.equal(again!.runs, 4);
    assert.equal(await world.tick(at(8 * DAY + HOUR)), 1);
  });
});
