import { expect, fixture, html } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { afterEach, describe, it } from '../testing/mocha.ts';
import { until } from '../testing/screen.ts';
import type { WxNav } from './wx-nav.ts';
import './wx-nav.ts';

const open = async (width: number, page = 'conversations') => {
  await setViewport({ width, height: 740 });
  const nav = await fixture<WxNav>(html`<wx-nav style="--wx-bar: 56px" .page=${page}></wx-nav>`);
  const all = <T extends HTMLElement>(selector: string) => [...nav.shadowRoot!.querySelectorAll<T>(selector)];
  const shown = (selector: string) => all(selector).filter(element => element.checkVisibility());
  return { nav, shown, button: all<HTMLButtonElement>('button')[0]!, more: all('#more')[0]! };
};

/** What of it is shown, with single spaces. */
const read = (element: Element): string =>
  [...element.querySelectorAll('span:not(.visually-hidden)')]
    .filter(part => part.checkVisibility())
    .map(part => part.textContent)
    .join(' ');

describe('the pages of the dashboard', () => {
  afterEach(() => setViewport({ width: 1280, height: 800 }));

  it('stand beside a wide screen, all of them, each once', async () => {
    const { shown } = await open(1280);
    const names = shown('a').map(link => read(link));
    expect(names).to.deep.equal([
      ...['Conversations', 'Customer Journey', 'Automations', 'Sending', 'Templates', 'Settings'],
    ]);
    expect(shown('button')).to.deep.equal([]);
  });

  it('fit a screen of 360 pixels: nothing is cut, nothing is smaller than a fingertip', async () => {
    const { nav, shown } = await open(360);
    expect(nav.scrollWidth).to.be.at.most(nav.clientWidth);
    const places = shown('a, button');
    expect(places.length).to.equal(4);
    for (const place of places) {
      expect(place.scrollWidth, read(place)).to.be.at.most(place.clientWidth);
      const { width, height } = place.getBoundingClientRect();
      expect(Math.min(width, height), read(place)).to.be.at.least(44);
    }
  });

  it('open the rest by a button, which says that the page one is on is among them', async () => {
    const { nav, shown, button, more } = await open(360, 'settings');
    expect(button.textContent!.replace(/\s+/g, ' ').trim()).to.equal('More pages; Settings is open');
    button.focus();
    button.click();
    await until(() => more.matches(':popover-open'));
    const links = shown('#more a');
    expect(links.map(link => read(link))).to.deep.equal(['Sending', 'Templates', 'Settings']);
    expect(links[2]!.getAttribute('aria-current')).to.equal('page');
    for (const link of links) expect(link.getBoundingClientRect().height).to.be.at.least(44);
    await expect(nav).to.be.accessible();
  });

  it('close what the button opened when one of them is taken, and the focus is back at the button', async () => {
    const { nav, shown, button, more } = await open(360);
    button.focus();
    button.click();
    await until(() => more.matches(':popover-open'));
    const [link] = shown('#more a');
    link!.addEventListener('click', event => event.preventDefault());
    link!.focus();
    link!.click();
    await until(() => !more.matches(':popover-open'));
    expect(nav.shadowRoot!.activeElement === button).to.equal(true);
  });
});
