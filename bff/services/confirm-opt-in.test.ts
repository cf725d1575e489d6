import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { CustomerConsents, ShopperConsentAnswer } from '../../contract/consent.ts';
import { MINUTE, SECOND } from '../domain/duration.ts';
import { eventually } from '../testing/eventually.ts';
import {
  type OnPhone,
  type Phone,
  prefilled,
  startWhatsAppWorld,
  type WhatsAppWorld,
} from '../testing/whatsapp-world.ts';

const WORDING = 'Yes, send me offers of Ash by WhatsApp.';
const BOX = { topic: 'marketing', wording: WORDING, page: { url: 'https://ash.example/checkout', title: 'Checkout' } };

describe('a yes by WhatsApp, after it was asked whether offers were agreed to', () => {
  let world: WhatsAppWorld;
  let phone: Phone;
  let customer: string;
  let conversation: string;
  let question: OnPhone;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());
  beforeEach(async () => {
    world.clock.advance(MINUTE);
    phone = await world.phone();
    await phone.write(`hello from ${phone.id}`);
    ({ id: conversation } = await world.conversationWith(`hello from ${phone.id}`));
    customer = (await world.detail(conversation)).customer.id;
    const shopper = await world.app.http.visit(world.app.a);
    await shopper.call<ShopperConsentAnswer>('/v1/consents', { body: BOX });
    await writes(prefilled((await shopper.call<{ url: string }>('/v1/whatsapp-link', { body: {} })).json.url));
    question = await onPhone(WORDING);
  });

  const writes = async (text: string, quoted?: OnPhone) => {
    world.clock.advance(SECOND);
    await phone.send({ type: 'text', text: { body: text }, ...(quoted && { context: { message_id: quoted.id } }) });
    await world.settled();
    world.clock.advance(SECOND);
  };
  /** Waits for what we wrote. */
  const onPhone = (words: string) =>
    eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      const { messages } = await world.drive<{ messages: OnPhone[] }>('GET', `/phones/${phone.id}/messages`);
      return messages.find(({ from, content }) => from === 'business' && content.body?.includes(words));
    }, words);
  const agentSays = async (text: string): Promise<OnPhone> => {
    await world.agent.say(conversation, text);
    return onPhone(text);
  };
  const marketing = async () =>
    (await world.agent.call<CustomerConsents>(`/customers/${customer}/consents`)).json.marketing;

  it('counts, also when other words of theirs came first', async () => {
    await writes('who is that?');
    await writes('Ja');
    assert.equal(await marketing(), 'in');
  });

  it('is no answer to that if somebody has asked something else since', async () => {
    await agentSays('Is Tuesday all right?');
    await writes('Ja');
    assert.equal(await marketing(), 'none');
  });

  it('is one nevertheless if it quotes the question', async () => {
    await agentSays('Is Tuesday all right?');
    await writes('Ja', question);
    assert.equal(await marketing(), 'in');
  });

  it('is none if it quotes something else', async () => {
    const other = await agentSays('Is Tuesday all right?');
    await writes('Ja', other);
    assert.equal(await marketing(), 'none');
  });

  it('is none if it quotes something from before, though the question was the last that was said', async () => {
    const { messages } = await world.drive<{ messages: OnPhone[] }>('GET', `/phones/${phone.id}/messages`);
    const hello = messages.find(({ from }) => from === 'phone');
    assert.ok(hello);
    await writes('Ja', hello);
    assert.equal(await marketing(), 'none');
  });

  it('counts when what was said since never went out', async () => {
    await world.faults({ errors: { code: 131026 } });
    const sent = await world.agent.say(conversation, 'Is Tuesday all right?');
    await world.reaches(conversation, sent.json.message.id, 'failed');
    await world.faults();
    await writes('Ja');
    assert.equal(await marketing(), 'in');
  });

  it('counts when a notice of the thread or a reaction of ours came between', async () => {
    const { json } = await world.agent.call<{ messages: { id: string; author: { kind: string } }[] }>(
      `/conversations/${conversation}/messages`,
    );
    const theirs = json.messages.find(({ author }) => author.kind === 'shopper')!;
    const sent = await world.agent.send(conversation, { kind: 'reaction', to: theirs.id, emoji: '👍' });
    assert.equal(sent.status, 201, sent.text);
    await writes('Ja');
    assert.equal(await marketing(), 'in');
  });
});
