import { expect } from '@open-wc/testing';
import { KEY } from '../testing/fake-shop.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { openPanel, placeChat } from '../testing/on-page.ts';
import { closeTrackedPage, openTrackedPage, type TrackedPage } from '../testing/tracked-page.ts';
import { until } from '../testing/until.ts';
import type { Tracker } from './tracker.ts';
import '../elements/woodex-chat.ts';

const NAME = `woodex:${KEY}`;

describe('what a shopper agrees to on a page', () => {
  let page: TrackedPage;
  let tracker: Tracker;
  let stage: HTMLElement;
  const find = <E extends HTMLElement = HTMLInputElement>(selector: string) => stage.querySelector<E>(selector)!;
  const calls = (path: string) => page.shop.calls.filter(call => call.path === path);
  const said = () => calls('/consents').map(({ body }) => [body.topic, body.action, body.wording]);
  const recorded = (count: number) => until(() => calls('/consents').length === count);
  const bearers = () => calls('/consents').map(({ headers }) => headers.get('authorization'));
  const offers = (wording: string) => ['marketing', 'opt-in', wording];

  beforeEach(async () => {
    page = openTrackedPage();
    stage = document.createElement('main');
    stage.addEventListener('submit', event => event.preventDefault());
    document.body.append(stage);
    tracker = await page.start();
  });
  afterEach(async () => {
    stage.remove();
    document.querySelector('woodex-chat')?.remove();
    await closeTrackedPage();
  });

  it('is its label, word for word, when its form is sent; ticking it only makes the guest', async () => {
    stage.innerHTML = `<form><label><input type="checkbox" data-woodex-opt-in> Send me
      offers of <b>Ash</b>.</label><button>Order</button></form>`;
    find('input').click();
    await until(() => calls('/visitors').length === 1);
    expect(said()).to.deep.equal([]);
    find('button').click();
    await recorded(1);
    expect(said()).to.deep.equal([offers('Send me offers of Ash.')]);
    expect(calls('/consents')[0]!.body.page).to.deep.equal({ url: location.href, title: document.title });
    expect(calls('/visitors').length).to.equal(1);
  });

  it('is what the attribute says, at once, where there is no form', async () => {
    stage.innerHTML =
      '<input type="checkbox" id="a" data-woodex-opt-in="Offers of Ash by WhatsApp"><label for="a">Yes</label>';
    find('input').click();
    await recorded(1);
    expect(said()).to.deep.equal([offers('Offers of Ash by WhatsApp')]);
  });

  it('is heard of a form that is sent, though its box was ticked before anybody listened', async () => {
    stage.innerHTML =
      '<form><label><input type="checkbox" data-woodex-opt-in checked>Offers</label><button>Order</button></form>';
    find('button').click();
    await recorded(1);
    expect(said()).to.deep.equal([offers('Offers')]);
  });

  it('is nothing of a box that is not ticked, nor of another box', async () => {
    stage.innerHTML = `<form><label><input type="checkbox" data-woodex-opt-in checked>Offers</label>
      <label><input type="checkbox" id="terms">Terms</label><button>Order</button></form>`;
    find('input').click();
    find('#terms').click();
    find('button').click();
    expect(await tracker.optIn({ wording: 'the last one' })).to.equal(true);
    expect(said()).to.deep.equal([offers('the last one')]);
  });

  it('is told by the page itself, with topic and action of its own', async () => {
    expect(await tracker.optIn({ wording: 'Nothing any more', topic: 'all', action: 'opt-out' })).to.equal(true);
    expect(said()).to.deep.equal([['all', 'opt-out', 'Nothing any more']]);
  });

  it('is of the guest that the chat has, and a guest made for it is the chat’s', async () => {
    localStorage.setItem(NAME, JSON.stringify({ token: 'token-here', outbox: [] }));
    await tracker.optIn({ wording: 'Offers' });
    expect([bearers(), calls('/visitors').length]).to.deep.equal([['Bearer token-here'], 0]);
    localStorage.clear();
    const chat = await placeChat();
    await openPanel(chat);
    await tracker.optIn({ wording: 'Offers' });
    await until(() => page.shop.streams === 1);
    expect(bearers()[1]).to.equal('Bearer token-1');
    expect(calls('/visitors').length).to.equal(1);
  });

  it('is of one guest, however many boxes are told at once', async () => {
    await Promise.all([1, 2, 3].map(n => tracker.optIn({ wording: `Offers ${n}` })));
    expect([calls('/visitors').length, calls('/consents').length]).to.deep.equal([1, 3]);
  });

  it('is false where it could not be recorded, and nothing of it reaches the page', async () => {
    page.shop.mood = 'down';
    expect(await tracker.optIn({ wording: 'Offers' })).to.equal(false);
    page.shop.mood = 'garbage';
    expect(await tracker.optIn({ wording: 'Offers' })).to.equal(false);
    page.shop.mood = 422;
    expect(await tracker.optIn(undefined)).to.equal(false);
    expect(localStorage.getItem(NAME)).to.equal(null);
  });

  it('is recorded of a new guest when the server knows the old one no more', async () => {
    localStorage.setItem(NAME, JSON.stringify({ token: 'token-gone', outbox: [] }));
    const { fetch } = page.shop;
    page.shop.fetch = async (url, init) => {
      const answer = await fetch(url, init);
      const isGone = new Headers(init?.headers).get('authorization') === 'Bearer token-gone';
      return isGone ? new Response('{}', { status: 401 }) : answer;
    };
    expect(await tracker.optIn({ wording: 'Offers' })).to.equal(true);
    expect(bearers()).to.deep.equal(['Bearer token-gone', 'Bearer token-1']);
  });

  it('is forgotten with the shopper who sat here', async () => {
    await tracker.optIn({ wording: 'Offers' });
    tracker.reset();
    await tracker.optIn({ wording: 'Offers' });
    expect(bearers()).to.deep.equal(['Bearer token-1', 'Bearer token-2']);
  });
});
