import { expect } from '@open-wc/testing';
import type { BROWSER_EVENTS } from '../../contract/journey-event.ts';
import type { WoodexChat } from '../elements/woodex-chat.ts';
import { KEY } from '../testing/fake-shop.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import {
  closeTrackedPage,
  eventsOf,
  JOURNEY,
  leave,
  namesOf,
  openTrackedPage,
  type TrackedPage,
} from '../testing/tracked-page.ts';
import { until } from '../testing/until.ts';
import { type KnownName, startTracker } from './tracker.ts';

/** Does not compile when a name of the contract is missing. */
const KNOWN: Record<(typeof BROWSER_EVENTS)[number], true> & Record<KnownName, true> = {
  page_viewed: true,
  collection_viewed: true,
  product_viewed: true,
  product_clicked: true,
  product_searched: true,
  cart_item_added: true,
  cart_item_removed: true,
  cart_viewed: true,
  wishlist_item_added: true,
  checkout_started: true,
  checkout_contact_submitted: true,
  payment_info_entered: true,
  quote_requested: true,
  quote_viewed: true,
  order_placed: true,
  appointment_booked: true,
  chat_opened: true,
  link_clicked: true,
  call_clicked: true,
  button_clicked: true,
  form_submitted: true,
};

let page: TrackedPage;
const { warn } = console;
let warnings: unknown[][];
let troubles: unknown[];
const onTrouble = (event: Event) => troubles.push(event);

async function start(tag: Record<string, string> = { consent: 'granted' }) {
  const tracker = await page.start(tag);
  await tracker.journeyId();
  return tracker;
}

