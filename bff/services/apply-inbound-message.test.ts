import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { MINUTE } from '../domain/duration.ts';
import { seeded } from '../testing/seeded.ts';
import { ACCOUNT, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

describe('who writes by WhatsApp', () => {
  let world: WhatsAppWorld;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());
  beforeEach(() => world.clock.advance(MINUTE));

  it("is one customer with one conversation, whose messages keep the phone's own time", async () => {
    const phone = await world.phone({ name: 'Omar' });
    await phone.write('first of Omar');
    world.clock.advance(MINUTE);
    await phone.write('second of Omar');
    await world.settled();
    const { id, unread, customer, replyChannel } = await world.conversationWith('first of Omar');
    const [one, two] = await world.messages(id);
    assert.equal(Date.parse(two!.sentAt) - Date.parse(one!.sentAt), MINUTE);
    assert.deepEqual([unread, customer.kind, customer.fullName, replyChannel], [2, 'known', 'Omar', 'whatsapp']);
    assert.match(customer.phone!, /^\+49 /);
    assert.deepEqual((await world.detail(id)).channels, ['whatsapp']);
  });

  it('cannot be answered on a page they never opened', async () => {
    const phone = await world.phone();
    await phone.write(`never on the page, ${phone.id}`);
    const { id } = await world.conversationWith(`never on the page, ${phone.id}`);
    const answer = await world.agent.say(id, 'hello', { channel: 'web' });
    assert.equal(answer.status, 409);
    assert.equal((answer.json as unknown as { code: string }).code, 'channel-unavailable');
  });

  it('is answered by the other id when the phone is hidden', async () => {
    const phone = await world.phone({ name: 'Sofia', hidesPhone: true });
    await phone.write('from a hidden phone');
    const { id, customer } = await world.conversationWith('from a hidden phone');
    assert.equal(customer.phone, null);
    assert.deepEqual((await world.detail(id)).customer.identities, [{ kind: 'bsuid', value: phone.bsuid }]);
    const sent = await world.agent.say(id, 'found you');
    await world.reaches(id, sent.json.message.id, 'delivered');
    assert.deepEqual(await phone.received(), ['found you']);
  });

  it('is the same customer before and after hiding the phone', async () => {
    const phone = await world.phone();
    await phone.write(`seen, ${phone.id}`);
    await world.settled();
    await phone.set({ hidesPhone: true });
    await phone.write('hidden now');
    await world.settled();
    const { id } = await world.conversationWith(`seen, ${phone.id}`);
    assert.equal((await world.messages(id)).length, 2);
  });

  const forms: [country: string, one: string, other: string][] = [
    ['Brazil', '554188880001', '5541988880001'],
    ['Mexico', '5215512340001', '525512340001'],
    ['Argentina', '541123450001', '5491123450001'],
  ];
  for (const [country, one, other] of forms) {
    it(`is one customer in both spellings of a number of ${country}`, async () => {
      for (const [n, from] of [one, other].entries()) await inbound(world, from, `${country} ${n}`);
      await world.settled();
      const { id } = await world.conversationWith(`${country} 0`);
      assert.equal((await world.messages(id)).length, 2);
      const { customer } = await world.detail(id);
      assert.deepEqual(
        customer.identities.filter(({ kind }) => kind === 'wa_id').map(({ value }) => value),
        [one, other],
      );
    });
  }

  it('are two customers when two new phones write at the same time, and one when one phone does', async () => {
    await Promise.all([
      inbound(world, '4915190000001', 'together one'),
      inbound(world, '4915190000002', 'together two'),
      inbound(world, '4915190000001', 'together three'),
    ]);
    await world.settled();
    const [one, two, three] = [
      await world.conversationWith('together one'),
      await world.conversationWith('together two'),
      await world.conversationWith('together three'),
    ];
    assert.equal(one.id, three.id);
    assert.notEqual(one.id, two.id);
  });

  it('under a name of ten thousand letters is heard all the same, and listed under its beginning', async () => {
    const from = '4915123450091';
    const random = seeded(1);
    // What repeats itself is packed, and fits into an index.
    const name = Array.from({ length: 10_000 }, () => Math.floor(random() * 36).toString(36)).join('');
    await inbound(world, from, 'from a long name', { contacts: [{ wa_id: from, profile: { name } }] });
    const { customer } = await world.conversationWith('from a long name');
    assert.equal(customer.fullName, name.slice(0, 200));
  });

  it('is told apart from whoever writes to another shop from the same phone', async () => {
    const phone = await world.phone();
    await phone.write(`only for Ash, ${phone.id}`);
    await world.conversationWith(`only for Ash, ${phone.id}`);
    const answer = await world.app.agent(world.app.b).call<{ conversations: object[] }>('/conversations?view=all');
    assert.deepEqual(answer.json.conversations, []);
  });
});

let count = 0;

/** A webhook of our own making: the simulator's phones have one spelling only. */
async function inbound({ app }: WhatsAppWorld, from: string, text: string, more: object = {}): Promise<void> {
  count += 1;
  const message = { id: `wamid.inbound.${count}`, from, timestamp: '1773144000', type: 'text', text: { body: text } };
  const metadata = { phone_number_id: ACCOUNT.numbers[0]!.phoneNumberId };
  const value = { messaging_product: 'whatsapp', metadata, messages: [message], ...more };
  const body = JSON.stringify({ entry: [{ id: ACCOUNT.wabaId, changes: [{ field: 'messages', value }] }] });
  const signature = createHmac('sha256', ACCOUNT.appSecret).update(body).digest('hex');
  const headers = { 'x-hub-signature-256': `sha256=${signature}` };
  assert.equal((await app.http.call('/webhooks/whatsapp', { body, headers })).status, 200);
}
