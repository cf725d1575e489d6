import { expect, fixture, html } from '@open-wc/testing';
import type { MessageContent } from '../../contract/message.ts';
import en from '../locales/en.ts';
import { describe, it } from '../testing/mocha.ts';
import type { ChooseEvent, LinkRequestEvent } from './content-events.ts';
import type { WoodexContent } from './woodex-content.ts';
import './woodex-content.ts';

const draw = (content: MessageContent, own = false) =>
  fixture<WoodexContent>(
    html`<woodex-content .content=${content} .origin=${'http://127.0.0.1:1'} .locale=${en} .own=${own}></woodex-content>`,
  );
const EVIL = '<img src=x onerror="alert(1)">';
const FILE = { kind: 'attachment', mediaId: '01900000-0000-7000-8000-000000000001', state: 'stored' } as const;

describe('<woodex-content>', () => {
  const kinds: MessageContent[] = [
    { ...FILE, type: 'document', filename: EVIL, caption: EVIL, size: 10, url: '/media/x' },
    { ...FILE, type: 'image', mimeType: 'image/svg+xml', state: 'lost', reason: 'gone', caption: EVIL },
    { kind: 'location', latitude: 1, longitude: 2, name: EVIL, address: EVIL },
    { kind: 'contacts', names: [EVIL], cards: [{ name: EVIL, phones: [{ phone: EVIL }], emails: [{ email: EVIL }] }] },
    { kind: 'buttons', text: EVIL, header: EVIL, footer: EVIL, buttons: [{ id: 'a', title: EVIL }] },
    {
      kind: 'buttons',
      text: EVIL,
      media: { ...FILE, type: 'document', filename: EVIL, size: 10, url: '/media/x' },
      buttons: [{ id: 'a', title: EVIL }],
    },
    {
      kind: 'list',
      text: EVIL,
      button: EVIL,
      sections: [{ title: EVIL, rows: [{ id: 'a', title: EVIL, description: EVIL }] }],
    },
    { kind: 'order', catalogId: '1', text: EVIL, items: [{ productId: EVIL, quantity: 1, price: 1, currency: 'EUR' }] },
    { kind: 'product', catalogId: '1', productId: EVIL, text: EVIL },
    {
      kind: 'product-list',
      catalogId: '1',
      header: EVIL,
      text: EVIL,
      sections: [{ title: EVIL, productIds: [EVIL] }],
    },
    { kind: 'edited', to: null, text: EVIL },
    { kind: 'revoked', to: null },
  ];
  for (const content of kinds) {
    it(`takes nothing of ${content.kind === 'attachment' ? content.type : content.kind} for markup`, async () => {
      const element = await draw(content);
      expect(element.shadowRoot!.querySelector('img')).to.equal(null);
      if (content.kind !== 'revoked') expect(element.shadowRoot!.textContent).to.contain(EVIL);
      await expect(element).to.be.accessible();
    });
  }

  it('tells which answer was tapped, and lets none of the shopper’s own be tapped', async () => {
    const question: MessageContent = { kind: 'buttons', text: 'When?', buttons: [{ id: 'fr', title: 'Friday' }] };
    const element = await draw(question);
    const chosen: string[] = [];
    element.addEventListener('choose-request', event => chosen.push((event as ChooseEvent).id));
    element.shadowRoot!.querySelector('button')!.click();
    expect(chosen).to.deep.equal(['fr']);
    expect((await draw(question, true)).shadowRoot!.querySelector('button')!.disabled).to.equal(true);
  });

  it('is written in the colour of the bubble that it is in', async () => {
    const bubble = await fixture<HTMLElement>(html`<div></div>`);
    bubble.style.setProperty('--_text', 'rgb(9, 9, 9)');
    bubble.style.color = 'rgb(1, 2, 3)';
    bubble.append(await draw({ kind: 'location', latitude: 1, longitude: 2, name: 'Home' }, true));
    const words = bubble.querySelector('woodex-content')!.shadowRoot!.querySelector('strong')!;
    expect(getComputedStyle(words).color).to.equal('rgb(1, 2, 3)');
  });

  it('asks once for a new link where a picture’s has expired', async () => {
    const element = await draw({ ...FILE, type: 'image', mimeType: 'image/png', url: '/media/old' });
    const asked: string[] = [];
    element.addEventListener('link-request', event => {
      asked.push((event as LinkRequestEvent).mediaId);
      (event as LinkRequestEvent).renew('/media/new');
    });
    const picture = () => element.shadowRoot!.querySelector('img')!;
    picture().dispatchEvent(new Event('error'));
    await element.updateComplete;
    expect(picture().src).to.equal('http://127.0.0.1:1/media/new');
    picture().dispatchEvent(new Event('error'));
    expect(asked).to.deep.equal([FILE.mediaId]);
  });
});
