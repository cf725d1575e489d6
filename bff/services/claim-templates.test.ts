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

  it('is not sent with values that it does not take any more', async () => {
    const offer = await world.queue(await world.person({ optedIn: true }), 'marketing');
    const components = [{ type: 'BODY', text: 'An offer for {{1}}, and nobody else.' }];
    await world.as(tx => changeTemplate(tx, world.templateId, { components, updatedAt: NOW }));
    assert.deepEqual(await claimed(), []);
    const { state, error_title: words } = await world.row(offer);
    assert.deepEqual([state, words], ['failed', 'The template has changed since this was filled in.']);
  });

  it('is sent when it takes them still', async () => {
    const offer = await world.queue(await world.person({ optedIn: true }), 'marketing');
    const components = [{ type: 'BODY', text: 'A better offer' }];
    await world.as(tx => changeTemplate(tx, world.templateId, { components, updatedAt: NOW }));
    assert.deepEqual(await claimed(), [offer]);
  });

  it('goes to nobody who has not agreed to offers, once Meta has made it one', async () => {
    const notice = await world.queue(await world.person(), 'transactional');
    const agreed = await world.queue(await world.person({ optedIn: true }), 'transactional');
    await world.as(tx => changeTemplate(tx, world.noticeId, { category: 'MARKETING' }));
    assert.deepEqual(await claimed(), [agreed]);
    const { state, error_title: words } = await world.row(notice);
    assert.deepEqual([state, words], ['failed', 'The customer has not agreed to offers']);
  });
});
