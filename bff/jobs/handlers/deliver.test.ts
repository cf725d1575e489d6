import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../testing/eventually.ts';
import { startWhatsAppWorld, type WhatsAppWorld } from '../../testing/whatsapp-world.ts';

describe('answers that follow each other at once', () => {
  let world: WhatsAppWorld;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());

  it('go one after the other in their order, each as soon as the one before it has gone', async () => {
    const phone = await world.phone();
    await phone.write('hello');
    const { id } = await world.conversationWith('hello');
    await world.settled();
    const texts = ['one', 'two', 'three', 'four', 'five', 'six'];
    for (const text of texts) assert.equal((await world.agent.say(id, text)).status, 201);
    // The clock stands still: nothing that waits for a time comes.
    await eventually(async () => (await phone.received()).length === texts.length, 'six answers');
    assert.deepEqual(await phone.received(), texts);
  });
});
