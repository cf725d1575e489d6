import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Message } from '../../contract/message.ts';
import { eventually } from '../testing/eventually.ts';
import { CATALOG, type OnPhone, startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

type Shown = OnPhone & {
  bubble: { shelf?: { catalogId: string; sections: { title?: string; products: { name: string }[] }[] } };
};
const catalogId = CATALOG.id;
const LIST = { kind: 'product-list', catalogId, header: 'For you', text: 'They fit.' };

describe('products of the WhatsApp catalogue', () => {
  let world: WhatsAppWorld;
  let phone: Awaited<ReturnType<WhatsAppWorld['phone']>>;
  let thread: string;
  before(async () => {
    world = await startWhatsAppWorld();
    phone = await world.phone();
    await phone.write('what do you sell?');
    thread = (await world.conversationWith('what do you sell?')).id;
    await world.settled();
  });
  after(() => world.stop());

  const send = async (content: object) => {
    const sent = await world.agent.send(thread, content);
    assert.equal(sent.status, 201, sent.text);
    await world.reaches(thread, sent.json.message.id, 'delivered');
    const { messages } = await world.drive<{ messages: Shown[] }>('GET', `/phones/${phone.id}/messages`);
    return { id: sent.json.message.id, shown: messages.findLast(({ from }) => from === 'business')! };
  };
  const names = ({ bubble }: Shown) =>
    bubble.shelf!.sections.map(({ title, products }) => [title, products.map(({ name }) => name)]);

  it('one arrives with what the catalogue says of it', async () => {
    const { shown } = await send({ kind: 'product', catalogId, productId: 'OAK', text: 'This one' });
    assert.deepEqual(names(shown), [[undefined, ['Oak table']]]);
  });

  it('several arrive in their sections, and the cart that comes back quotes them and is in the thread', async () => {
    const sections = [
      { title: 'Tables', productIds: ['OAK'] },
      { title: 'Chairs', productIds: ['ASH'] },
    ];
    const { id, shown } = await send({ ...LIST, sections });
    assert.deepEqual(names(shown), [
      ['Tables', ['Oak table']],
      ['Chairs', ['Ash chair']],
    ]);
    const items = [{ product_retailer_id: 'ASH', quantity: 4, item_price: 145, currency: 'EUR' }];
    const context = { message_id: shown.id };
    await phone.send({ type: 'order', context, order: { catalog_id: catalogId, product_items: items } });
    const order = await eventually(
      async () => (await world.messages(thread)).find(({ content }) => content.kind === 'order'),
      'the order',
    );
    assert.deepEqual(order.content, {
      ...{ kind: 'order', catalogId },
      items: [{ productId: 'ASH', quantity: 4, price: 145, currency: 'EUR' }],
    });
    assert.deepEqual([order.replyTo?.id, order.replyTo?.kind, order.replyTo?.text], [id, 'product-list', 'They fit.']);
  });

  const asks = async (words: string, context: object) => {
    await phone.send({ type: 'text', text: { body: words }, context });
    const isIt = ({ content }: Message) => content.kind === 'text' && content.text === words;
    return eventually(async () => (await world.messages(thread)).find(isIt), 'the question');
  };

  it('a question from the page of a product keeps which one it is about, on the screen and in the row of the inbox', async () => {
    const referred_product = { catalog_id: catalogId, product_retailer_id: 'OAK' };
    const about = { catalogId, productId: 'OAK' };
    const { content, replyTo } = await asks('Is this still available?', { referred_product });
    assert.deepEqual(content, { kind: 'text', text: 'Is this still available?', about });
    assert.equal(replyTo, null);
    const row = await world.conversationWith('Is this still available?');
    assert.deepEqual(row.lastMessage?.content, content);
  });

  it('a question about one of several names that one, and quotes what it was shown in', async () => {
    const { id, shown } = await send({ ...LIST, sections: [{ productIds: ['OAK', 'ASH'] }] });
    const referred_product = { catalog_id: catalogId, product_retailer_id: 'ASH' };
    const { content, replyTo } = await asks('In black?', { message_id: shown.id, referred_product });
    assert.deepEqual(content, { kind: 'text', text: 'In black?', about: { catalogId, productId: 'ASH' } });
    assert.equal(replyTo?.id, id);
  });

  it('what Meta does not find in the catalogue fails in words, and is not sent again', async () => {
    const sent = await world.agent.send(thread, { kind: 'product', catalogId, productId: 'ELM' });
    const failed = await world.reaches(thread, sent.json.message.id, 'failed');
    assert.equal(failed.delivery?.error?.code, 131009);
  });

  const thirty = Array.from({ length: 30 }, (_, n) => `P${n}`);
  for (const [what, sections, words] of [
    [
      '31 products',
      [
        { title: 'A', productIds: thirty },
        { title: 'B', productIds: ['P30'] },
      ],
      /30 at most/,
    ],
    ['eleven sections', thirty.slice(0, 11).map(id => ({ title: id, productIds: [id] })), /10 sections at most/],
    [
      'two sections of which one has no title',
      [{ title: 'A', productIds: ['A'] }, { productIds: ['B'] }],
      /needs a title/,
    ],
    ['a title of 25 characters', [{ title: 'x'.repeat(25), productIds: ['A'] }], /24 characters at most/],
    ['the same product twice', [{ productIds: ['A', 'A'] }], /twice/],
  ] as const) {
    it(`${what} are refused before anything is sent`, async () => {
      const answer = await world.agent.send(thread, { ...LIST, sections });
      assert.equal(answer.status, 400);
      assert.match(answer.text, words);
    });
  }
});
