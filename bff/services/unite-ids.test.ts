import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asOwner } from '../testing/planting.ts';
import { signature, textsBody } from '../testing/signed-webhook.ts';
import { startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

describe('a phone and an id that WhatsApp names as one person', () => {
  let world: WhatsAppWorld;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());

  let count = 0;
  const person = () => {
    count += 1;
    return { from: `49151555${String(count).padStart(5, '0')}`, from_user_id: `DE.${1000 + count}` };
  };
  async function write(text: string, ids: { from?: string; from_user_id?: string }) {
    const { from, ...more } = ids;
    const timestamp = String(Math.floor(world.clock.now().getTime() / 1000));
    const wamid = `wamid.unite.${text}`;
    const body = textsBody([{ wamid, text, ...(from && { from }), more: { ...more, timestamp } }]);
    assert.equal((await world.app.http.call('/webhooks/whatsapp', { body, headers: signature(body) })).status, 200);
    await world.settled();
  }
  const thread = async (text: string) => (await world.conversationWith(text)).id;

  for (const [order, first, second] of [
    ['first by the phone', 'from', 'from_user_id'],
    ['first by the id', 'from_user_id', 'from'],
  ] as const) {
    it(`and that are known as two customers, ${order}, are one with one thread, which can be answered`, async () => {
      const both = person();
      await write(`${order}: one`, { [first]: both[first] });
      world.clock.advance(25 * 3_600_000);
      await write(`${order}: two`, { [second]: both[second] });
      world.clock.advance(25 * 3_600_000);
      await write(`${order}: three`, both);
      const id = await thread(`${order}: three`);
      const texts = (await world.messages(id)).map(({ content }) => (content.kind === 'text' ? content.text : ''));
      assert.deepEqual(texts, [`${order}: one`, `${order}: two`, `${order}: three`]);
      assert.equal((await world.detail(id)).customer.phone?.replaceAll(' ', ''), `+${both.from}`);
      const sent = await world.agent.say(id, 'here you are', { channel: 'whatsapp' });
      assert.equal(sent.status, 201, sent.text);
    });
  }

  it('has said STOP by the phone, too, when the id has said it', async () => {
    const both = person();
    await write('by the phone', { from: both.from });
    await write('STOP', { from_user_id: both.from_user_id });
    await write('and both', both);
    const id = await thread('by the phone');
    const { customer } = await world.detail(id);
    const [row] = await asOwner(
      world.app.test.ownerSql,
      world.app.a.id,
      tx => tx`select count(*)::int as n from consents where customer_id = ${customer.id} and action = 'opt-out'`,
    );
    assert.equal(row!.n, 1);
  });

  it('stays two where the phone is known with another id: it went to somebody else', async () => {
    const [before, now] = [person(), person()];
    await write('the first owner', before);
    await write('the second owner, hidden', { from_user_id: now.from_user_id });
    await write('the second owner', { from: before.from, from_user_id: now.from_user_id });
    const [first, second] = [await thread('the first owner'), await thread('the second owner, hidden')];
    assert.notEqual(first, second);
    assert.deepEqual([(await world.messages(first)).length, (await world.messages(second)).length], [1, 2]);
    world.clock.advance(23 * 3_600_000);
    assert.equal((await world.agent.say(second, 'to the second', { channel: 'whatsapp' })).status, 201);
  });
});
