import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import type { WxApp } from '../elements/wx-app.ts';
import { FakeJourney } from '../testing/fake-journey.ts';
import { FakeServer, problem } from '../testing/fake-server.ts';
import { merge, REASONS, seen } from '../testing/journey-samples.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { id, message, minute } from '../testing/samples.ts';
import { find, inside, see, text, until } from '../testing/screen.ts';
import '../elements/wx-app.ts';

describe('a customer', () => {
  let server: FakeServer;
  let shop: FakeJourney;
  const address = location.href;
  const open = async (query = '') => {
    history.replaceState(null, '', `/admin/customers/${shop.person.id}${query}`);
    const app = await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await until(() => server.openStreams === 1);
    return app;
  };
  const pagesAsked = () => server.to('GET', /timeline$/).map(({ query }) => query.get('cursor'));
  const page = (n: number) =>
    text('wx-timeline').includes(`Page ${n} `) || text('wx-timeline').trim().endsWith(`Page ${n}`);

  beforeEach(() => {
    server = new FakeServer();
    shop = new FakeJourney(server);
  });
  afterEach(() => history.replaceState(null, '', address));

  it('is shown with the score and its reasons, what is now, and what they have', async () => {
    shop.person.page!.at = new Date().toISOString();
    await open();
    await see('wx-journey', 'showroom visit booked +60');
    expect(text('wx-journey')).to.contain('On the page Oak Table now').and.contain('3rd visit').and.contain('€1,240');
    expect(text('wx-journey')).to.contain('9 days quiet −8').and.contain('hot since');
    expect(text('wx-customer-facts')).to.contain('given at the shop, not proven').and.contain('running out');
    expect(find<HTMLAnchorElement>('.columns .primary')!.pathname).to.equal(`/admin/conversations/${id(1)}`);
  });

  it('has a standing with its history, and an agent records what they said', async () => {
    await open();
    await see('wx-consents', 'Has not agreed to offers');
    const form = inside<HTMLFormElement>('wx-consents', 'form')!;
    form.querySelector('input')!.value = 'by phone <b>today</b>';
    form.requestSubmit();
    await see('wx-consents', 'Has agreed to offers');
    expect(text('wx-consents')).to.contain('recorded by Ada').and.contain('by phone <b>today</b>');
  });

  it('was on a page once the minutes have passed: nothing tells when they left', async () => {
    await open();
    await see('wx-journey', 'Last on the page Oak Table');
  });

  it('has every kind of thing in the timeline, and texts are only ever texts', async () => {
    const items = [{ id: 'oak', name: '<img src=x onerror=alert(1)>', price: 1240, image: 'javascript:alert(1)' }];
    const entry = { id: id(1), at: minute(1) };
    shop.timeline = [
      seen(9, { name: 'product_viewed', properties: { items, currency: 'EUR' } }),
      seen(8, { name: 'custom.swatch_ordered', properties: { wood: 'oak', deep: { a: 1 } } }),
      seen(7, { name: 'product_searched', properties: { term: 'round table' } }),
      seen(6, { name: 'order_paid', source: 'shopify', properties: { number: '#1001', value: 99, currency: 'EUR' } }),
      { ...entry, id: id(2), kind: 'message', author: 'shopper', channel: 'whatsapp', text: 'Is it <b>oiled</b>?' },
      {
        ...entry,
        id: id(3),
        kind: 'score',
        from: 40,
        to: 72,
        stageFrom: 'engaged',
        stageTo: 'quoted',
        becameHot: true,
        reasons: REASONS,
      },
      { ...entry, id: id(4), kind: 'merge', merge },
    ];
    await open();
    await see('wx-timeline', 'Became one with');
    for (const words of [
      'Product viewed',
      '<img src=x onerror=alert(1)>',
      'swatch ordered',
      '{"a":1}',
      'round table',
      '#1001',
      'told by Shopify',
      'on WhatsApp',
      'Is it <b>oiled</b>?',
      'Lead score 40 → 72',
      'turned hot',
      'because they signed in at the shop',
    ])
      expect(text('wx-timeline')).to.contain(words);
    expect(inside('wx-event-entry', 'img')).to.equal(null);
  });

  it('shows pictures of the shop that tell it nothing, and none that is broken', async () => {
    const items = [{ id: 'oak', image: 'http://127.0.0.1:1/nothing.jpg' }];
    shop.timeline = [seen(9, { name: 'product_viewed', properties: { items } })];
    await open();
    await until(() => inside('wx-event-entry', 'img')?.hidden);
    expect(inside<HTMLImageElement>('wx-event-entry', 'img')!.referrerPolicy).to.equal('no-referrer');
    expect(inside<HTMLImageElement>('wx-event-entry', 'img')!.loading).to.equal('lazy');
  });

  it('goes back in time as one reads, to the first thing', async () => {
    shop.timeline = Array.from({ length: 120 }, (_, i) => seen(120 - i));
    await open();
    await until(() => page(120));
    await until(() => {
      find('wx-customers-page')!.scrollTop = 1e6;
      return page(1);
    });
    expect(pagesAsked()).to.deep.equal([null, '50', '100']);
  });

  it('is live: what is new comes above, what has been read stays', async () => {
    shop.timeline = Array.from({ length: 80 }, (_, i) => seen(80 - i));
    await open();
    await until(() => {
      find('wx-customers-page')!.scrollTop = 1e6;
      return page(1);
    });
    const first = find('wx-timeline')!.shadowRoot!.querySelector('li:last-child wx-timeline-entry');
    shop.timeline = [seen(90), ...shop.timeline];
    shop.person = { ...shop.person, visits: 4 };
    shop.move(shop.person.id);
    await until(() => page(90));
    await see('wx-journey', '4th visit');
    expect(page(1)).to.equal(true);
    expect(find('wx-timeline')!.shadowRoot!.querySelector('li:last-child wx-timeline-entry')).to.equal(first);
  });

  it('does not ask anew when somebody else has moved', async () => {
    await open();
    await until(() => page(3));
    shop.move(id(777));
    shop.timeline = [seen(5), ...shop.timeline];
    shop.move(shop.person.id);
    await until(() => page(5));
    expect(pagesAsked().length).to.equal(2);
  });

  it('is narrowed by a filter that the address keeps', async () => {
    await open('?show=scores');
    await see('wx-customer-page', 'Nothing of this kind yet');
    const [all] = find('.filters')!.querySelectorAll('button');
    all!.click();
    await until(() => page(3));
    expect(location.search).to.equal('');
    expect(all!.getAttribute('aria-pressed')).to.equal('true');
  });

  it('is made two again only after a yes', async () => {
    await open();
    await see('wx-customer-facts', 'Undo…');
    const undo = () => inside<HTMLElement>('wx-customer-facts', 'button')!.click();
    const dialog = () => find('wx-confirm')!.shadowRoot!.querySelector('wa-dialog')!;
    undo();
    await oneEvent(dialog(), 'wa-after-show');
    dialog().querySelectorAll('button')[0]!.click();
    await oneEvent(dialog(), 'wa-after-hide');
    expect(server.to('POST', /^merges/)).to.deep.equal([]);
    undo();
    await oneEvent(dialog(), 'wa-after-show');
    dialog().querySelectorAll('button')[1]!.click();
    await see('wx-customer-facts', 'undone');
    expect(server.to('POST', /^merges/)[0]!.path).to.equal(`merges/${merge.id}/undo`);
  });

  it('who is not there says so, with a way back', async () => {
    history.replaceState(null, '', `/admin/customers/${id(404)}`);
    await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await see('wx-customer-page', 'There is no such customer');
    expect(find<HTMLAnchorElement>('.message a')!.pathname).to.equal('/admin/customers');
  });

  it('whose timeline cannot be loaded says so, and comes when asked again', async () => {
    let isDown = true;
    server.answer = request => (isDown && request.path.endsWith('timeline') ? problem(500, 'x') : shop.answer(request));
    await open();
    await see('wx-customer-page', 'The timeline could not be loaded');
    isDown = false;
    find<HTMLElement>('.timeline .message button')!.click();
    await until(() => page(3));
  });

  it('stands beside the conversation too, live, with the way to the whole journey', async () => {
    const head = server.add(1, [message(1)]);
    head.customer.id = shop.person.id;
    history.replaceState(null, '', `/admin/conversations/${id(1)}`);
    await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await until(() => server.openStreams === 1 && find('wx-conversation-header'));
    if (!find('wx-customer-panel')) find<HTMLElement>('[aria-label="About the customer"]')!.click();
    await see('wx-panel-journey', 'showroom visit booked +60');
    await see('wx-panel-journey', 'Page 3');
    shop.person = { ...shop.person, visits: 4 };
    shop.move(shop.person.id);
    await see('wx-panel-journey', '4th visit');
    inside<HTMLAnchorElement>('wx-panel-journey', 'a[href*=customers]')!.click();
    await see('wx-customer-page', 'First seen'.toLowerCase());
  });

  it('has no accessibility violation', async () => {
    const items = [{ id: 'oak', name: 'Oak Table', price: 1240 }];
    shop.timeline = [
      seen(9, { name: 'product_viewed', properties: { items, currency: 'EUR' } }),
      seen(8, { name: 'custom.swatch_ordered', properties: { wood: 'oak' } }),
      seen(7),
    ];
    const app = await open();
    await see('wx-timeline', 'Oak Table');
    await expect(app).to.be.accessible();
  });
});
