import { setupIgnoreWindowResizeObserverLoopErrors } from '@lit-labs/virtualizer/support/resize-observer-errors.js';
import { expect, fixture, html } from '@open-wc/testing';
import type { WxApp } from '../elements/wx-app.ts';
import { FakeJourney } from '../testing/fake-journey.ts';
import { FakeServer, problem } from '../testing/fake-server.ts';
import { customerRow } from '../testing/journey-samples.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { find, inside, see, text, until } from '../testing/screen.ts';
import '../elements/wx-app.ts';

describe('the customers', () => {
  setupIgnoreWindowResizeObserverLoopErrors(beforeEach, afterEach);
  let server: FakeServer;
  let shop: FakeJourney;
  const address = location.href;
  const open = async (path = '/admin/customers') => {
    history.replaceState(null, '', path);
    return fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
  };
  const asked = () => server.to('GET', 'customers').map(({ query }) => query);

  beforeEach(() => {
    server = new FakeServer();
    shop = new FakeJourney(server);
  });
  afterEach(() => history.replaceState(null, '', address));

  it('stand there by score, each with the reason in words, below the funnel', async () => {
    await open();
    await see('wx-customer-list', 'Customer 1');
    expect(text('wx-customer-list')).to.contain('quote viewed twice +20').and.to.contain('€1,240');
    expect(text('wx-customers-page')).to.contain('3 customers');
    await see('wx-funnel', '−40 (40 %)');
    expect(text('wx-funnel')).to.contain('Dormant 4');
  });

  it('are links: the address names the one that is chosen, and back goes back', async () => {
    await open('/admin/customers?hot=true');
    await see('wx-customer-list', 'Customer 1');
    inside<HTMLAnchorElement>('wx-customer-list', 'a')!.click();
    await see('wx-customer-page', 'Customer 1');
    expect(location.pathname).to.equal(`/admin/customers/${shop.person.id}`);
    history.back();
    await see('wx-customer-list', 'Customer 1');
    expect(location.search).to.equal('?hot=true');
  });

  it('are narrowed by what the address says, and the fields say it too', async () => {
    await open('/admin/customers?kind=guest&minScore=40&q=Customer');
    await see('wx-customers-page', '1 customer');
    const [query] = asked();
    expect(Object.fromEntries(query!)).to.include({ kind: 'guest', minScore: '40', q: 'Customer', sort: 'score' });
    expect(find<HTMLInputElement>('input[type=search]')!.value).to.equal('Customer');
    expect(find<HTMLInputElement>('input[type=number]')!.value).to.equal('40');
  });

  it('are searched a moment after the last letter, and say when nobody fits', async () => {
    await open();
    await see('wx-customer-list', 'Customer 1');
    const field = find<HTMLInputElement>('input[type=search]')!;
    for (const letters of ['N', 'No', 'Nobody ']) {
      field.value = letters;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    await see('wx-customers-page', 'Nobody fits');
    expect(asked().map(query => query.get('q'))).to.deep.equal([null, 'Nobody']);
    expect(field.value).to.equal('Nobody ');
    find<HTMLAnchorElement>('.message a')!.click();
    await see('wx-customer-list', 'Customer 1');
    expect(field.value).to.equal('');
  });

  it('come page by page, to the last', async () => {
    shop.rows = Array.from({ length: 250 }, (_, i) => customerRow(i + 1));
    await open();
    await see('wx-customers-page', '250 customers');
    const scroller = find('lit-virtualizer')!;
    await until(() => {
      scroller.scrollTop = scroller.scrollHeight;
      return text('wx-customer-list').includes('Customer 250');
    });
    expect(asked().map(query => query.get('cursor'))).to.deep.equal([null, '100', '200']);
  });

  it('say when the next page cannot be had, and go on when it can', async () => {
    shop.rows = Array.from({ length: 150 }, (_, i) => customerRow(i + 1));
    let isDown = true;
    server.answer = request =>
      isDown && request.query.has('cursor') ? problem(500, 'internal') : shop.answer(request);
    await open();
    await see('wx-customer-list', 'Customer 1');
    const scroller = find('lit-virtualizer')!;
    await until(() => {
      scroller.scrollTop = scroller.scrollHeight;
      return text('wx-customers-page').includes('could not be loaded');
    });
    isDown = false;
    find<HTMLElement>('.cut-off button')!.click();
    await until(() => {
      scroller.scrollTop = scroller.scrollHeight;
      return text('wx-customer-list').includes('Customer 150');
    });
  });

  it('are as they are now, without a row moving from under who reads further down', async () => {
    shop.rows = Array.from({ length: 90 }, (_, i) => customerRow(i + 1));
    await open();
    await see('wx-customer-list', 'Customer 1');
    await until(() => server.openStreams === 1);
    const list = find<HTMLElement>('wx-customer-list')!;
    const scroller = find('lit-virtualizer')!;
    await until(() => {
      scroller.scrollTop = 1500;
      return text('wx-customer-list').includes('Customer 30');
    });
    shop.rows = [customerRow(99, { score: 99 }), ...shop.rows.map(row => ({ ...row, score: 51 }))];
    shop.move(shop.rows[4]!.id);
    await see('wx-customers-page', 'The order has changed');
    expect((list as HTMLElement & { rows: unknown[] }).rows.length).to.equal(90);
    expect(text('wx-customer-list')).to.contain('51');
    find<HTMLElement>('.count + button')!.click();
    await see('wx-customer-list', 'Customer 99');
    expect(scroller.scrollTop).to.equal(0);
  });

  it('say that they could not be loaded, and come when asked again', async () => {
    let isDown = true;
    server.answer = request =>
      isDown && request.path.startsWith('customers') ? problem(500, 'internal') : shop.answer(request);
    await open();
    await see('wx-customers-page', 'The customers could not be loaded');
    await see('wx-customers-page', 'The funnel could not be loaded');
    isDown = false;
    find<HTMLElement>('.message button')!.click();
    await see('wx-customer-list', 'Customer 1');
  });

  it('say how one becomes a customer when there is none', async () => {
    shop.rows = [];
    await open();
    await see('wx-customers-page', 'Nobody yet');
  });

  it('have no accessibility violation', async () => {
    const app = await open();
    await see('wx-customer-list', 'Customer 3');
    await see('wx-funnel', 'Dormant');
    await expect(app).to.be.accessible();
  });
});
