import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { DeliveryList, SendingState } from '../../../contract/delivery.ts';
import { withMerchant } from '../../db/merchant-tx.ts';
import { DAY, HOUR, MINUTE } from '../../domain/duration.ts';
import { resumeNumber } from '../../services/stop-number.ts';
import { eventually } from '../../testing/eventually.ts';
import { type Phone, startWhatsAppWorld, type WhatsAppWorld } from '../../testing/whatsapp-world.ts';

describe('what people see and decide of deliveries', () => {
  let world: WhatsAppWorld;
  let phone: Phone;
  let conversation: string;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());
  beforeEach(async () => {
    world.clock.advance(MINUTE);
    await world.faults();
    phone = await world.phone();
    await phone.write(`hello from ${phone.id}`);
    conversation = (await world.conversationWith(`hello from ${phone.id}`)).id;
  });

  const answer = async (text: string): Promise<string> => {
    const sent = await world.agent.say(conversation, text);
    assert.equal(sent.status, 201, sent.text);
    return sent.json.message.id;
  };
  const later = (ms: number) => {
    world.clock.advance(ms);
    world.app.deps.live.publish({ kind: 'work' });
  };
  const list = async (view: string) =>
    (await world.agent.call<DeliveryList>(`/deliveries?view=${view}`)).json.deliveries;
  const find = async (view: string, messageId: string) => (await list(view)).find(row => row.messageId === messageId);
  const state = async () => (await world.agent.call<SendingState>('/deliveries/state')).json;
  const decide = (id: string, what: 'send-again' | 'give-up') =>
    world.agent.call<{ code: string }>(`/deliveries/${id}/${what}`, { method: 'POST' });

  it('names who did not get what, why, and what to do; sent again it arrives', async () => {
    await world.faults({ errors: { rate: 1, code: 131026 } });
    const message = await answer('not on WhatsApp');
    await world.reaches(conversation, message, 'failed');
    const row = (await find('failed', message))!;
    assert.deepEqual([row.preview, row.purpose, row.delivery.error?.code], ['not on WhatsApp', 'reply', 131026]);
    assert.ok(row.advice!.length > 20);
    assert.ok((await state()).failedToday > 0);
    await world.faults();
    assert.equal((await decide(row.id, 'send-again')).status, 204);
    await world.reaches(conversation, message, 'delivered');
    assert.deepEqual(await phone.received(), ['not on WhatsApp']);
    assert.equal((await decide(row.id, 'send-again')).json.code, 'conflict');
  });

  it('lets what waits be given up, and nothing leaves', async () => {
    await world.faults({ errors: { rate: 1, code: 130429 } });
    const message = await answer('never mind');
    const row = await eventually(async () => {
      const found = await find('waiting', message);
      return found?.delivery.waits && found;
    });
    assert.equal(row.delivery.waits!.for, 'retry');
    assert.equal((await decide(row.id, 'give-up')).status, 204);
    await world.reaches(conversation, message, 'failed');
    await world.faults();
    later(HOUR);
    const next = await answer('something else');
    await world.reaches(conversation, next, 'delivered');
    assert.deepEqual(await phone.received(), ['something else']);
  });

  it('keeps the queue of a number whose login is refused, says so, and goes on when it is mended', async () => {
    await world.faults({ errors: { rate: 1, code: 190 } });
    const message = await answer('kept');
    const number = await eventually(async () => (await state()).numbers.find(({ stop }) => stop));
    assert.deepEqual([number.sending, number.stop?.code, number.queued.reply], ['stopped', 190, 1]);
    assert.ok(number.stop!.reason && number.stop!.advice);
    await world.faults();
    later(MINUTE);
    assert.deepEqual(await phone.received(), [], 'nothing goes while it is stopped');
    await withMerchant(world.app.deps.db, world.app.a.id, tx => resumeNumber(tx, number.id, world.clock.now()));
    later(0);
    await world.reaches(conversation, message, 'delivered');
    assert.deepEqual(await phone.received(), ['kept']);
  });

  for (const where of ['answer', 'status'] as const) {
    it(`tells the dashboard at once that a number has stopped, when Meta says so in the ${where}`, async () => {
      await world.drive('PATCH', `/phones/${phone.id}`, { fails: { code: 131031, in: where } });
      const stream = await world.agent.listen();
      await stream.next('hello');
      await answer(`stops it in the ${where}`);
      await stream.next('numbers');
      const number = (await state()).numbers.find(({ stop }) => stop)!;
      assert.equal(number.stop?.code, 131031, 'whoever asks when told is answered with the stop');
      await stream.close();
      await world.drive('PATCH', `/phones/${phone.id}`, { fails: null });
      await withMerchant(world.app.deps.db, world.app.a.id, tx => resumeNumber(tx, number.id, world.clock.now()));
    });
  }

  it('closes the window that Meta says is closed, also when it says so later', async () => {
    await world.drive('PATCH', `/phones/${phone.id}`, { fails: { code: 131047, in: 'status' } });
    const message = await answer('too late, it says');
    await world.reaches(conversation, message, 'failed');
    await eventually(async () => (await world.agent.say(conversation, 'again')).status === 409);
  });

  it('tries again a day later what Meta declined to deliver for now', async () => {
    await world.drive('PATCH', `/phones/${phone.id}`, { fails: { code: 131049, in: 'status' } });
    const message = await answer('another day');
    const row = await eventually(async () => {
      const found = await find('waiting', message);
      return found?.delivery.waits && found;
    });
    const waits = new Date(row.delivery.waits!.until).getTime() - world.clock.now().getTime();
    assert.ok(waits > DAY - MINUTE && waits < DAY + HOUR, `${waits}`);
    await world.drive('PATCH', `/phones/${phone.id}`, { fails: null });
    later(DAY - HOUR);
    await phone.write(`still here, says ${phone.id}`);
    await world.conversationWith(`still here, says ${phone.id}`);
    later(2 * HOUR);
    await world.reaches(conversation, message, 'delivered');
    assert.deepEqual(await phone.received(), ['another day']);
  });

  it('is not there for a delivery that does not exist', async () => {
    assert.equal((await decide(conversation, 'give-up')).status, 404);
  });
});
