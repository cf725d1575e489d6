import { expect } from '@open-wc/testing';
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
  tokenOf,
} from '../testing/tracked-page.ts';
import { until } from '../testing/until.ts';

let page: TrackedPage;

async function start() {
  const tracker = await page.start({ consent: 'granted' });
  await tracker.journeyId();
  return tracker;
}
type Kept = { token: string; queue: { id: string; name: string }[] };
const kept = () => JSON.parse(localStorage.getItem(JOURNEY) ?? '{"queue":[]}') as Kept;
const isOnline = (value: boolean) => Object.defineProperty(navigator, 'onLine', { value, configurable: true });
const online = () => dispatchEvent(new Event('online'));
const settled = () => until(() => !kept().queue.length);

describe('the queue', () => {
  beforeEach(() => {
    page = openTrackedPage();
  });
  afterEach(async () => {
    Reflect.deleteProperty(navigator, 'onLine');
    await closeTrackedPage();
  });

  it('is sent by itself, as a batch that says when, where and in which language', async () => {
    await start();
    await until(() => page.shop.told.length);
    const [{ visitor, sentAt, consent, timeZone, language, events }] = page.shop.told as [(typeof page.shop.told)[0]];
    expect(visitor).to.match(new RegExp(`^wxv_${KEY.slice(3)}_[\\w-]{43}$`));
    expect([consent, timeZone, language]).to.deep.equal(['setting', 'Pacific/Chatham', 'en-GB']);
    expect(new Date(sentAt).toISOString()).to.equal(sentAt);
    expect(events[0]!.id).to.match(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(page.shop.calls[0]!.headers.has('authorization')).to.equal(false);
    await settled();
  });

  it('goes at once when there are twenty', async () => {
    const tracker = await start();
    for (let n = 0; n < 19; n++) tracker.track(`step_${n}`);
    await until(() => page.shop.told.length);
    expect(page.shop.told[0]!.events).to.have.length(20);
  });

  it('goes at once when the page is going away, in requests that outlive it, and is not sent again', async () => {
    const tracker = await start();
    const inits: RequestInit[] = [];
    const { fetch } = window;
    window.fetch = (url, init) => {
      inits.push(init!);
      return fetch(url, init);
    };
    tracker.track('quote_viewed');
    leave();
    // Stored at once as well: the page after it knows what is not confirmed.
    expect(kept().queue).to.have.length(2);
    expect(namesOf(page.shop)).to.deep.equal(['page_viewed', 'quote_viewed']);
    expect([inits[0]!.keepalive, inits[0]!.credentials, inits[0]!.headers]).to.deep.equal([true, 'omit', undefined]);
    leave();
    await settled();
    online();
    leave();
    expect(page.shop.told).to.have.length(1);
  });

  it('is split so that each request is smaller than 64 kB', async () => {
    const tracker = await start();
    for (let n = 0; n < 18; n++) tracker.track('quote_viewed', { note: 'ü'.repeat(2200) });
    leave();
    await until(() => eventsOf(page.shop).length === 19);
    const sizes = page.shop.told.map(batch => new Blob([JSON.stringify(batch)]).size);
    expect(sizes.length).to.equal(2);
    expect(Math.max(...sizes)).to.be.below(64_000);
  });

  it('is what is left by an earlier page', async () => {
    page.shop.mood = 'down';
    const before = await start();
    leave();
    await until(() => page.shop.told.length);
    const { id } = kept().queue[0]!;
    before.stop();
    page.shop.mood = 'well';
    page.shop.calls.length = 0;
    await start();
    await until(() => eventsOf(page.shop).length === 2);
    expect(eventsOf(page.shop)[0]!.id).to.equal(id);
    expect(new Set(page.shop.told.map(batch => batch.visitor)).size).to.equal(1);
  });

  it('waits while there is no network, and goes once there is', async () => {
    isOnline(false);
    const tracker = await start();
    for (let n = 0; n < 30; n++) tracker.track(`step_${n}`);
    await until(() => kept().queue.length === 31);
    expect(page.shop.calls).to.have.length(0);
    isOnline(true);
    online();
    await settled();
    const ids = eventsOf(page.shop).map(event => event.id);
    expect([ids.length, new Set(ids).size]).to.deep.equal([31, 31]);
  });

  it('sends the same events again after a failure, by itself', async () => {
    page.shop.mood = 503;
    await start();
    await until(() => page.shop.told.length === 1);
    page.shop.mood = 'well';
    await until(() => page.shop.told.length === 2);
    const [first, second] = page.shop.told;
    expect(second!.events).to.deep.equal(first!.events);
    await settled();
  });

  it('comes back when the server says, not before, whatever happens in between', async () => {
    page.shop.mood = 429;
    page.shop.retryAfter = '3600';
    const tracker = await start();
    leave();
    await until(() => page.shop.told.length === 1);
    await new Promise(requestAnimationFrame);
    page.shop.mood = 'well';
    for (let n = 0; n < 40; n++) tracker.track(`step_${n}`);
    leave();
    online();
    await new Promise(requestAnimationFrame);
    await until(() => kept().queue.length === 41);
    expect(page.shop.told).to.have.length(1);
  });

  for (const status of [400, 403, 404, 413]) {
    it(`drops what is refused for good with ${status}, and goes on`, async () => {
      page.shop.mood = status;
      const tracker = await start();
      leave();
      await settled();
      page.shop.mood = 'well';
      tracker.track('quote_viewed');
      leave();
      await settled();
      expect(namesOf(page.shop)).to.deep.equal(['page_viewed', 'quote_viewed']);
    });
  }

  it('begins anew as somebody else when the server does not know the browser any more', async () => {
    page.shop.mood = 401;
    const tracker = await start();
    const id = await tracker.journeyId();
    leave();
    await settled();
    page.shop.mood = 'well';
    expect(await tracker.journeyId()).not.to.equal(id);
    tracker.track('quote_viewed');
    leave();
    expect(page.shop.told[1]!.visitor).not.to.equal(page.shop.told[0]!.visitor);
  });

  it('of two tabs is of one shopper, and neither loses nor doubles anything', async () => {
    isOnline(false);
    const tabs = [await start(), await start()];
    for (let n = 0; n < 30; n++) tabs[n % 2]!.track(`step_${n}`);
    isOnline(true);
    online();
    await settled();
    await until(() => eventsOf(page.shop).length >= 32);
    const ids = new Set(eventsOf(page.shop).map(event => event.id));
    expect(ids.size).to.equal(32);
    expect(new Set(page.shop.told.map(batch => batch.visitor)).size).to.equal(1);
  });

  it('is sent by one tab at a time', async () => {
    await start();
    let free = () => {};
    await new Promise<void>(held =>
      navigator.locks.request(JOURNEY, () => {
        held();
        return new Promise<void>(done => {
          free = done;
        });
      }),
    );
    online();
    await until(async () => (await navigator.locks.query()).pending?.length);
    expect(page.shop.told).to.have.length(0);
    free();
    await until(() => page.shop.told.length);
  });

  it('does not lose what another tab has written over', async () => {
    const tracker = await start();
    tracker.track('quote_viewed');
    await until(() => kept().queue.length === 2);
    localStorage.setItem(JOURNEY, JSON.stringify({ ...kept(), queue: [] }));
    online();
    await until(() => namesOf(page.shop).includes('quote_viewed'));
  });

  it('has bounds', async () => {
    isOnline(false);
    const tracker = await start();
    for (let n = 0; n < 250; n++) tracker.track(`step_${n}`);
    await until(() => kept().queue.at(-1)?.name === 'custom.step_249');
    expect(kept().queue).to.have.length(200);
    for (let n = 0; n < 60; n++) tracker.track('quote_viewed', { note: 'x'.repeat(4000) });
    tracker.track('appointment_booked');
    await until(() => kept().queue.at(-1)?.name === 'appointment_booked');
    expect(localStorage.getItem(JOURNEY)!.length).to.be.within(90_000, 106_000);
  });

  it('lasts as long as the page where storage is forbidden', async () => {
    const { getItem, setItem } = Storage.prototype;
    const refuse = () => {
      throw new DOMException('no', 'SecurityError');
    };
    Object.assign(Storage.prototype, { getItem: refuse, setItem: refuse });
    try {
      const tracker = await start();
      const id = await tracker.journeyId();
      tracker.track('quote_viewed');
      leave();
      await until(() => eventsOf(page.shop).length === 2);
      expect(await tracker.journeyId()).to.equal(id);
    } finally {
      Object.assign(Storage.prototype, { getItem, setItem });
    }
    expect(localStorage.length).to.equal(0);
  });

  for (const garbage of ['{', 'null', '7', '{"queue":7,"token":{}}', '{"queue":[null,7,{"id":""}],"token":"wxv_x"}']) {
    it(`takes ${garbage} in its place for nothing`, async () => {
      localStorage.setItem(JOURNEY, garbage);
      await start();
      leave();
      await until(() => page.shop.told.length);
      expect(namesOf(page.shop)).to.deep.equal(['page_viewed']);
    });
  }

  it("goes under the chat's token where there is one, and keeps its own once it has it", async () => {
    localStorage.setItem(`woodex:${KEY}`, JSON.stringify({ token: tokenOf('c'), outbox: [] }));
    const tracker = await start();
    leave();
    expect(page.shop.told[0]!.visitor).to.equal(tokenOf('c'));
    localStorage.setItem(`woodex:${KEY}`, JSON.stringify({ token: tokenOf('d'), outbox: [] }));
    tracker.track('quote_viewed');
    leave();
    expect(page.shop.told[1]!.visitor).to.equal(tokenOf('c'));
  });
});
