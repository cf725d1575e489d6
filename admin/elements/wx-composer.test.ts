import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import type { MessageSubmitEvent } from './composer-events.ts';
import type { WxComposer } from './wx-composer.ts';
import './wx-composer.ts';

const HOUR = 3_600_000;
const inFuture = (ms: number) => new Date(Date.now() + ms).toISOString();

type Setting = Partial<Pick<WxComposer, 'channels' | 'replyChannel' | 'serviceWindowClosesAt' | 'conversationId'>>;

const compose = (setting: Setting = {}) =>
  fixture<WxComposer>(html`<wx-composer
    .conversationId=${setting.conversationId ?? 'c1'} .customer=${'Amira'} .channels=${setting.channels ?? ['web']}
    .replyChannel=${setting.replyChannel ?? 'web'} .serviceWindowClosesAt=${setting.serviceWindowClosesAt ?? null}></wx-composer>`);

const windowLine = (composer: WxComposer) =>
  composer.shadowRoot!.querySelector('wx-window-line')?.shadowRoot?.querySelector('.window') ?? null;
const area = (composer: WxComposer) => composer.shadowRoot!.querySelector('textarea')!;

async function write(composer: WxComposer, text: string) {
  area(composer).value = text;
  area(composer).dispatchEvent(new Event('input'));
  await composer.updateComplete;
}

function press(composer: WxComposer, init: KeyboardEventInit) {
  const event = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, bubbles: true, ...init });
  area(composer).dispatchEvent(event);
  return event;
}

/** The texts that were sent. */
function sent(composer: WxComposer) {
  const texts: string[] = [];
  composer.addEventListener('message-submit', event => texts.push((event as MessageSubmitEvent).text));
  return texts;
}

describe('wx-composer', () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(() => setViewport({ width: 1280, height: 800 }));

  it('has room for all its tools on a small screen, with either channel chosen; each still has its name', async () => {
    // Somewhat less: letters are wider elsewhere.
    await setViewport({ width: 344, height: 740 });
    const closes = inFuture(20 * HOUR);
    for (const replyChannel of ['web', 'whatsapp'] as const) {
      const composer = await compose({ channels: ['web', 'whatsapp'], replyChannel, serviceWindowClosesAt: closes });
      const tools = composer.shadowRoot!.querySelector('.tools')!;
      expect(tools.scrollWidth).to.equal(tools.clientWidth);
      expect(tools.textContent).to.contain('Website').and.to.contain('WhatsApp');
      await expect(composer).to.be.accessible();
    }
  });

  it('sends the trimmed text on Enter and is empty then', async () => {
    const composer = await compose();
    const texts = sent(composer);
    await write(composer, '  Hello \n');
    press(composer, {});
    await composer.updateComplete;
    expect(texts).to.deep.equal(['Hello']);
    expect(area(composer).value).to.equal('');
  });

  it('sends nothing on Shift+Enter, while an input method is open, or when there is only white space', async () => {
    const composer = await compose();
    const texts = sent(composer);
    await write(composer, 'Hello');
    expect(press(composer, { shiftKey: true }).defaultPrevented).to.equal(false);
    press(composer, { isComposing: true });
    press(composer, { keyCode: 229 });
    await write(composer, ' \n ');
    press(composer, {});
    expect(texts).to.deep.equal([]);
  });

  it('keeps the draft of each conversation, over a reload too', async () => {
    const composer = await compose();
    await write(composer, 'half a thou');
    composer.conversationId = 'c2';
    await composer.updateComplete;
    expect(area(composer).value).to.equal('');
    const again = await compose({ conversationId: 'c1' });
    expect(area(again).value).to.equal('half a thou');
  });

  it('goes by the channel of the shopper’s last message, until the agent switches', async () => {
    const composer = await compose({
      channels: ['web', 'whatsapp'],
      replyChannel: 'whatsapp',
      serviceWindowClosesAt: inFuture(20 * HOUR),
    });
    await write(composer, 'Hello');
    const [first, second] = composer.shadowRoot!.querySelectorAll<HTMLInputElement>('[type=radio]');
    expect(second!.checked).to.equal(true);
    first!.click();
    await composer.updateComplete;
    setTimeout(() => press(composer, {}));
    const event = (await oneEvent(composer, 'message-submit')) as MessageSubmitEvent;
    expect(event.channel).to.equal('web');
  });

  it('says that the window is closed, takes no free text for WhatsApp, and still takes it for the website', async () => {
    const composer = await compose({
      channels: ['web', 'whatsapp'],
      replyChannel: 'whatsapp',
      serviceWindowClosesAt: inFuture(-1),
    });
    expect(area(composer).disabled).to.equal(true);
    expect(windowLine(composer)!.textContent).to.contain('service window is closed');
    composer.shadowRoot!.querySelector<HTMLInputElement>('[type=radio]')!.click();
    await composer.updateComplete;
    expect(area(composer).disabled).to.equal(false);
    expect(windowLine(composer)).to.equal(null);
  });

  it('counts down in the last two hours only', async () => {
    const words = async (ms: number) => {
      const composer = await compose({
        channels: ['whatsapp'],
        replyChannel: 'whatsapp',
        serviceWindowClosesAt: inFuture(ms),
      });
      return windowLine(composer)?.textContent ?? '';
    };
    expect(await words(HOUR + 30_000)).to.contain('closes in 1 h 1 min');
    expect(await words(3 * HOUR)).to.equal('');
  });

  it('tells that the agent writes, not with every letter, and that it is over', async () => {
    const composer = await compose();
    const told: boolean[] = [];
    composer.addEventListener('agent-typing', event => told.push((event as Event & { typing: boolean }).typing));
    await write(composer, 'H');
    await write(composer, 'He');
    await write(composer, '');
    expect(told).to.deep.equal([true, false]);
  });

  it('puts a refused text above what is written', async () => {
    const composer = await compose();
    await write(composer, 'new');
    composer.restore('refused');
    await composer.updateComplete;
    expect(area(composer).value).to.equal('refused\nnew');
  });

  it('has no accessibility violation, open or shut', async () => {
    const setting: Setting = { channels: ['web', 'whatsapp'], replyChannel: 'whatsapp' };
    await expect(await compose({ ...setting, serviceWindowClosesAt: inFuture(HOUR) })).to.be.accessible();
    await expect(await compose(setting)).to.be.accessible();
  });
});
