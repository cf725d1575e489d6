import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import type { Message } from '../../contract/message.ts';
import { describe, it } from '../testing/mocha.ts';
import { id, message, messages } from '../testing/samples.ts';
import { until } from '../testing/screen.ts';
import type { MessageActionEvent } from './message-action.ts';
import type { SeenEvent } from './message-log-events.ts';
import type { WxMessageLog } from './wx-message-log.ts';
import './wx-message-log.ts';

const draw = async (list: readonly Message[], changes: Partial<WxMessageLog> = {}) => {
  const element = await fixture<WxMessageLog>(html`<wx-message-log
    .messages=${list} .customer=${'Amira'} .unreadFrom=${changes.unreadFrom ?? null} .older=${changes.older ?? 'none'}></wx-message-log>`);
  element.style.blockSize = '300px';
  await settled();
  return { element, log: element.shadowRoot!.querySelector<HTMLElement>('.log')! };
};

/** Sizes are told once a frame. */
async function settled() {
  await nextFrame();
  await nextFrame();
  await nextFrame();
}

const fromEnd = (log: HTMLElement) => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight);
const topOf = (element: WxMessageLog, position: number) =>
  element.shadowRoot!.querySelector(`[data-position="${position}"]`)!.getBoundingClientRect().top;

describe('wx-message-log', () => {
  it('begins at the newest message and stays there when another arrives', async () => {
    const { element, log } = await draw(messages(1, 40));
    expect(fromEnd(log)).to.equal(0);
    element.messages = messages(1, 41);
    await settled();
    expect(fromEnd(log)).to.equal(0);
  });

  it('begins at the unread line', async () => {
    const { element, log } = await draw(messages(1, 40), { unreadFrom: 20 });
    const line = element.shadowRoot!.querySelector('#unread')!.getBoundingClientRect();
    const frame = log.getBoundingClientRect();
    expect(line.top).to.be.within(frame.top, frame.bottom);
  });

  it('does not move what is looked at when a message arrives, and offers the way down', async () => {
    const { element, log } = await draw(messages(1, 40));
    log.scrollTop = 400;
    await settled();
    const before = topOf(element, 12);
    element.messages = messages(1, 41);
    await settled();
    expect(topOf(element, 12)).to.equal(before);
    const jump = element.shadowRoot!.querySelector<HTMLButtonElement>('.jump')!;
    expect(jump.textContent?.trim()).to.equal('1 new');
    jump.click();
    await settled();
    expect(fromEnd(log)).to.equal(0);
    expect(element.shadowRoot!.querySelector('.jump')).to.equal(null);
  });

  it('asks for older messages near the top, and does not move when they come', async () => {
    const { element, log } = await draw(messages(51, 90), { older: 'idle' });
    let asked = 0;
    element.addEventListener('older-request', () => {
      asked += 1;
    });
    log.scrollTop = 100;
    await until(() => asked > 0, 'never asked');
    const before = topOf(element, 52);
    element.messages = messages(1, 90);
    element.older = 'none';
    await settled();
    expect(Math.abs(topOf(element, 52) - before)).to.be.at.most(1);
    expect(log.scrollTop).to.be.greaterThan(1000);
  });

  it('tells how far it has been seen', async () => {
    const { element, log } = await draw(messages(1, 40));
    const seen: number[] = [];
    element.addEventListener('messages-seen', event => seen.push((event as SeenEvent).upTo));
    log.scrollTop = 0;
    log.dispatchEvent(new Event('scroll'));
    log.scrollTop = log.scrollHeight;
    log.dispatchEvent(new Event('scroll'));
    if (!document.hasFocus()) return;
    expect(seen[0]).to.be.lessThan(20);
    expect(seen.at(-1)).to.equal(40);
  });

  it('announces the shopper’s new message, not the history', async () => {
    const { element } = await draw(messages(11, 20), { older: 'idle' });
    const said = () => element.shadowRoot!.querySelector('[role=status]')!.textContent;
    element.messages = messages(1, 20);
    await element.updateComplete;
    expect(said()).to.equal('');
    element.messages = messages(1, 21);
    await element.updateComplete;
    expect(said()).to.equal('Amira: message 21');
  });

  it('never takes a message for markup', async () => {
    const text = '<img src=x onerror="alert(1)"> javascript:alert(1)';
    const { element } = await draw([message(1, { content: { kind: 'text', text } })]);
    const content = element.shadowRoot!.querySelector('wx-message')!.shadowRoot!.querySelector('wx-message-content')!;
    expect(content.shadowRoot!.querySelector('img, a')).to.equal(null);
    expect(content.shadowRoot!.textContent).to.contain(text);
  });

  it('has no accessibility violation with every kind of content', async () => {
    const contents: Message['content'][] = [
      { kind: 'text', text: 'See https://a.example' },
      { kind: 'attachment', type: 'image', mediaId: null, state: 'fetching', caption: 'Our room' },
      { kind: 'attachment', type: 'document', mediaId: null, state: 'lost', reason: 'gone' },
      { kind: 'attachment', type: 'image', mediaId: id(1), state: 'stored', mimeType: 'image/png', url: PIXEL },
      { kind: 'attachment', type: 'audio', mediaId: id(2), state: 'stored', voice: true, url: PIXEL },
      { kind: 'buttons', text: 'When?', buttons: [{ id: 'a', title: 'Friday' }] },
      { kind: 'list', text: 'Which?', button: 'Choose', sections: [{ rows: [{ id: 'o', title: 'Oak' }] }] },
      { kind: 'order', catalogId: '1', items: [{ productId: 'OAK', quantity: 1, price: 3, currency: 'EUR' }] },
      { kind: 'product', catalogId: '1', productId: 'OAK' },
      {
        kind: 'product-list',
        catalogId: '1',
        header: 'For you',
        text: 'They fit.',
        sections: [{ productIds: ['OAK'] }],
      },
      { kind: 'text', text: 'Still there?', about: { catalogId: '1', productId: 'OAK' } },
      { kind: 'edited', to: null, text: 'other words' },
      { kind: 'revoked', to: null },
      { kind: 'location', latitude: 53.5, longitude: 10 },
      { kind: 'contacts', names: ['Karim'] },
      { kind: 'choice', text: 'Book' },
      { kind: 'reaction', emoji: '❤️', to: null },
      { kind: 'notice', notice: 'whatsapp-linked' },
      { kind: 'unsupported', type: 'order' },
    ];
    const { element } = await draw(contents.map((content, index) => message(index + 1, { content })));
    await expect(element).to.be.accessible();
  });

  const about = { catalogId: '400', productId: 'holm-sofa.rust' };
  const asked: [what: string, content: Message['content'], words: RegExp][] = [
    [
      'a text',
      { kind: 'text', text: 'Still there?', about },
      /About product holm-sofa.rust\s*Catalogue 400\s*Still there\?/,
    ],
    [
      'a photo',
      { kind: 'attachment', type: 'image', mediaId: null, state: 'fetching', about },
      /About product holm-sofa.rust/,
    ],
    [
      'a place',
      { kind: 'location', latitude: 1, longitude: 2, name: 'Home', about },
      /About product holm-sofa.rust.*Home/s,
    ],
    [
      'a text about a product of no catalogue',
      { kind: 'text', text: 'Hm?', about: { ...about, catalogId: '' } },
      /rust\s*Hm\?/,
    ],
    [
      'no markup',
      { kind: 'text', text: 'Hm?', about: { ...about, productId: '<img src=x>' } },
      /About product <img src=x>/,
    ],
  ];
  for (const [what, content, words] of asked) {
    it(`names above ${what} the product that is asked about`, async () => {
      const { element } = await draw([message(1, { content })]);
      const drawn = element.shadowRoot!.querySelector('wx-message')!.shadowRoot!.querySelector('wx-message-content')!;
      expect(drawn.shadowRoot!.textContent).to.match(words);
      expect(drawn.shadowRoot!.querySelector('img')).to.equal(null);
    });
  }

  it('names the product in what it reads out, too', async () => {
    const { element } = await draw(messages(1, 2));
    element.messages = [...messages(1, 2), message(3, { content: { kind: 'text', text: 'Still there?', about } })];
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('[role=status]')!.textContent).to.equal(
      'Amira: Still there? (product holm-sofa.rust)',
    );
  });

  it('quotes in words what a message answers, and asks for a reply or a reaction', async () => {
    const replyTo = { id: id(1), author: 'shopper', kind: 'image', text: '' } as const;
    const { element } = await draw([message(1, { replyTo })]);
    const drawn = element.shadowRoot!.querySelector('wx-message')!;
    expect(drawn.shadowRoot!.querySelector('wx-quote')!.shadowRoot!.textContent).to.contain('Photo');
    const asked: unknown[] = [];
    element.addEventListener('message-action', event => asked.push((event as MessageActionEvent).action));
    const actions = drawn.shadowRoot!.querySelector('wx-message-actions')!;
    const [reply, react] = actions.shadowRoot!.querySelectorAll('button');
    reply!.click();
    react!.click();
    await actions.updateComplete;
    actions.shadowRoot!.querySelector<HTMLElement>('.picker button')!.click();
    expect(asked).to.deep.equal([{ kind: 'reply' }, { kind: 'react', emoji: '👍' }]);
  });
});

const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
