import { expect } from '@open-wc/testing';
import type { WoodexApi } from './commands.ts';
import type { WoodexChat } from './elements/woodex-chat.ts';
import { KEY } from './testing/fake-shop.ts';
import { afterEach, describe, it } from './testing/mocha.ts';
import { until } from './testing/until.ts';

const script = new URL('./woodex.ts', import.meta.url).href;

/** A page of its own that carries the merchant's tag. */
async function openPage(head = '', tag = `data-key="${KEY}"`): Promise<Window & typeof globalThis> {
  const frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html><html lang="en"><head>${head}</head><body><script nonce="n" type="module" async src="${script}" ${tag}></script></body></html>`;
  document.body.append(frame);
  await new Promise(loaded => frame.addEventListener('load', loaded, { once: true }));
  return frame.contentWindow as Window & typeof globalThis;
}

const chatsOf = (page: Window) => [...page.document.querySelectorAll<WoodexChat>('woodex-chat')];
const apiOf = (page: Window) => page.woodex as WoodexApi;

describe('the script tag', () => {
  afterEach(() => {
    for (const frame of document.querySelectorAll('iframe')) frame.remove();
  });

  it('puts one chat on the page, set up by its attributes', async () => {
    const page = await openPage(
      '',
      `data-key="${KEY}" data-lang="de" data-theme="dark" data-position="start" data-api="https://api.test"`,
    );
    await until(() => chatsOf(page).length);
    const [{ merchantKey, lang, theme, position, api }] = chatsOf(page) as [WoodexChat];
    expect([merchantKey, lang, theme, position, api]).to.deep.equal([KEY, 'de', 'dark', 'start', 'https://api.test']);
  });

  it('talks to where it came from', async () => {
    const page = await openPage();
    await until(() => chatsOf(page).length);
    expect(chatsOf(page)[0]!.api).to.equal(location.origin);
  });

  it('leaves a chat that the page has placed itself, and is no second one', async () => {
    const page = await openPage(`<template></template>`);
    await until(() => chatsOf(page).length);
    const again = page.document.createElement('script');
    Object.assign(again, { type: 'module', src: `${script}?again` });
    again.dataset.key = KEY;
    page.document.body.append(again);
    await new Promise(loaded => again.addEventListener('load', loaded));
    expect(chatsOf(page)).to.have.length(1);
  });

  it('adds nothing to the page but window.woodex', async () => {
    const bare = document.createElement('iframe');
    document.body.append(bare);
    const before = new Set(Object.getOwnPropertyNames(bare.contentWindow));
    const page = await openPage();
    await until(() => chatsOf(page).length);
    const added = Object.getOwnPropertyNames(page).filter(
      name => !before.has(name) && !/^lit|^reactiveElement|^\d+$/.test(name),
    );
    expect(added).to.deep.equal(['woodex']);
  });

  it('runs what was queued before it loaded, and survives nonsense', async () => {
    const page = await openPage(`<script>
      window.heard = []; window.woodex = window.woodex || [];
      console.warn = text => heard.push(text);
      woodex.push(['on', 'open', () => heard.push('open')], ['nonsense'], ['toString'], 7, null, ['open']);
    </script>`);
    const heard = () => (page as unknown as { heard: string[] }).heard;
    await until(() => heard().includes('open'));
    expect(heard().filter(it => it !== 'open')).to.deep.equal(['woodex: unknown command "nonsense"']);
    expect(chatsOf(page)[0]!.open).to.equal(true);
  });

  it('opens, closes, toggles, listens and stops listening', async () => {
    const page = await openPage();
    await until(() => chatsOf(page).length);
    const heard: string[] = [];
    const stop = apiOf(page).on('close', () => heard.push('close'));
    const chat = chatsOf(page)[0]!;
    const steps = (['open', 'close', 'toggle', 'toggle'] as const).map(async name => {
      apiOf(page)[name]();
      const { open } = chat;
      await chat.updateComplete;
      return open;
    });
    expect(await Promise.all(steps)).to.deep.equal([true, false, true, false]);
    apiOf(page).open();
    await chat.updateComplete;
    apiOf(page).close();
    await chat.updateComplete;
    const count = heard.length;
    stop();
    apiOf(page).open();
    await chat.updateComplete;
    apiOf(page).close();
    await chat.updateComplete;
    expect([count > 0, heard.length === count]).to.deep.equal([true, true]);
  });

  it('takes what is asked of the tracker before it is here, and answers', async () => {
    const page = await openPage(`<script>
      window.woodex = [['track', 'quote_viewed']];
      window.asked = []; window.fetch = (url, init) => { asked.push([url, init && init.body]); return new Promise(() => {}); };
    </script>`);
    await until(() => chatsOf(page).length);
    const api = apiOf(page);
    expect(await api.journeyId()).to.equal(null);
    await api.consent('granted');
    expect(await api.journeyId()).to.match(/^[\w-]{43}$/);
    page.dispatchEvent(new Event('pagehide'));
    const [[url, body]] = (page as unknown as { asked: [[string, string]] }).asked;
    expect(url).to.equal(`${location.origin}/v1/events`);
    expect((JSON.parse(body) as { events: { name: string }[] }).events.map(it => it.name)).to.deep.equal([
      'page_viewed',
      'quote_viewed',
    ]);
    localStorage.clear();
  });

  it('has its bubble before the tracker is asked for', async () => {
    const page = await openPage(`<script>
      window.requestIdleCallback = run => { window.rest = run; };
    </script>`);
    await until(() => chatsOf(page)[0]?.shadowRoot?.querySelector('.bubble') && 'rest' in page);
    const asked = () => page.performance.getEntriesByType('resource').some(it => it.name.includes('/tracker/'));
    expect(asked()).to.equal(false);
    (page as unknown as { rest: () => void }).rest();
    await apiOf(page).journeyId();
    expect(asked()).to.equal(true);
  });

  it('stays when a router swaps the body, and goes for good when destroyed', async () => {
    const page = await openPage();
    await until(() => chatsOf(page).length);
    page.document.documentElement.replaceChild(page.document.createElement('body'), page.document.body);
    await until(() => chatsOf(page).length === 1);
    page.document.body.replaceChildren();
    await until(() => chatsOf(page).length === 1);
    apiOf(page).destroy();
    page.document.body.replaceChildren(page.document.createElement('p'));
    await new Promise(requestAnimationFrame);
    expect(chatsOf(page)).to.have.length(0);
  });

  it('obeys a strict content security policy with trusted types', async () => {
    const policy = `default-src 'none'; script-src 'nonce-n' 'strict-dynamic'; style-src 'none'; connect-src 'self';
      require-trusted-types-for 'script'; trusted-types lit-html`;
    const page = await openPage(`<meta http-equiv="Content-Security-Policy" content="${policy}">
      <script nonce="n">window.broken = []; document.addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective + ' ' + e.blockedURI))</script>`);
    await until(() => chatsOf(page).length);
    apiOf(page).open();
    await until(() =>
      chatsOf(page)[0]!.shadowRoot?.querySelector('woodex-panel')?.shadowRoot?.querySelector('woodex-composer'),
    );
    expect((page as unknown as { broken: string[] }).broken).to.deep.equal([]);
  });
});
