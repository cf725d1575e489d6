import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { MediaUploaded } from '../../contract/media.ts';
import { MINUTE } from '../domain/duration.ts';
import { eventually } from '../testing/eventually.ts';
import { asOwner } from '../testing/planting.ts';
import { png } from '../testing/sample-files.ts';
import { type OnPhone, type Phone, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

describe('a picture that WhatsApp does not take now', () => {
  let world: WhatsAppWorld;
  let phone: Phone;
  let thread: string;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());
  beforeEach(async () => {
    phone = await world.phone();
    await phone.write(`hello from ${phone.id}`);
    thread = (await world.conversationWith(`hello from ${phone.id}`)).id;
    await world.settled();
  });
  afterEach(() => world.faults());

  const sql = <T>(work: Parameters<typeof asOwner<T>>[2]) => asOwner(world.app.test.ownerSql, world.app.a.id, work);
  /** Sends a picture. Returns its message, once something was tried. */
  async function tried(): Promise<string> {
    const file = await world.agent.file<MediaUploaded>('sofa.png', png(40, 30));
    const sent = await world.agent.send(thread, { kind: 'attachment', mediaId: file.json.id });
    assert.equal(sent.status, 201, sent.text);
    const { id } = sent.json.message;
    await eventually(async () => {
      const [row] = await sql(tx => tx`select state, history from deliveries where message_id = ${id}`);
      return row!.state === 'failed' || (row!.history as unknown[]).length > 0;
    }, 'a try');
    return id;
  }
  const state = async (id: string) =>
    (await world.messages(thread)).find(message => message.id === id)!.delivery!.state;
  const pictures = async () => {
    const { messages } = await world.drive<{ messages: (OnPhone & { type: string })[] }>(
      'GET',
      `/phones/${phone.id}/messages`,
    );
    return messages.filter(({ type }) => type === 'image').length;
  };

  for (const [what, fault] of [
    ['its gateway answers with a page', { garble: 1 }],
    ['no connection lasts', { loseRequests: 1 }],
    ['it is too busy', { errors: { code: 130429 } }],
    ['it is called too often', { errors: { code: 4 } }],
  ] as const) {
    it(`because ${what}, waits like any other message, and arrives once`, async () => {
      await world.faults(fault);
      const id = await tried();
      assert.equal(await state(id), 'queued');
      await world.faults();
      world.clock.advance(MINUTE);
      await world.reaches(thread, id, 'delivered');
      assert.equal(await pictures(), 1);
    });
  }

  it('because the token has expired, stops the number, and goes when there is a new one', async () => {
    await world.faults({ errors: { code: 190 } });
    const id = await tried();
    assert.equal(await state(id), 'queued');
    const [number] = await sql(tx => tx`select id, stop_code from whatsapp_numbers`);
    assert.equal(number!.stop_code, 190);
    await world.faults();
    const resumed = await world.agent.call(`/whatsapp/numbers/${number!.id}/resume`, { method: 'POST' });
    assert.equal(resumed.status, 200, resumed.text);
    await world.reaches(thread, id, 'delivered');
    assert.equal(await pictures(), 1);
  });

  it('because the file is none that it takes, fails in its words', async () => {
    await world.faults({ errors: { code: 100 } });
    const id = await tried();
    const failed = await world.reaches(thread, id, 'failed');
    assert.match(failed.delivery!.error!.title, /^WhatsApp did not take the file: /);
  });
});
