import { expect, fixture, html } from '@open-wc/testing';
import type { MessageContent } from '../../contract/message.ts';
import en from '../locales/en.ts';
import { describe, it } from '../testing/mocha.ts';
import type { WoodexMessage } from './woodex-message.ts';
import './woodex-message.ts';

const draw = (content: MessageContent) => {
  const who = { key: 'a', sender: 'You', own: true, first: true, last: true, viaWhatsapp: true };
  const view = { ...who, content, at: '2026-03-10T12:00:00Z' };
  return fixture<WoodexMessage>(html`<woodex-message .view=${view} .locale=${en}></woodex-message>`);
};

describe('<woodex-message>', () => {
  const about = { catalogId: '1', productId: '<img src=x>' };
  const asked: [what: string, content: MessageContent][] = [
    ['a text', { kind: 'text', text: 'Still there?', about }],
    ['a photo', { kind: 'attachment', type: 'image', mediaId: null, state: 'fetching', about }],
  ];
  for (const [what, content] of asked) {
    it(`names above ${what} the product that was asked about, and takes nothing of it for markup`, async () => {
      const element = await draw(content);
      expect(element.shadowRoot!.querySelector('.quote')!.textContent).to.equal('Product <img src=x>');
      expect(element.shadowRoot!.querySelector('img')).to.equal(null);
      await expect(element).to.be.accessible();
    });
  }

  it('names none above what is about none', async () => {
    const element = await draw({ kind: 'text', text: 'Still there?' });
    expect(element.shadowRoot!.querySelector('.quote')).to.equal(null);
  });
});
