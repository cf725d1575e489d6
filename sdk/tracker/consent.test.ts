import { expect } from '@open-wc/testing';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import {
  closeTrackedPage,
  JOURNEY,
  leave,
  namesOf,
  openTrackedPage,
  type TrackedPage,
} from '../testing/tracked-page.ts';
import { until } from '../testing/until.ts';

type Tell = {
  default?: string;
  region?: boolean;
  update?: string;
  shopify?: boolean;
  tag?: string;
  optOut?: boolean;
  own?: string;
};

let page: TrackedPage;

/** What a page says about consent, before and after the tracker is there. */
async function given({ tag, shopify, optOut, own, ...google }: Tell) {
  for (const kind of ['default', 'update'] as const) {
    const region = google.region ? { region: ['DE'] } : {};
    if (google[kind]) page.dataLayer.push(['consent', kind, { analytics_storage: google[kind], ...region }]);
  }
  if (shopify !== undefined) {
    Object.assign(window, { Shopify: { customerPrivacy: { analyticsProcessingAllowed: () => shopify } } });
  }
  Object.defineProperty(navigator, 'globalPrivacyControl', { value: optOut, configurable: true });
  const tracker = await page.start(tag ? { consent: tag } : {});
  if (own) tracker.consent(own);
  tracker.track('quote_viewed');
  const id = await tracker.journeyId();
  leave();
  if (id) await until(() => page.shop.told.length);
  return { tracker, said: page.shop.told[0]?.consent ?? 'nothing' };
}

const cases: [title: string, tell: Tell, expected: 'granted' | 'setting' | 'nothing'][] = [
  ['nobody says anything', {}, 'nothing'],
  ["the merchant's setting is on", { tag: 'granted' }, 'setting'],
  ['the tag says something else', { tag: 'yes' }, 'nothing'],
  ['the setting is on and the browser asks not to be followed', { tag: 'granted', optOut: true }, 'nothing'],
  ['the shopper agreed and the browser asks not to be followed', { own: 'granted', optOut: true }, 'granted'],
  ['we are told so', { own: 'granted' }, 'granted'],
  ['we are told no, and the setting is on', { tag: 'granted', own: 'denied' }, 'nothing'],
  ['we are told something that is no answer', { tag: 'granted', own: 'maybe' }, 'nothing'],
  ["Google's default is no, and the setting is on", { tag: 'granted', default: 'denied' }, 'nothing'],
  ["Google's default is yes", { default: 'granted' }, 'setting'],
  ["Google's default is yes for some countries", { default: 'granted', region: true }, 'nothing'],
  ["Google's default is yes and the browser asks not to be followed", { default: 'granted', optOut: true }, 'nothing'],
  ['Google hears yes after its default', { default: 'denied', update: 'granted' }, 'granted'],
  ['Google hears no after its default', { default: 'granted', update: 'denied', tag: 'granted' }, 'nothing'],
  ['Google hears no and we are told yes', { update: 'denied', own: 'granted' }, 'granted'],
  ['Google hears yes and we are told no', { update: 'granted', own: 'denied' }, 'nothing'],
  ['Shopify allows it', { shopify: true }, 'setting'],
  ['Shopify does not, and the setting is on', { shopify: false, tag: 'granted' }, 'nothing'],
  ['Google hears yes and Shopify does not allow it', { update: 'granted', shopify: false }, 'granted'],
];

