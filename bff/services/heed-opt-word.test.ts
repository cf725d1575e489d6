import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { saveConsentSettings } from '../db/consent-settings.ts';
import { consentsOf, listConsents } from '../db/consents.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { consentState } from '../domain/consent.ts';
import { MINUTE, SECOND } from '../domain/duration.ts';
import { eventually } from '../testing/eventually.ts';
import { type Phone, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

describe('a customer who writes STOP', () => {
  let world: WhatsAppWorld;
  let phone: Phone;
  let conversation: string;
  let customerId: string;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());
  beforeEach(async () => {
    world.clock.advance(MINUTE);
    phone = await world.phone();
    await phone.write(`hello from ${phone.id}`);
    ({ id: conversation } = await world.conversationWith(`hello from ${phone.id}`));
    customerId = (await world.detail(conversation)).customer.id;
  });

  const inMerchant = <T>(work: Parameters<typeof withMerchant<T>>[2]) =>
    withMerchant(world.app.deps.db, world.app.a.id, work);
  const ledger = () => inMerchant(tx => listConsents(tx, customerId));
  const state = async () => {
    const { marketing, all } = consentState(
      (await inMerchant(tx => consentsOf(tx, [customerId]))).get(customerId) ?? [],
    );
    return `${marketing}/${all}`;
  };
  const says = async (text: string) => {
    world.clock.advance(SECOND);
    await phone.write(text);
    await world.settled();
  };
  const answers = (n: number) =>
    eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      const received = await phone.received();
      return received.length >= n ? received : undefined;
    }, `${n} answers`);
  const notices = async () =>
    (await world.messages(conversation)).flatMap(({ content }) => (content.kind === 'notice' ? [content.notice] : []));

  it('is out at once, is told so once in their language, and the thread says so', async () => {
    await says('Stop!');
    assert.equal(await state(), 'out/out');
    const [answer] = await answers(1);
    assert.match(answer!, /^Ash: Sie erhalten .* START /, 'the phone is German');
    assert.deepEqual(await notices(), ['opted-out']);
    const [fact] = await ledger();
    assert.deepEqual([fact!.source, fact!.wording, fact!.topic], ['typed-word', 'Stop!', 'all']);
    assert.ok(fact!.identityId && fact!.proof.messageId && fact!.proof.wamid);
  });

  it('twice at once gets one answer', async () => {
    world.clock.advance(SECOND);
    await Promise.all([phone.write('STOP'), phone.write('stop')]);
    await world.settled();
    await says('thanks');
    await answers(1);
    await says('really');
    assert.equal((await phone.received()).length, 1);
    assert.deepEqual(await notices(), ['opted-out']);
    assert.equal((await ledger()).length, 2);
  });

  it('is not one who writes it inside a sentence', async () => {
    await says('please stop by on Monday');
    await says('non stop');
    assert.deepEqual(await ledger(), []);
    assert.deepEqual(await notices(), []);
  });

  it('is back with START, and told so; without a STOP it is a word like any other', async () => {
    await says('START');
    assert.deepEqual(await ledger(), []);
    await says('STOP');
    await answers(1);
    await says('start');
    assert.equal(await state(), 'none/in');
    assert.match((await answers(2)).at(-1)!, /STOP/);
    assert.deepEqual(await notices(), ['opted-out', 'opted-in']);
  });

  it('agrees to offers with START where it was told so', async () => {
    const offer = 'Write START to get our offers again.';
    const standard = { stopWords: [], startWords: [], startOffer: null, confirmOptIns: false };
    await inMerchant(tx => saveConsentSettings(tx, { ...standard, startOffer: offer }, world.clock.now()));
    await says('STOP');
    assert.ok((await answers(1))[0]!.endsWith(offer));
    await says('START');
    assert.equal(await state(), 'in/in');
    assert.equal((await ledger()).find(({ topic }) => topic === 'marketing')!.wording, offer);
    await inMerchant(tx => saveConsentSettings(tx, standard, world.clock.now()));
  });

  it("is heard in the merchant's own words", async () => {
    const settings = { stopWords: ['Lass gut sein'], startWords: [], startOffer: null, confirmOptIns: false };
    await inMerchant(tx => saveConsentSettings(tx, settings, world.clock.now()));
    await says('lass gut sein…');
    assert.equal(await state(), 'out/out');
  });

  it('may CANCEL an order without leaving, and leaves when an offer was before it', async () => {
    await says('cancel');
    assert.equal(await state(), 'none/none');
    await offered(world, conversation);
    await says('Cancel');
    assert.equal(await state(), 'out/out');
  });

  it('has switched offers off in WhatsApp: its resume lifts that, and not a typed STOP', async () => {
    world.clock.advance(SECOND);
    await phone.setChat({ marketing: false });
    await world.settled();
    assert.equal(await state(), 'out/none');
    assert.deepEqual(await notices(), ['opted-out-of-offers']);
    await says('STOP');
    world.clock.advance(SECOND);
    await phone.setChat({ marketing: true });
    await world.settled();
    assert.equal(await state(), 'out/out');
    assert.deepEqual(
      (await ledger()).map(({ source, action }) => `${source} ${action}`),
      ['meta-preference opt-in', 'typed-word opt-out', 'meta-preference opt-out'],
    );
  });

  it('has hidden the phone and is known by the other id', async () => {
    await phone.set({ hidesPhone: true });
    world.clock.advance(SECOND);
    await phone.setChat({ marketing: false });
    await world.settled();
    assert.equal(await state(), 'out/none');
  });
});

/** The last message of the thread is an offer of ours. */
async function offered(world: WhatsAppWorld, conversation: string): Promise<void> {
  const sent = await world.agent.say(conversation, 'Our tables are cheaper this week');
  await world.reaches(conversation, sent.json.message.id, 'delivered');
  await world.app.test.ownerSql.begin(async sql => {
    await sql`select set_config('app.merchant_id', ${world.app.a.id}, true)`;
    await sql`update deliveries set purpose = 'marketing' where message_id = ${sent.json.message.id}`;
  });
}
