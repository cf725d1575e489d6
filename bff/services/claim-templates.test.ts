import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { changeTemplate } from '../db/templates.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { NOW } from '../testing/merchants.ts';
import { type SendingWorld, sendingWorld } from '../testing/sending-world.ts';

describe('a template that has changed while a message waited', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    world = await sendingWorld(test.appDb);
  });

  const claimed = async () => (await world.claim(NOW))!.sends.map(({ deliveryId }) => deliveryId);

  it('goes to nobody who has not agreed to offers, once Meta has made it one', async () => {
    const notice = await world.queue(await world.person(), 'transactional');
    const agreed = await world.queue(await world.person({ optedIn: true }), 'transactional');
    await world.as(tx => changeTemplate(tx, world.noticeId, { category: 'MARKETING' }));
    assert.deepEqual(await claimed(), [agreed]);
    const { state, error_title: words } = await world.row(notice);
    assert.deepEqual([state, words], ['failed', 'The customer has not agreed to offers']);
  });
});
