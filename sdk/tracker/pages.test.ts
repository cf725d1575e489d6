import { expect } from '@open-wc/testing';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { closeTrackedPage, eventsOf, leave, openTrackedPage, type TrackedPage } from '../testing/tracked-page.ts';
import { until } from '../testing/until.ts';

let page: TrackedPage;
const title = document.title;

const start = async () => {
  const tracker = await page.start({ consent: 'granted' });
  await tracker.journeyId();
  return tracker;
};

/** The paths of the pages that were told, once there are so many. */
async function paths(count: number): Promise<string[]> {
  const seen = () => eventsOf(page.shop).filter(event => event.name === 'page_viewed');
  await until(() => {
    leave();
    return seen().length >= count;
  });
  return seen().map(event => event.page.url.replace(location.origin, ''));
}

const here = location.pathname + location.search;

for (const hasNavigation of [true, false]) {
  describe(`pages ${hasNavigation ? 'by the Navigation API' : 'without the Navigation API'}`, () => {
    beforeEach(() => {
      page = openTrackedPage();
      if (!hasNavigation) Object.defineProperty(window, 'navigation', { value: undefined, configurable: true });
    });
    const { pushState, replaceState } = history;
    afterEach(async () => {
      Object.assign(history, { pushState, replaceState });
      if (!hasNavigation) Reflect.deleteProperty(window, 'navigation');
      document.title = title;
      await closeTrackedPage();
    });

    it('are told once each, whatever a router calls', async () => {
      await start();
      history.pushState(1, '', '/tables');
      await paths(2);
      history.replaceState(2, '', '/tables');
      history.pushState(3, '', '/tables#reviews');
      history.pushState(4, '', '/chairs?page=2');
      await paths(3);
      history.pushState(5, '', '/tables');
      expect(await paths(4)).to.deep.equal([here, '/tables', '/chairs?page=2', '/tables']);
    });

    it('are seen behind #/ too', async () => {
      await start();
      history.pushState(null, '', '#/cart');
      expect(await paths(2)).to.deep.equal([here, `${here}#/cart`]);
    });

    it('are told when the shopper goes back', async () => {
      await start();
      history.pushState(null, '', '/tables');
      await paths(2);
      history.back();
      expect(await paths(3)).to.deep.equal([here, '/tables', here]);
    });

    it('have the title that the router gives them, the time they came, and where from', async () => {
      await start();
      const before = Date.now();
      history.pushState(null, '', '/tables');
      const after = Date.now();
      await Promise.resolve();
      document.title = 'Tables';
      await paths(2);
      const { at, page: told, properties } = eventsOf(page.shop).at(-1)!;
      expect(told.title).to.equal('Tables');
      expect(Date.parse(at)).to.be.within(before, after);
      expect(properties.referrer).to.equal(location.origin + here);
    });

    it('leave pushState as it was for the page', async () => {
      await start();
      expect(history.pushState({ mine: 1 }, '', '/tables')).to.equal(undefined);
      expect([history.state, location.pathname]).to.deep.equal([{ mine: 1 }, '/tables']);
      expect(() => history.pushState(null, '', 'https://elsewhere.test/')).to.throw(DOMException);
    });
  });
}

describe('a page', () => {
  beforeEach(() => {
    page = openTrackedPage();
  });
  afterEach(async () => {
    Reflect.deleteProperty(document, 'prerendering');
    await closeTrackedPage();
  });

  it('is told again when the browser brings it back, not when it has only loaded', async () => {
    await start();
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    await paths(1);
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(await paths(2)).to.deep.equal([here, here]);
  });

  it('that is rendered ahead is nothing until it is looked at', async () => {
    Object.defineProperty(document, 'prerendering', { value: true, configurable: true });
    const tracker = await page.start({ consent: 'granted' });
    page.dataLayer.push({ event: 'view_item' });
    expect(await tracker.journeyId()).to.equal(null);
    leave();
    expect([page.shop.calls.length, localStorage.length]).to.deep.equal([0, 0]);
    document.dispatchEvent(new Event('prerenderingchange'));
    expect(await paths(1)).to.deep.equal([here]);
    expect(eventsOf(page.shop).map(event => event.name)).to.include('product_viewed');
  });

  it('is one, when the shop tells of it as well', async () => {
    const tracker = await start();
    tracker.page();
    page.dataLayer.push({ event: 'page_view' });
    history.pushState(null, '', '/tables');
    tracker.page();
    expect(await paths(2)).to.deep.equal([here, '/tables']);
    await paths(2);
    expect((await paths(2)).length).to.equal(2);
  });
});
