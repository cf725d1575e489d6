import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { changeNumber, findNumber } from '../db/whatsapp-numbers.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { type SendingWorld, sendingWorld } from '../testing/sending-world.ts';
import { applyNotice } from './apply-notice.ts';

const PORTFOLIO = '2729063490586005';

describe('what Meta tells of a portfolio', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await sendingWorld(test.appDb);
  });

  const limitOf = async (id: string) => (await world.as(tx => findNumber(tx, id)))!.messagingLimit;

  it('is of all its numbers, of whichever account, and of no other', async () => {
    const [second, foreign] = [await world.number(), await world.number()];
    await world.as(async tx => {
      await changeNumber(tx, world.numberId, { portfolioId: PORTFOLIO });
      await changeNumber(tx, second, { portfolioId: PORTFOLIO, wabaId: 'another account' });
      await changeNumber(tx, foreign, { portfolioId: '1', wabaId: 'a third account', messagingLimit: 250 });
      const value = { max_daily_conversations_per_business: 2000 };
      // Meta names the business here, where it names the account elsewhere.
      const notice = { wabaId: PORTFOLIO, phoneNumberId: undefined, value };
      const { outcome } = await applyNotice(tx, 'business_capability_update', notice, NOW);
      assert.equal(outcome, 'applied');
    });
    assert.deepEqual([await limitOf(world.numberId), await limitOf(second), await limitOf(foreign)], [2000, 2000, 250]);
  });
});