describe('the tracker', () => {
  beforeEach(() => {
    page = openTrackedPage();
    warnings = [];
    troubles = [];
    console.warn = (...words) => warnings.push(words);
    addEventListener('error', onTrouble);
    addEventListener('unhandledrejection', onTrouble);
  });
  afterEach(async () => {
    await closeTrackedPage();
    console.warn = warn;
    removeEventListener('error', onTrouble);
    removeEventListener('unhandledrejection', onTrouble);
    expect(troubles).to.deep.equal([]);
  });

  it('tells all names of the contract as they are, and other words as custom ones', async () => {
    const tracker = await start();
    const names = Object.keys(KNOWN);
    for (const name of names.slice(1)) tracker.track(name);
    tracker.track('wood_sample');
    leave();
    await until(() => eventsOf(page.shop).length === names.length + 1);
    expect(namesOf(page.shop).sort()).to.deep.equal([...names, 'custom.wood_sample'].sort());
  });

  it('says once that a name is none, and sends nothing of it', async () => {
    const tracker = await start();
    for (const name of ['', 'Sample', '1st', 'a b', 'custom.x', 'a'.repeat(51), undefined, {}, Symbol('x')]) {
      tracker.track(name as string);
    }
    tracker.track('a'.repeat(50));
    leave();
    expect(namesOf(page.shop)).to.deep.equal(['page_viewed', `custom.${'a'.repeat(50)}`]);
    expect(warnings).to.have.length(1);
  });

  it('lets large carts be told by as many things as fit', async () => {
    const tracker = await start();
    const items = Array.from({ length: 50 }, (_, n) => ({
      id: `${n}`,
      url: `https://shop.test/${'ü'.repeat(100)}`,
      price: 1,
    }));
    tracker.track('order_placed', { number: 'A-7', value: 50, items });
    leave();
    const [, { properties }] = eventsOf(page.shop) as [unknown, (typeof page.shop.told)[0]['events'][0]];
    expect([properties.number, properties.value]).to.deep.equal(['A-7', 50]);
    expect((properties.items as unknown[]).length).to.be.within(10, 49);
    expect(new Blob([JSON.stringify(eventsOf(page.shop)[1])]).size).to.be.below(8192);
  });

  it('never throws into the page, whatever it is given', async () => {
    const tracker = await start();
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error('mine');
        },
        ownKeys: () => {
          throw new Error('mine');
        },
      },
    );
    for (const given of [cyclic, trap, { big: 1n }, { text: 'x'.repeat(1_000_000) }, null, 7, 'x', () => {}]) {
      tracker.track('quote_viewed', given);
      page.dataLayer.push(given, { event: 'view_item', ecommerce: given });
    }
    tracker.consent(trap);
    tracker.consent('granted');
    tracker.page();
    tracker.track('appointment_booked');
    await tracker.journeyId();
    leave();
    await until(() => namesOf(page.shop).includes('appointment_booked'));
  });

  it('hears data layers of other names, and those that come later', async () => {
    Object.assign(window, { first: [{ event: 'view_item' }] });
    const tracker = await start({ consent: 'granted', layers: 'first second' });
    Object.assign(window, { second: [{ event: 'view_cart' }] });
    tracker.page();
    leave();
    expect(namesOf(page.shop)).to.deep.equal(['page_viewed', 'product_viewed', 'cart_viewed']);
    for (const name of ['first', 'second']) Reflect.deleteProperty(window, name);
  });

  it('makes no data layer where there is none', async () => {
    Reflect.deleteProperty(window, 'dataLayer');
    await start();
    expect('dataLayer' in window).to.equal(false);
  });

  it('tells that the chat was opened', async () => {
    await start();
    document.dispatchEvent(new Event('woodex-open'));
    leave();
    expect(namesOf(page.shop)).to.include('chat_opened');
  });

  it('names its browser by the hash of its token', async () => {
    const tracker = await start();
    const { token } = JSON.parse(localStorage.getItem(JOURNEY)!) as { token: string };
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
    const id = btoa(String.fromCharCode(...hash))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace('=', '');
    expect(await tracker.journeyId()).to.equal(id);
  });

  it('tells who the shopper is once there is consent', async () => {
    const tracker = await page.start();
    await tracker.identify('a.signed.word');
    expect(page.shop.calls).to.have.length(0);
    tracker.consent('granted');
    await until(() => page.shop.count('/identify'));
    leave();
    const call = page.shop.calls.find(({ path }) => path === '/identify')!;
    expect(call.body).to.deep.equal({ visitor: page.shop.told[0]!.visitor, identity: 'a.signed.word' });
    expect(call.headers.get('content-type')).to.equal('application/json');
  });

  it('begins anew when the browser is another shopper’s: no chat of theirs, and no event under the other name', async () => {
    const tracker = await start();
    localStorage.setItem(`woodex:${KEY}`, JSON.stringify({ token: 'theirs', outbox: [] }));
    const [id, theirs] = [
      await tracker.journeyId(),
      (JSON.parse(localStorage.getItem(JOURNEY)!) as { token: string }).token,
    ];
    page.shop.identifiable = visitor => visitor !== theirs;
    await tracker.identify('a.signed.word');
    expect(page.shop.count('/identify')).to.equal(2);
    expect(localStorage.getItem(`woodex:${KEY}`)).to.equal(null);
    expect(await tracker.journeyId()).not.to.equal(id);
    tracker.track('quote_viewed');
    leave();
    await until(() => page.shop.told.length === 2);
    expect(
      page.shop.told.map(batch => [batch.visitor === theirs, ...batch.events.map(event => event.name)]),
    ).to.deep.equal([
      [true, 'page_viewed'],
      [false, 'quote_viewed'],
    ]);
  });

  it('asks no more than twice', async () => {
    const tracker = await start();
    page.shop.identifiable = () => false;
    await tracker.identify('a.signed.word');
    expect(page.shop.count('/identify')).to.equal(2);
  });

  for (const how of ['identify', 'reset'] as const) {
    it(`forgets the shopper at ${how}, but not what they did`, async () => {
      const tracker = await start();
      const id = await tracker.journeyId();
      localStorage.setItem(`woodex:${KEY}`, '{}');
      let isTold = false;
      addEventListener('woodex-forget', () => (isTold = true), { once: true });
      if (how === 'reset') tracker.reset();
      else await tracker.identify(null);
      expect([localStorage.getItem(`woodex:${KEY}`), isTold]).to.deep.equal([null, true]);
      expect(await tracker.journeyId()).not.to.equal(id);
      leave();
      expect(namesOf(page.shop)).to.deep.equal(['page_viewed']);
    });
  }

  it('hears nothing any more once it is stopped', async () => {
    const tracker = await start();
    tracker.stop();
    const count = page.shop.calls.length;
    tracker.track('quote_viewed');
    page.dataLayer.push({ event: 'view_item' });
    document.dispatchEvent(new Event('woodex-open'));
    history.pushState(null, '', '/tables');
    leave();
    dispatchEvent(new Event('online'));
    await new Promise(requestAnimationFrame);
    expect(page.shop.calls).to.have.length(count);
  });

  it('waits for a chat that the page places later', async () => {
    const script = document.createElement('script');
    Object.assign(script.dataset, { key: KEY, consent: 'granted' });
    Object.assign(script, { type: 'text/plain', className: 'tag' });
    document.head.append(script);
    let chat: WoodexChat | undefined;
    const starting = startTracker(() => chat);
    chat = { merchantKey: KEY, api: 'https://api.test' } as WoodexChat;
    const tracker = await starting;
    expect(await tracker.journeyId()).to.be.a('string');
    tracker.stop();
  });
});
