import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { TimelinePage } from '../../contract/journey.ts';
import { eventually } from '../testing/eventually.ts';
import { ACCOUNT, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

const REFERRAL = {
  source_url: 'https://fb.me/3cr4Wqqkv',
  source_id: '120226305854810726',
  source_type: 'ad',
  headline: 'Oak tables, made to measure',
  body: 'b'.repeat(3000),
  media_type: 'image',
  image_url: 'https://scontent.example/1',
  ctwa_clid: 'Aff-n8ZTODiE79d22KtAwQKj9e',
  welcome_message: { text: 'Hi there! Let us know how we can help!' },
};

describe('an advertisement', () => {
  let world: WhatsAppWorld;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());

  it('through which somebody came is on their timeline, once, with what tells Meta of it', async () => {
    const message = {
      id: 'wamid.by-ad',
      from: '4915190000077',
      timestamp: '1773143000',
      type: 'text',
      text: { body: 'about that table' },
      referral: REFERRAL,
    };
    for (let n = 0; n < 2; n++) await deliver(world, message);
    const { customer } = await world.conversationWith('about that table');
    await world.settled();
    const events = await eventually(async () => {
      const { json } = await world.agent.call<TimelinePage>(`/customers/${customer.id}/timeline?show=chats`);
      const found = json.entries.filter(entry => entry.kind === 'event');
      return found.length > 0 ? found : undefined;
    });
    const { image_url: _, welcome_message: __, ...kept } = REFERRAL;
    assert.deepEqual(
      events.map(({ name, at, properties }) => ({ name, at, properties })),
      [
        {
          name: 'ad_clicked',
          at: new Date(1_773_143_000_000).toISOString(),
          properties: { ...kept, body: 'b'.repeat(2000) },
        },
      ],
    );
  });

  it('whose text is cut in the middle of an emoji does not cost us the message', async () => {
    const body = `${'b'.repeat(1999)}\u{1F600} and more`;
    await deliver(world, {
      id: 'wamid.by-long-ad',
      from: '4915190000078',
      timestamp: '1773143000',
      type: 'text',
      text: { body: 'about the other table' },
      referral: { source_type: 'ad', body },
    });
    const { customer } = await world.conversationWith('about the other table');
    const cut = await eventually(async () => {
      const { json } = await world.agent.call<TimelinePage>(`/customers/${customer.id}/timeline?show=chats`);
      return json.entries.find(entry => entry.kind === 'event')?.properties.body;
    });
    assert.equal(cut, `${'b'.repeat(1999)}\uFFFD`);
  });
});

async function deliver({ app }: WhatsAppWorld, message: object): Promise<void> {
  const metadata = { phone_number_id: ACCOUNT.numbers[0]!.phoneNumberId };
  const value = { messaging_product: 'whatsapp', metadata, messages: [message] };
  const body = JSON.stringify({ entry: [{ id: ACCOUNT.wabaId, changes: [{ field: 'messages', value }] }] });
  const signature = createHmac('sha256', ACCOUNT.appSecret).update(body).digest('hex');
  const headers = { 'x-hub-signature-256': `sha256=${signature}` };
  assert.equal((await app.http.call('/webhooks/whatsapp', { body, headers })).status, 200);
}