describe('consent', () => {
  beforeEach(() => {
    page = openTrackedPage();
  });
  afterEach(async () => {
    Reflect.deleteProperty(navigator, 'globalPrivacyControl');
    await closeTrackedPage();
  });

  for (const [title, tell, expected] of cases) {
    it(`${expected === 'nothing' ? 'is not there' : `is ${expected}`} when ${title}`, async () => {
      expect((await given(tell)).said).to.equal(expected);
      const left = JSON.parse(localStorage.getItem(JOURNEY) ?? '{}') as object;
      if (expected === 'nothing') expect(left).to.not.have.any.keys('token', 'queue');
      else expect(left).to.include.keys('token', 'queue');
    });
  }

  it('stores and sends nothing before it, and does not even load what could', async () => {
    const before = performance.getEntriesByType('resource').filter(it => it.name.includes('telling')).length;
    const tracker = await page.start();
    tracker.track('appointment_booked');
    document.dispatchEvent(new Event('visibilitychange'));
    leave();
    expect(await tracker.journeyId()).to.equal(null);
    expect([page.shop.calls.length, localStorage.length, document.cookie]).to.deep.equal([0, 0, '']);
    expect(performance.getEntriesByType('resource').filter(it => it.name.includes('telling')).length).to.equal(before);
  });

  it('lets the first page count once it comes, and at most a hundred events', async () => {
    const tracker = await page.start();
    for (let n = 0; n < 150; n++) tracker.track(`step_${n}`);
    tracker.consent('granted');
    await until(() => namesOf(page.shop).length === 100);
    expect(namesOf(page.shop).slice(0, 2)).to.deep.equal(['page_viewed', 'custom.step_0']);
    expect(page.shop.told.map(batch => batch.events.length)).to.deep.equal([20, 20, 20, 20, 20]);
  });

  it('is remembered on the next page, and gone when it is withdrawn', async () => {
    const first = await given({ own: 'granted' });
    first.tracker.stop();
    const { tracker, said } = await given({});
    expect(said).to.equal('granted');
    tracker.consent('denied');
    expect(localStorage.length).to.equal(0);
    const count = page.shop.calls.length;
    tracker.track('appointment_booked');
    leave();
    expect([await tracker.journeyId(), page.shop.calls.length, localStorage.length]).to.deep.equal([null, count, 0]);
  });

  it('counts from then on when it comes back: what was done in between is not told', async () => {
    const { tracker } = await given({ own: 'denied' });
    tracker.track('appointment_booked');
    tracker.consent('granted');
    tracker.track('quote_viewed');
    await until(() => page.shop.told.length);
    expect(namesOf(page.shop)).to.deep.equal(['quote_viewed']);
  });

  it('remembers a no where the setting tells without asking, and nothing else', async () => {
    const { tracker } = await given({ tag: 'granted' });
    tracker.consent('denied');
    expect(localStorage.getItem(JOURNEY)).to.equal('{"own":false}');
    tracker.stop();
    const count = page.shop.calls.length;
    expect(await (await page.start({ consent: 'granted' })).journeyId()).to.equal(null);
    leave();
    expect(page.shop.calls.length).to.equal(count);
  });

  it('keeps what an earlier page was allowed when Google only says its default', async () => {
    const { tracker } = await given({ update: 'granted' });
    const id = await tracker.journeyId();
    tracker.stop();
    const dataLayer = [['consent', 'default', { analytics_storage: 'denied' }]];
    Object.assign(window, { dataLayer });
    const next = await page.start();
    expect(await next.journeyId()).to.equal(null);
    dataLayer.push(['consent', 'update', { analytics_storage: 'granted' }]);
    expect(await next.journeyId()).to.equal(id);
  });

  it('follows Google and Shopify while the page is open', async () => {
    const tracker = await page.start();
    page.dataLayer.push(['consent', 'update', { analytics_storage: 'granted' }]);
    expect(await tracker.journeyId()).to.be.a('string');
    page.dataLayer.push(['consent', 'update', { analytics_storage: 'denied' }]);
    expect([await tracker.journeyId(), localStorage.length]).to.deep.equal([null, 0]);
    tracker.stop();
    Object.assign(window, { dataLayer: [] });
    const other = await page.start();
    const collected = (analyticsAllowed: boolean) =>
      document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail: { analyticsAllowed } }));
    collected(true);
    expect(await other.journeyId()).to.be.a('string');
    collected(false);
    expect([await other.journeyId(), localStorage.length]).to.deep.equal([null, 0]);
  });

  it('is withdrawn in every tab', async () => {
    const tab = await page.start({ consent: 'granted' });
    await tab.journeyId();
    localStorage.removeItem(JOURNEY);
    dispatchEvent(new StorageEvent('storage', { key: JOURNEY, newValue: null }));
    const count = page.shop.calls.length;
    tab.track('appointment_booked');
    leave();
    expect([await tab.journeyId(), page.shop.calls.length]).to.deep.equal([null, count]);
  });
});
