import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { withMerchant } from '../db/merchant-tx.ts';
import { MINUTE, SECOND } from '../domain/duration.ts';
import { eventually } from '../testing/eventually.ts';
import { asOwner } from '../testing/planting.ts';
import { signature, textsBody } from '../testing/signed-webhook.ts';
import { ACCOUNT, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';
import { learnRecipients } from './learn-recipients.ts';

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
  /** Meta tells that a message has arrived, by its own id and the number it was sent to. */
  async function arrived(messageId: string) {
    const [row] = await sql(
      tx => tx`select d.wamid, i.value from deliveries d join customer_identities i on i.id = d.identity_id
        where d.message_id = ${messageId}`,
    );
    const timestamp = String(Math.floor(world.clock.now().getTime() / 1000));
    const status = { id: row!.wamid, status: 'delivered', timestamp, recipient_id: row!.value };
    const metadata = { phone_number_id: ACCOUNT.numbers[0]!.phoneNumberId };
    const value = { messaging_product: 'whatsapp', metadata, statuses: [status] };
    const body = JSON.stringify({ entry: [{ id: ACCOUNT.wabaId, changes: [{ field: 'messages', value }] }] });
    assert.equal((await world.app.http.call('/webhooks/whatsapp', { body, headers: signature(body) })).status, 200);
  }
  const moved = (wa_id: string) => ({
    type: 'system',
    text: undefined,
    system: { type: 'user_changed_number', wa_id },
  });
  const thread = async (text: string) => (await world.conversationWith(text)).id;
  const sql = <T>(work: Parameters<typeof asOwner<T>>[2]) => asOwner(world.app.test.ownerSql, world.app.a.id, work);
  /** The phone that the customer is known by who wrote this; null: by none. */
  const addressed = async (text: string) => {
    const { identities } = (await world.detail(await thread(text))).customer;
    const [phone, ...more] = identities.filter(({ kind }) => kind === 'wa_id');
    assert.equal(more.length, 0);
    return phone?.value ?? null;
  };
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

  it('which somebody had before, is written to there, and heard from there', async () => {
    const [before, now] = [number(), number()];
    await told('of the former owner', now, {});
    world.clock.advance(MINUTE);
    await told('of the next owner', before, {});
    await told('of their change', before, moved(now));
    await told('of the next owner, from there', now, {});
    assert.equal(await thread('of the next owner, from there'), await thread('of the next owner'));
    assert.equal(await addressed('of the next owner'), now);
    assert.equal(await addressed('of the former owner'), null);
  });

  it('is not who writes from the old one afterwards, whenever WhatsApp tells of the change, and however often', async () => {
    const [before, now] = [number(), number()];
    await told('the first owner’s', before, {});
    world.clock.advance(MINUTE);
    await told('a change', before, moved(now));
    world.clock.advance(MINUTE);
    await told('the second owner’s', before, {});
    await told('the change once more', before, moved(now), MINUTE);
    const changedId = { type: 'user_changed_user_id', user_id: 'DE.77770001' };
    await told(
      'the new id, a second late',
      before,
      { type: 'system', text: undefined, system: changedId },
      59 * SECOND,
    );
    await told('the first owner’s, written before the change', before, {}, MINUTE + SECOND);
    await told('the second owner’s again', before, {});
    await told('the first owner’s from the new number', now, {});
    const [first, second] = [await thread('the first owner’s'), await thread('the second owner’s')];
    assert.deepEqual(await texts(second), ['the second owner’s', 'the second owner’s again']);
    const theirs = await texts(first);
    assert.deepEqual(
      theirs.filter(text => text !== 'notice'),
      ['the first owner’s', 'the first owner’s, written before the change', 'the first owner’s from the new number'],
    );
    assert.equal(theirs.length, 6);
    assert.deepEqual(
      [await addressed('the first owner’s from the new number'), await addressed('the second owner’s again')],
      [now, before],
    );
  });

  it('is told apart from who writes from the old one as soon as WhatsApp tells, late as that may be', async () => {
    const [before, now] = [number(), number()];
    await told('of who left', before, {});
    world.clock.advance(2 * MINUTE);
    await told('of who came, taken for who left', before, {});
    world.clock.advance(MINUTE);
    await told('of the late change', before, moved(now), 2 * MINUTE);
    await told('of who came, known now', before, {});
    assert.notEqual(await thread('of who came, known now'), await thread('of who left'));
    assert.equal(await addressed('of who left'), now);
  });

  it('may hand the old one on to somebody who does so, too', async () => {
    const [before, ...later] = [number(), number(), number()];
    for (const [n, now] of later.entries()) {
      await told(`owner ${n} of three`, before, {});
      world.clock.advance(MINUTE);
      await told(`the change of owner ${n}`, before, moved(now));
      world.clock.advance(MINUTE);
    }
    await told('owner 2 of three', before, {});
    const threads = [];
    for (const n of [0, 1, 2]) threads.push(await thread(`owner ${n} of three`));
    assert.equal(new Set(threads).size, 3);
  });

  it('gets there what was waiting to go, and what had gone is still told to have arrived', async () => {
    const phone = await world.phone();
    await phone.write(`hi, ${phone.id}`);
    await world.settled();
    const id = await thread(`hi, ${phone.id}`);
    await world.faults({ webhooks: { statuses: { lose: 1 } } });
    const gone = (await world.agent.say(id, 'gone before', { channel: 'whatsapp' })).json.message.id;
    await world.reaches(id, gone, 'accepted');
    await world.faults({ errors: { code: 4 } });
    const waiting = (await world.agent.say(id, 'waits', { channel: 'whatsapp' })).json.message.id;
    await eventually(async () => {
      const [row] = await sql(tx => tx`select history from deliveries where message_id = ${waiting}`);
      return (row!.history as unknown[]).length > 0;
    }, 'a try');
    const change = { phone: `+${number()}` };
    await world.drive('POST', `/phones/${phone.id}/number`, change);
    await told(`after it, ${phone.id}`, change.phone.slice(1), {});
    await world.faults();
    world.clock.advance(2 * MINUTE);
    await world.reaches(id, waiting, 'delivered');
    await arrived(gone);
    await world.reaches(id, gone, 'delivered');
    const { entries } = await world.drive<{ entries: { to: string }[] }>('GET', '/calls?limit=1000');
    assert.equal(entries.at(-1)!.to, change.phone);
    const [delivery] = await sql(tx => tx`select d.id from deliveries d where d.message_id = ${gone}`);
    const answered = { deliveryId: delivery!.id as string, waId: phone.waId };
    await withMerchant(world.app.deps.db, world.app.a.id, tx => learnRecipients(tx, [answered], world.clock.now()));
    const [known] = await sql(
      tx => tx`select count(*)::int as n from customer_identities where kind = 'wa_id' and value = ${phone.waId}`,
    );
    assert.equal(known!.n, 0, 'Meta’s answers teach nothing of the old one');
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
