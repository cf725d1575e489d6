import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { MINUTE, SECOND } from '../domain/duration.ts';
import { signature, textsBody } from '../testing/signed-webhook.ts';
import { startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

describe('who has moved to another number', () => {
  let world: WhatsAppWorld;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());
  beforeEach(() => world.clock.advance(MINUTE));

  let count = 0;
  const number = () => `49151666${String(++count).padStart(5, '0')}`;
  /** What Meta tells, as of so many seconds before now. */
  async function told(wamid: string, from: string, more: object, ago = 0) {
    const timestamp = String(Math.floor((world.clock.now().getTime() - ago) / 1000));
    const body = textsBody([{ wamid: `wamid.changed.${wamid}`, from, text: wamid, more: { timestamp, ...more } }]);
    assert.equal((await world.app.http.call('/webhooks/whatsapp', { body, headers: signature(body) })).status, 200);
    await world.settled();
  }
  const moved = (wa_id: string) => ({
    type: 'system',
    text: undefined,
    system: { type: 'user_changed_number', wa_id },
  });
  const thread = async (text: string) => (await world.conversationWith(text)).id;
  const texts = async (id: string) =>
    (await world.messages(id)).map(({ content }) => (content.kind === 'text' ? content.text : content.kind));

  it('and writes from there before WhatsApp has told so, is still one customer with one thread', async () => {
    const [before, now] = [number(), number()];
    await told('from the old number', before, {});
    world.clock.advance(MINUTE);
    await told('from the new number', now, {});
    world.clock.advance(MINUTE);
    await told('of the change', before, moved(now), MINUTE + 10 * SECOND);
    await told('from the new number again', now, {});
    const id = await thread('from the new number again');
    assert.deepEqual(await texts(id), [
      'from the old number',
      'from the new number',
      'notice',
      'from the new number again',
    ]);
  });

  it('which somebody had before, is not taken for that one', async () => {
    const [before, now] = [number(), number()];
    await told('of an earlier owner', now, {});
    world.clock.advance(MINUTE);
    await told('of who takes it over', before, {});
    await told('of that change', before, moved(now));
    assert.notEqual(await thread('of an earlier owner'), await thread('of who takes it over'));
  });

  it('is not whoever else a system message names, of a kind that tells of no change', async () => {
    const [who, other] = [number(), number()];
    await told('of who is told of', who, {});
    const system = { type: 'participant_added', wa_id: other, user_id: 'DE.99990077' };
    await told('of an event of tomorrow', who, { type: 'system', text: undefined, system });
    await told('from somebody else', other, {});
    await told('from somebody else again', other, { from_user_id: 'DE.99990077' });
    assert.deepEqual(await texts(await thread('of who is told of')), ['of who is told of', 'unsupported']);
    assert.deepEqual(await texts(await thread('from somebody else')), [
      'from somebody else',
      'from somebody else again',
    ]);
  });

  it('and another id with it, is answered at the new number', async () => {
    const phone = await world.phone();
    await phone.write(`before, ${phone.id}`);
    await world.settled();
    const change = { phone: `+${number()}`, bsuid: 'DE.99990001' };
    await world.drive('POST', `/phones/${phone.id}/number`, change);
    await world.settled();
    const id = await thread(`before, ${phone.id}`);
    const sent = await world.agent.say(id, 'still there?', { channel: 'whatsapp' });
    await world.reaches(id, sent.json.message.id, 'delivered');
    const { entries } = await world.drive<{ entries: { to: string }[] }>('GET', '/calls?limit=1000');
    assert.equal(entries.at(-1)!.to, change.phone);
  });
});
