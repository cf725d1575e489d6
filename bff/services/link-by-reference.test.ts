import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Message } from '../../contract/message.ts';
import type { ConversationSnapshot, WhatsAppLink } from '../../contract/storefront.ts';
import { MINUTE } from '../domain/duration.ts';
import type { Shopper } from '../testing/http-clients.ts';
import { prefilled, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

const saying = ({ content }: Message) => (content.kind === 'text' ? content.text : content.kind);

describe('going on in WhatsApp', () => {
  let world: WhatsAppWorld;
  let shopper: Shopper;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());
  beforeEach(async () => {
    world.clock.advance(MINUTE);
    shopper = await world.app.http.visit(world.app.a);
  });

  const linkOf = async (who: Shopper) => (await who.call<WhatsAppLink>('/v1/whatsapp-link', { body: {} })).json;
  const threadOf = async (who: Shopper) => (await who.call<ConversationSnapshot>('/v1/conversation')).json;

  it('gives the same link until it is nearly over', async () => {
    const first = await linkOf(shopper);
    assert.match(prefilled(first.url), /^Hello Ash, .*\(WX(-[0-9A-Z]{4}){4}\)$/);
    assert.ok(!first.url.includes('+'));
    assert.deepEqual(await linkOf(shopper), first);
    world.clock.advance(21 * MINUTE);
    assert.notEqual((await linkOf(shopper)).url, first.url);
  });

  it('is refused where no number is connected', async () => {
    const other = await world.app.http.visit(world.app.b);
    const answer = await other.call('/v1/whatsapp-link', { body: {} });
    assert.deepEqual([answer.status, answer.json.code], [409, 'channel-unavailable']);
  });

  it('makes a guest and a new phone one customer with one conversation', async () => {
    await shopper.say('on the page');
    const stream = await shopper.listen();
    const phone = await world.phone({ name: 'Lena Fischer' });
    const text = prefilled((await linkOf(shopper)).url);
    await phone.write(text);
    await stream.until(({ data }) => JSON.stringify(data).includes('whatsapp-linked'));
    const thread = await world.messages(shopper.conversation);
    assert.deepEqual(thread.map(saying), ['on the page', text, 'notice']);
    assert.deepEqual(
      thread.map(({ channel }) => channel),
      ['web', 'whatsapp', 'whatsapp'],
    );
    const { customer, channels, replyChannel } = await world.detail(shopper.conversation);
    assert.deepEqual([customer.kind, customer.fullName], ['known', 'Lena Fischer']);
    assert.deepEqual(customer.identities.map(({ kind }) => kind).sort(), ['bsuid', 'wa_id']);
    assert.deepEqual([channels, replyChannel], [['web', 'whatsapp'], 'whatsapp']);
    await phone.write('and more');
    await stream.until(({ data }) => JSON.stringify(data).includes('and more'));
    await stream.close();
  });

  it('joins a guest to the conversation that the phone has already, in the order of time', async () => {
    const phone = await world.phone();
    await phone.write(`first, from ${phone.id}`);
    const old = await world.conversationWith(`first, from ${phone.id}`);
    world.clock.advance(MINUTE);
    await shopper.say('second, on the page');
    world.clock.advance(MINUTE);
    await phone.write('third, on the phone');
    await world.settled();
    world.clock.advance(MINUTE);
    await shopper.say('fourth, on the page');
    const [stream, agents] = [await shopper.listen(2), await world.agent.listen()];
    await Promise.all([stream.next('hello'), agents.next('hello')]);
    world.clock.advance(MINUTE);
    const text = prefilled((await linkOf(shopper)).url);
    await phone.write(text);
    await stream.ended;
    const merged = await agents.until(({ data }) => (data.change as { kind: string } | undefined)?.kind === 'merged');
    assert.deepEqual([merged.data.conversationId, merged.data.conversation], [shopper.conversation, null]);
    assert.deepEqual(merged.data.change, { kind: 'merged', into: old.id });
    await agents.close();

    const again = await shopper.listen(2, `?conversation=${shopper.conversation}`);
    const reset = (await again.next('reset')).data as unknown as ConversationSnapshot;
    assert.equal(reset.conversation, old.id);
    const texts = [
      `first, from ${phone.id}`,
      'second, on the page',
      'third, on the phone',
      'fourth, on the page',
      text,
      'notice',
    ];
    assert.deepEqual((await world.messages(old.id)).map(saying), texts);
    assert.deepEqual(
      (await world.messages(old.id)).map(({ position }) => position),
      [1, 2, 3, 4, 5, 6],
    );
    assert.deepEqual(reset.messages.map(saying), ['second, on the page', 'fourth, on the page', text, 'notice']);
    assert.equal((await world.agent.call(`/conversations/${shopper.conversation}`)).status, 404);
    await shopper.say('fifth, on the page');
    await again.until(({ data }) => JSON.stringify(data).includes('fifth'));
    await again.close();
  });

  it('shows the page nothing of what a phone had said before, however the page asks', async () => {
    const phone = await world.phone();
    await phone.write(`a secret of ${phone.id}`);
    const old = await world.conversationWith(`a secret of ${phone.id}`);
    await world.agent.say(old.id, `a secret answer to ${phone.id}`);
    await world.reaches(old.id, (await world.messages(old.id)).at(-1)!.id, 'delivered');
    await shopper.say('on the page');
    world.clock.advance(MINUTE);
    await phone.write(prefilled((await linkOf(shopper)).url));
    await world.settled();
    const stream = await shopper.listen(1, `?conversation=${old.id}`);
    await phone.write(`said after, by ${phone.id}`);
    await stream.until(({ data }) => JSON.stringify(data).includes('said after'));
    const pages = [
      await shopper.call('/v1/conversation'),
      await shopper.call('/v1/messages'),
      await shopper.call('/v1/messages?before=4'),
    ];
    const seen = JSON.stringify([pages.map(({ json }) => json), stream.text]);
    assert.ok(seen.includes('on the page') && seen.includes('said after'));
    assert.ok(!seen.includes('secret'));
    await stream.close();
  });

  it('lets a screen that listens to the joined thread begin anew, with what was put between', async () => {
    const phone = await world.phone();
    const other = await world.app.http.visit(world.app.a);
    await phone.write(prefilled((await linkOf(other)).url));
    await world.settled();
    await shopper.say('from the second page');
    const stream = await other.listen();
    await stream.next('hello');
    world.clock.advance(MINUTE);
    await phone.write(prefilled((await linkOf(shopper)).url));
    const reset = (await stream.next('reset')).data as unknown as ConversationSnapshot;
    assert.deepEqual(
      reset.messages.map(({ position }) => position),
      [1, 2, 3, 4, 5],
    );
    assert.ok(reset.messages.some(message => saying(message) === 'from the second page'));
    await stream.close();
  });

  it('keeps unread what was unread in either thread', async () => {
    const phone = await world.phone();
    await phone.write(`asks ${phone.id}`);
    await world.conversationWith(`asks ${phone.id}`);
    await shopper.say('on the page');
    await world.agent.say(shopper.conversation, 'an answer the page has not read');
    world.clock.advance(MINUTE);
    await phone.write(prefilled((await linkOf(shopper)).url));
    await world.settled();
    assert.equal((await threadOf(shopper)).unread, 1);
    const { unread } = await world.conversationWith('an answer the page has not read');
    assert.equal(unread, 2);
  });

  it('takes a message that was sent once before the threads were joined for the same one after', async () => {
    const phone = await world.phone();
    await phone.write(`old friend ${phone.id}`);
    const old = await world.conversationWith(`old friend ${phone.id}`);
    const [asked, answered] = [randomUUID(), randomUUID()];
    const ask = () => shopper.call('/v1/messages', { body: { clientId: asked, text: 'asked once' } });
    const answer = () =>
      world.agent.call(`/conversations/${shopper.conversation}/messages`, {
        body: { clientId: answered, text: 'answered once' },
      });
    assert.deepEqual([(await ask()).status, (await answer()).status], [201, 201]);
    await phone.write(prefilled((await linkOf(shopper)).url));
    await world.settled();
    assert.deepEqual([(await ask()).status, (await answer()).status], [200, 200]);
    const texts = (await world.messages(old.id)).map(saying);
    assert.equal(texts.filter(text => text.endsWith(' once')).length, 2);
  });

  it('is just text when a second phone sends it', async () => {
    const [first, second] = [await world.phone(), await world.phone()];
    const text = prefilled((await linkOf(shopper)).url);
    await first.write(text);
    await world.settled();
    await second.write(`forwarded: ${text}`);
    await world.settled();
    assert.equal((await world.messages(shopper.conversation)).length, 2);
    const other = await world.conversationWith(`forwarded: ${text}`);
    assert.notEqual(other.id, shopper.conversation);
    assert.deepEqual((await world.messages(other.id)).map(saying), [`forwarded: ${text}`]);
  });

  it('gives one notice when the same phone sends it twice', async () => {
    const phone = await world.phone();
    const text = prefilled((await linkOf(shopper)).url);
    for (const _ of [1, 2]) await phone.write(text);
    await world.settled();
    assert.deepEqual((await world.messages(shopper.conversation)).map(saying), [text, 'notice', text]);
  });

  const spoilt: [name: string, spoil: (text: string) => string, wait: number][] = [
    ['half an hour later', text => text, 30 * MINUTE],
    [
      'with a changed symbol',
      text => text.replace(/(WX-.)(.)/, (_, before, symbol) => before + (symbol === '0' ? '1' : '0')),
      0,
    ],
    ['made up', () => 'Hello (WX-0000-0000-0000-0000)', 0],
  ];
  for (const [name, spoil, wait] of spoilt) {
    it(`ties nothing when the reference comes ${name}`, async () => {
      const phone = await world.phone();
      const text = spoil(prefilled((await linkOf(shopper)).url));
      world.clock.advance(wait);
      await phone.write(`${phone.id} ${text}`);
      await world.settled();
      assert.deepEqual((await threadOf(shopper)).messages, []);
      const other = await world.conversationWith(`${phone.id} ${text}`);
      assert.deepEqual((await world.messages(other.id)).map(saying), [`${phone.id} ${text}`]);
    });
  }

  it('answers the phone that wrote last, not the one that was met last', async () => {
    const [one, two] = [await world.phone(), await world.phone()];
    for (const phone of [one, two]) {
      await phone.write(prefilled((await linkOf(shopper)).url));
      await world.settled();
    }
    world.clock.advance(MINUTE);
    await one.write('it is me again');
    await world.settled();
    await world.agent.say(shopper.conversation, 'to the phone that wrote');
    await world.reaches(shopper.conversation, (await world.messages(shopper.conversation)).at(-1)!.id, 'delivered');
    assert.deepEqual([await one.received(), await two.received()], [['to the phone that wrote'], []]);
  });

  it('takes the last phone for the answer, when a person moves on with a link from there', async () => {
    const [one, two] = [await world.phone(), await world.phone()];
    await one.write(prefilled((await linkOf(shopper)).url));
    await world.settled();
    await two.write(prefilled((await linkOf(shopper)).url));
    await world.settled();
    await world.agent.say(shopper.conversation, 'to the newer phone');
    await world.reaches(shopper.conversation, (await world.messages(shopper.conversation)).at(-1)!.id, 'delivered');
    assert.deepEqual([await one.received(), await two.received()], [[], ['to the newer phone']]);
  });
});
