import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import en from '../locales/en.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { inside } from '../testing/on-page.ts';
import { type DraftChangeEvent, type MessageSubmitEvent, WoodexComposer } from './woodex-composer.ts';

let composer: WoodexComposer;
let sent: string[];
let typing: boolean[];
const box = () => inside<HTMLTextAreaElement>(composer, 'textarea');

describe('<woodex-composer>', () => {
  beforeEach(async () => {
    composer = Object.assign(new WoodexComposer(), { locale: en });
    sent = [];
    typing = [];
    composer.addEventListener('message-submit', event => sent.push((event as MessageSubmitEvent).text));
    composer.addEventListener('draft-change', event => typing.push((event as DraftChangeEvent).typing));
    document.body.append(composer);
    await composer.updateComplete;
    composer.focus();
  });
  afterEach(() => composer.remove());

  it('sends with Enter, trimmed, and is empty then', async () => {
    await sendKeys({ type: '  hello ' });
    await sendKeys({ press: 'Enter' });
    await composer.updateComplete;
    expect([sent, box().value]).to.deep.equal([['hello'], '']);
  });

  it('breaks the line with Shift+Enter', async () => {
    await sendKeys({ type: 'a' });
    await sendKeys({ press: 'Shift+Enter' });
    await sendKeys({ type: 'b' });
    await sendKeys({ press: 'Enter' });
    expect(sent).to.deep.equal(['a\nb']);
  });

  it('sends nothing out of nothing', async () => {
    await sendKeys({ type: '   ' });
    await sendKeys({ press: 'Enter' });
    inside(composer, '[part=send]').click();
    expect(sent).to.deep.equal([]);
  });

  for (const [name, given] of [
    ['an input method is open', { isComposing: true }],
    ['Safari ends a composition', { keyCode: 229 }],
  ] as const) {
    it(`does not send while ${name}`, async () => {
      await sendKeys({ type: 'か' });
      box().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...given }));
      expect(sent).to.deep.equal([]);
    });
  }

  it('counts what is left near the end, and lets no more in than fits', async () => {
    box().value = 'x'.repeat(4095);
    box().dispatchEvent(new Event('input'));
    await composer.updateComplete;
    expect(inside(composer, '#left').textContent).to.equal('1 character left');
    await sendKeys({ type: 'yz' });
    expect(box().value).to.have.length(4096);
  });

  it('says when typing begins and ends', async () => {
    await sendKeys({ type: 'a' });
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ type: 'b' });
    box().blur();
    expect(typing).to.deep.equal([true, false, true, false]);
  });

  it('is set up for phones', () => {
    const { enterKeyHint, autocapitalize } = box();
    expect([enterKeyHint, autocapitalize, getComputedStyle(box()).fontSize]).to.deep.equal([
      'send',
      'sentences',
      '16px',
    ]);
  });
});
