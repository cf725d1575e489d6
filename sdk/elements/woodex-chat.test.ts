import { expect } from '@open-wc/testing';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import type axeCore from 'axe-core';
import 'axe-core/axe.js';
import { define } from '../define.ts';
import type { FakeShop } from '../testing/fake-shop.ts';
import { KEY } from '../testing/fake-shop.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import {
  boxOf,
  bubbleOf,
  closeShop,
  deepActive,
  inside,
  openPanel,
  openShop,
  panelOf,
  placeChat,
  textOf,
} from '../testing/on-page.ts';
import { until } from '../testing/until.ts';
import { WoodexChat } from './woodex-chat.ts';

declare const axe: typeof axeCore;

let shop: FakeShop;

async function violations() {
  const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(node => `${node.target} ${node.failureSummary}`).join()}`,
  );
}

async function write(chat: WoodexChat, text: string) {
  boxOf(chat).focus();
  await sendKeys({ type: text });
  await sendKeys({ press: 'Enter' });
}

async function converse(chat: WoodexChat) {
  if (!chat.open) await openPanel(chat);
  await write(chat, 'Do you deliver?');
  await until(() => shop.messages.length && shop.streams);
  shop.agentSays('We do. See https://shop.test/delivery');
  await until(() => textOf(panelOf(chat)).includes('We do.'));
}

describe('<woodex-chat>', () => {
  beforeEach(async () => {
    shop = openShop();
    document.title = 'A shop';
    // Contrast and places are measured when nothing moves.
    await emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  });
  afterEach(async () => {
    for (const chat of document.querySelectorAll('woodex-chat')) chat.remove();
    document.documentElement.removeAttribute('dir');
    document.documentElement.lang = 'en';
    closeShop();
    await setViewport({ width: 1000, height: 800 });
  });

  it('is only a button before it is used: no request, nothing stored', async () => {
    const chat = await placeChat();
    expect(bubbleOf(chat).getAttribute('aria-label')).to.equal('Chat');
    expect(bubbleOf(chat).getAttribute('aria-expanded')).to.equal('false');
    expect(chat.shadowRoot?.querySelector('woodex-panel')).to.equal(null);
    expect([shop.calls.length, localStorage.length, sessionStorage.length, document.cookie]).to.deep.equal([
      0,
      0,
      0,
      '',
    ]);
  });

  it('opens with Enter, takes the focus into the box, closes with Escape and gives the focus back', async () => {
    const chat = await placeChat();
    let leaked = 0;
    const count = () => leaked++;
    document.addEventListener('keydown', count);
    bubbleOf(chat).focus();
    await sendKeys({ press: 'Enter' });
    await until(() => deepActive()?.localName === 'textarea');
    expect(bubbleOf(chat).getAttribute('aria-expanded')).to.equal('true');
    leaked = 0;
    await sendKeys({ press: 'Escape' });
    document.removeEventListener('keydown', count);
    expect(deepActive()).to.equal(bubbleOf(chat));
    expect([chat.open, leaked]).to.deep.equal([false, 0]);
  });

  it('does not take the focus when a script opens it', async () => {
    const chat = await placeChat();
    chat.show();
    await until(() => chat.shadowRoot?.querySelector('woodex-panel'));
    await panelOf(chat).updateComplete;
    expect(document.activeElement).to.equal(document.body);
  });

  it('shows that an agent types while one does, and only then', async () => {
    const chat = await placeChat();
    await openPanel(chat);
    const dots = () => inside(panelOf(chat), 'woodex-transcript').shadowRoot?.querySelector('.typing') ?? null;
    expect(dots()).to.equal(null);
    await converse(chat);
    expect(dots()).to.equal(null);
    shop.agentTypes(true);
    await until(() => dots() !== null);
    shop.agentSays('Here you are');
    await until(() => dots() === null);
  });

  it('sends, shows the answer and says it once', async () => {
    const chat = await placeChat();
    await converse(chat);
    const words = textOf(panelOf(chat));
    expect(words).to.contain('You, ').and.to.contain('Do you deliver?').and.to.contain('Anna, ');
    expect(inside(panelOf(chat), '[aria-live=polite]').textContent).to.equal(
      'Anna: We do. See https://shop.test/delivery',
    );
    expect(inside(panelOf(chat), 'woodex-transcript', '[role=log]').getAttribute('aria-live')).to.equal('off');
  });

  it('counts unread messages while closed, live, and shows them as new when opened', async () => {
    const chat = await placeChat();
    await converse(chat);
    await until(() => shop.readUpTo === 2);
    chat.hide();
    const told: number[] = [];
    chat.addEventListener('woodex-unread', event => told.push((event as unknown as { unread: number }).unread));
    shop.agentSays('One more thing');
    await until(() => bubbleOf(chat).getAttribute('aria-label') === 'Chat, 1 unread');
    expect(inside(chat, '.badge').textContent).to.equal('1');
    await openPanel(chat);
    await until(() => textOf(panelOf(chat)).includes('New messages'));
    await until(() => shop.readUpTo === 3);
    expect(told).to.deep.equal([1, 0]);
  });

  it('knows a stored conversation again without a click', async () => {
    const first = await placeChat();
    await converse(first);
    await until(() => shop.readUpTo === 2);
    first.remove();
    shop.agentSays('Are you there?');
    const chat = await placeChat();
    await until(() => chat.unread === 1);
    expect(chat.shadowRoot?.querySelector('woodex-panel')).to.equal(null);
  });

  it('draws what is written as text, whatever it is', async () => {
    const chat = await placeChat();
    await converse(chat);
    const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>javascript:alert(1) {{7*7}}';
    shop.agentSays(evil);
    await until(() => textOf(panelOf(chat)).includes(evil));
    const links = [
      ...panelOf(chat).shadowRoot!.querySelector('woodex-transcript')!.shadowRoot!.querySelectorAll('woodex-message'),
    ].flatMap(it => [...it.shadowRoot!.querySelectorAll('a')]);
    expect(links.map(it => [it.href, it.rel])).to.deep.equal([
      ['https://shop.test/delivery', 'noopener noreferrer nofollow'],
    ]);
    expect('hacked' in window).to.equal(false);
  });

  it('says that the shop cannot be reached, keeps what is written and sends it later', async () => {
    shop.mood = 'down';
    const chat = await placeChat();
    await openPanel(chat);
    await write(chat, 'hello?');
    await until(() => textOf(panelOf(chat)).includes('We cannot be reached right now.'));
    expect(textOf(panelOf(chat))).to.contain('Waiting for connection');
    expect(await violations()).to.deep.equal([]);
    shop.mood = 'well';
    dispatchEvent(new Event('online'));
    await until(() => textOf(panelOf(chat)).includes('Sent'));
    expect(textOf(panelOf(chat))).not.to.contain('cannot be reached');
  });

  it('fetches history page by page on the way up, and keeps the reader where they are', async () => {
    const chat = await placeChat();
    await converse(chat);
    for (let i = 0; i < 120; i++) shop.agentSays(`line ${i}`);
    chat.remove();
    const again = await placeChat();
    await openPanel(again);
    const transcript = inside(panelOf(again), 'woodex-transcript');
    const log = inside(transcript, '.log');
    const shown = () => [...transcript.shadowRoot!.querySelectorAll('woodex-message')];
    await until(() => shown().length === 50 && log.scrollHeight - log.scrollTop - log.clientHeight < 2);
    log.scrollTop = 0;
    log.dispatchEvent(new Event('scroll'));
    const top = shown()[0]!;
    const before = top.getBoundingClientRect().bottom;
    await until(() => shown().length === 100);
    await until(() => log.scrollTop > 0);
    expect(top.getBoundingClientRect().bottom).to.be.closeTo(before, 2);
    inside(transcript, '.jump').click();
    await until(() => log.scrollHeight - log.scrollTop - log.clientHeight < 2);
  });

  it('offers a refused message again', async () => {
    const chat = await placeChat();
    await converse(chat);
    shop.mood = 400;
    await write(chat, 'no');
    await until(() => textOf(panelOf(chat)).includes('Not sent'));
    expect(await violations()).to.deep.equal([]);
    shop.mood = 'well';
    const messages = inside(panelOf(chat), 'woodex-transcript').shadowRoot!.querySelectorAll('woodex-message');
    inside(messages[messages.length - 1]!, 'button').click();
    await until(() => shop.messages.length === 3);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has no accessibility violations, closed, open and in conversation, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme });
      const chat = await placeChat();
      expect(await violations()).to.deep.equal([]);
      await openPanel(chat);
      await until(() => textOf(panelOf(chat)).includes('Oak & Co'));
      expect(await violations()).to.deep.equal([]);
      await write(chat, 'Do you deliver?');
      await until(() => shop.messages.length && shop.streams);
      shop.agentSays('We do.');
      await until(() => textOf(panelOf(chat)).includes('We do.'));
      expect(await violations()).to.deep.equal([]);
    });
  }

  for (const color of ['#ffffff', '#000000', '#ffe600', '#7f7f7f', '#0057ff', 'hotpink']) {
    it(`stays readable with ${color} for its colour`, async () => {
      const chat = await placeChat({ color });
      await converse(chat);
      expect(await violations()).to.deep.equal([]);
    });
  }

  it('mirrors on a right-to-left page and speaks its language', async () => {
    document.documentElement.lang = 'ar';
    document.documentElement.dir = 'rtl';
    const chat = await placeChat();
    expect(bubbleOf(chat).getBoundingClientRect().left).to.equal(20);
    await openPanel(chat);
    expect(boxOf(chat).placeholder).to.equal('اكتب رسالة…');
    expect(await violations()).to.deep.equal([]);
  });

  it('takes its own lang before the page’s, and English when it speaks neither', async () => {
    document.documentElement.lang = 'de-AT';
    const german = await placeChat();
    await openPanel(german);
    expect(boxOf(german).getAttribute('aria-label')).to.equal('Nachricht');
    german.remove();
    const spanish = await placeChat({ lang: 'es-MX' });
    await openPanel(spanish);
    expect(boxOf(spanish).getAttribute('aria-label')).to.equal('Mensaje');
  });

  it('does not care about the page’s style, and adds none to it', async () => {
    const hostile = document.createElement('style');
    hostile.textContent = `* { all: unset; } html { font-size: 62.5%; } button, dialog, textarea { display: none !important; }
      body { line-height: 5; letter-spacing: 1em; text-transform: uppercase; }`;
    document.head.append(hostile);
    const sheets = document.styleSheets.length;
    const chat = await placeChat();
    const panel = await openPanel(chat);
    const { width, height, right } = bubbleOf(chat).getBoundingClientRect();
    expect([width, height, innerWidth - right]).to.deep.equal([60, 60, 20]);
    const style = getComputedStyle(inside(panel, 'h2'));
    expect([style.fontSize, style.letterSpacing, style.textTransform]).to.deep.equal(['16px', '-0.16px', 'none']);
    expect([document.styleSheets.length, document.adoptedStyleSheets.length]).to.deep.equal([sheets, 0]);
    hostile.remove();
  });

  it('is themed by properties, attributes and parts', async () => {
    const page = document.createElement('style');
    page.textContent = `woodex-chat { --woodex-color: rgb(1, 2, 3); --woodex-offset-x: 7px; --woodex-offset-y: 9px; --woodex-bubble-size: 48px;
      --woodex-z-index: 5; --woodex-radius: 3px; --woodex-font: monospace; --woodex-width: 300px; --woodex-height: 400px; }
      woodex-chat::part(bubble) { border-radius: 4px; } woodex-chat::part(panel) { opacity: 0.5; }
      ${['header', 'transcript', 'composer', 'attach', 'send', 'message', 'whatsapp'].map(it => `woodex-chat::part(${it}) { scroll-margin: 3px; }`).join('')}`;
    document.head.append(page);
    const chat = await placeChat({ position: 'start', theme: 'dark' });
    await converse(chat);
    const panel = panelOf(chat);
    await until(() => panel.shadowRoot?.querySelector('woodex-whatsapp-link'));
    await inside<WoodexChat>(panel, 'woodex-whatsapp-link').updateComplete;
    const bubble = getComputedStyle(bubbleOf(chat));
    const dialog = getComputedStyle(inside(chat, 'dialog'));
    expect([bubble.backgroundColor, bubble.left, bubble.bottom, bubble.width, bubble.zIndex]).to.deep.equal([
      'rgb(1, 2, 3)',
      '7px',
      '9px',
      '48px',
      '5',
    ]);
    expect([bubble.borderRadius, dialog.opacity, dialog.borderRadius, dialog.width, dialog.height]).to.deep.equal([
      '4px',
      '0.5',
      '3px',
      '300px',
      '400px',
    ]);
    expect([dialog.fontFamily, dialog.colorScheme]).to.deep.equal(['monospace', 'dark']);
    const parts = [
      inside(panel, 'header'),
      inside(panel, 'woodex-transcript', '.log'),
      inside(panel, 'woodex-transcript', 'woodex-message', '.speech'),
      inside(panel, 'woodex-composer', 'form'),
      inside(panel, 'woodex-composer', '.attach'),
      inside(panel, 'woodex-composer', '[part=send]'),
      inside(panel, 'woodex-whatsapp-link', '.button'),
    ];
    expect(parts.map(it => getComputedStyle(it).scrollMarginTop)).to.deep.equal(parts.map(() => '3px'));
    page.remove();
  });

  it('covers a phone’s screen: modal, locked, input large enough; Back closes it first', async () => {
    await setViewport({ width: 360, height: 740 });
    const router: unknown[] = [];
    const url = location.href;
    const onPopstate = (event: PopStateEvent) => router.push([location.href, event.state]);
    addEventListener('popstate', onPopstate);
    history.replaceState({ of: 'the page' }, '');
    const chat = await placeChat();
    await openPanel(chat);
    const dialog = inside<HTMLDialogElement>(chat, 'dialog');
    expect(dialog.matches(':modal')).to.equal(true);
    const box = dialog.getBoundingClientRect();
    expect([box.left, box.top, box.width, box.height]).to.deep.equal([0, 0, 360, 740]);
    expect(document.documentElement.style.overflow).to.equal('hidden');
    expect(Number.parseFloat(getComputedStyle(boxOf(chat)).fontSize)).to.be.at.least(16);
    expect(document.documentElement.scrollWidth).to.equal(360);
    expect(await violations()).to.deep.equal([]);
    history.back();
    await until(() => !chat.open);
    expect(history.state).to.deep.equal({ of: 'the page' });
    await until(() => document.documentElement.style.overflow === '');
    expect(router).to.deep.equal([[url, { of: 'the page' }]]);
    removeEventListener('popstate', onPopstate);
  });

  it('takes its history entry away when the sheet is closed by its button', async () => {
    await setViewport({ width: 360, height: 740 });
    history.replaceState({ of: 'the page' }, '');
    const chat = await placeChat();
    const panel = await openPanel(chat);
    expect(history.state).to.deep.equal({ of: 'the page', woodexSheet: true });
    inside(panel, '.close').click();
    await until(() => history.state.woodexSheet === undefined);
    expect(chat.open).to.equal(false);
  });

  it('keeps Tab inside the sheet on a phone', async () => {
    await setViewport({ width: 360, height: 740 });
    const outside = document.createElement('button');
    document.body.append(outside);
    const chat = await placeChat();
    await openPanel(chat);
    for (let press = 0; press < 8; press++) {
      await sendKeys({ press: 'Tab' });
      expect(document.activeElement === chat || document.activeElement === document.body).to.equal(true);
    }
    outside.remove();
  });

  it('has targets of at least 44 px where they matter', async () => {
    const chat = await placeChat();
    const panel = await openPanel(chat);
    for (const target of [bubbleOf(chat), inside(panel, '.close'), inside(panel, 'woodex-composer', 'button')]) {
      const { width, height } = target.getBoundingClientRect();
      expect(Math.min(width, height)).to.be.at.least(44);
    }
  });

  it('moves nothing under reduced motion', async () => {
    const chat = await placeChat();
    await openPanel(chat);
    expect(document.getAnimations().length).to.equal(0);
    expect(getComputedStyle(inside(chat, 'dialog')).transitionDuration).to.equal('0s');
  });

  it('is not printed', async () => {
    const chat = await placeChat();
    await emulateMedia({ media: 'print' });
    expect(bubbleOf(chat).checkVisibility()).to.equal(false);
    await emulateMedia({ media: 'screen' });
  });

  it('is alone: a second one stays empty until the first has gone', async () => {
    const first = await placeChat();
    const second = await placeChat();
    expect(second.shadowRoot?.querySelector('.bubble')).to.equal(null);
    expect(WoodexChat.current).to.equal(first);
  });

  it('survives being moved, with its conversation', async () => {
    const chat = await placeChat();
    await converse(chat);
    const box = document.createElement('div');
    document.body.append(box);
    box.append(chat);
    await chat.updateComplete;
    shop.agentSays('still here');
    await until(() => textOf(panelOf(chat)).includes('still here'));
    box.remove();
  });

  it('ends its stream when it leaves the page', async () => {
    const chat = await placeChat();
    await converse(chat);
    chat.remove();
    await until(() => shop.streams === 0);
  });

  it('may be defined twice', () => define('woodex-chat', class extends HTMLElement {}));

  it('works where storage is forbidden', async () => {
    const own = Object.getOwnPropertyDescriptor(window, 'localStorage')!;
    Object.defineProperty(window, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('', 'SecurityError');
      },
    });
    try {
      await converse(await placeChat());
    } finally {
      Object.defineProperty(window, 'localStorage', own);
    }
    expect(localStorage.getItem(`woodex:${KEY}`)).to.equal(null);
  });
});
