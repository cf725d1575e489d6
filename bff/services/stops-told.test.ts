import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { refused, type SendingWorld, sendingWorld } from '../testing/sending-world.ts';
import { beginSends } from './begin-sends.ts';
import { settleSends } from './settle-sends.ts';

describe('whoever shows numbers and templates', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await sendingWorld(test.appDb);
  });

  /** One offer, and what Meta answers to it. Returns whether they are woken. */
  async function isWoken(code: number): Promise<boolean | undefined> {
    const deliveryId = await world.queue(await world.person({ optedIn: true }), 'marketing');
    const { sends } = (await world.claim(NOW))!;
    await beginSends(test.appDb, world.merchantId, sends, NOW);
    const rules = { settleTime: 1000, random: () => 0 };
    const result = { deliveryId, attempt: 1, outcome: refused(code) };
    return (await settleSends(test.appDb, world.merchantId, [result], rules, NOW)).numbers;
  }

  for (const [code, what] of [
    [190, 'a number that has stopped because its token is refused'],
    [131048, 'a number that sends no marketing for now'],
    [132015, 'a template that Meta has paused'],
    [132016, 'a template that Meta has disabled'],
  ] as const) {
    it(`is woken for ${what}`, async () => assert.equal(await isWoken(code), true));
  }

  it('is not woken for a message that could not be delivered', async () => assert.equal(await isWoken(131026), false));
});
