import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { consentsOf } from '../db/consents.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { consentState } from '../domain/consent.ts';
import { DAY, HOUR, MINUTE } from '../domain/duration.ts';
import { ACCOUNT, type Phone, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';
import { suppressMarketing } from './suppress-marketing.ts';

describe('what Meta tells of somebody besides messages', () => {
  let world: WhatsAppWorld;
  let phone: Phone;
  let conversation: string;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());
  beforeEach(async () => {
    world.clock.advance(MINUTE);
    phone = await world.phone();
    await phone.write(`hello from ${phone.id}`);
    ({ id: conversation } = await world.conversationWith(`hello from ${phone.id}`));
  });

  const notice = async (field: string, value: object) => {
    const { phoneNumberId, displayPhone } = ACCOUNT.numbers[0]!;
    const metadata = { phone_number_id: phoneNumberId, display_phone_number: displayPhone };
    const told = { messaging_product: 'whatsapp', metadata, ...value };
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: ACCOUNT.wabaId, changes: [{ field, value: told }] }],
    });
    const signature = `sha256=${createHmac('sha256', ACCOUNT.appSecret).update(body).digest('hex')}`;
    const answer = await world.app.http.call('/webhooks/whatsapp', {
      body,
      headers: { 'x-hub-signature-256': signature },
    });
    assert.equal(answer.status, 200);
    await world.settled();
  };
  const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000));
  const call = (at: Date) =>
    notice('calls', {
      calls: [
        { id: `wacid.${+at}`, from: phone.waId, event: 'connect', direction: 'USER_INITIATED', timestamp: seconds(at) },
      ],
    });
  const closes = async () => Date.parse((await world.detail(conversation)).serviceWindowClosesAt!);

  it('opens the window by a call, from the moment of the call', async () => {
    world.clock.advance(2 * DAY);
    const called = new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000 - HOUR);
    await call(called);
    assert.equal(await closes(), called.getTime() + DAY - 2 * MINUTE);
    const answer = await world.agent.say(conversation, 'you called?', { channel: 'whatsapp' });
    assert.equal(answer.status, 201);
  });

  it('does not move the window back by a call of before, nor ahead of our clock', async () => {
    const before = await closes();
    await call(new Date(world.clock.now().getTime() - 3 * HOUR));
    assert.equal(await closes(), before);
    world.clock.advance(MINUTE);
    await call(new Date(world.clock.now().getTime() + 3 * HOUR));
    assert.equal(await closes(), world.clock.now().getTime() + DAY - 2 * MINUTE);
  });

  it('keeps the no of somebody who never wrote for the day on which they do', async () => {
    const value = {
      wa_id: '4915155500001',
      category: 'marketing_messages',
      value: 'stop',
      timestamp: seconds(world.clock.now()),
    };
    await notice('user_preferences', { user_preferences: [value] });
    const rows = await world.app.test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${world.app.a.id}, true)`;
      return sql`select c.action from consents c join customer_identities i on i.customer_id = c.customer_id where i.value = '4915155500001'`;
    });
    assert.deepEqual(
      rows.map(({ action }) => action),
      ['opt-out'],
    );
  });

  it('ends offers by error 131050, once for a delivery, and shows it in the thread', async () => {
    const { customer } = await world.detail(conversation);
    const inMerchant = <T>(work: Parameters<typeof withMerchant<T>>[2]) =>
      withMerchant(world.app.deps.db, world.app.a.id, work);
    const [identity] = await world.app.test.ownerSql.begin(async sql => {
      await sql`select set_config('app.merchant_id', ${world.app.a.id}, true)`;
      return sql<
        { id: string }[]
      >`select id from customer_identities where customer_id = ${customer.id} and kind = 'wa_id'`;
    });
    const refused = { customerId: customer.id, identityId: identity!.id, deliveryId: conversation, code: 131050 };
    const now = world.clock.now();
    assert.deepEqual(await inMerchant(tx => suppressMarketing(tx, refused, now)), [conversation]);
    assert.deepEqual(await inMerchant(tx => suppressMarketing(tx, refused, now)), []);
    const facts = (await inMerchant(tx => consentsOf(tx, [customer.id]))).get(customer.id)!;
    assert.deepEqual([facts.length, consentState(facts).marketing, consentState(facts).all], [1, 'out', 'none']);
    const notices = (await world.messages(conversation)).filter(({ content }) => content.kind === 'notice');
    assert.equal(notices.length, 1);
  });
});
