import { expect, fixture, html } from '@open-wc/testing';
import { tellServerTime } from '../contexts/server-time.ts';
import { rule, run } from '../testing/automation-samples.ts';
import { FakeAutomations } from '../testing/fake-automations.ts';
import { FakeServer, json } from '../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { id } from '../testing/samples.ts';
import { inside, see, text, until } from '../testing/screen.ts';
import type { WxApp } from './wx-app.ts';
import './wx-app.ts';
import '../pages/automations-page.ts';

const HOUR = 3_600_000;

describe('what came of a rule', () => {
  let server: FakeServer;
  let fake: FakeAutomations;
  /** What its clock says, in ms ahead of ours; null: it says nothing. */
  let ahead: number | null;
  const address = location.href;
  const open = async () => {
    history.replaceState(null, '', `/admin/automations/${id(1)}`);
    const app = await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await until(() => inside('wx-runs', 'ul li'));
    return app;
  };
  const asked = () => server.to('GET', /runs$/).at(-1)!.query;

  beforeEach(() => {
    server = new FakeServer();
    fake = new FakeAutomations(server);
    fake.rules = [rule(1)];
    ahead = null;
    const answer = server.answer;
    server.answer = request => {
      const cursor = request.query.get('cursor');
      if (request.path.endsWith('/runs') && request.query.get('state') === 'failed')
        return json({ runs: [], next: null });
      const isFirst = request.path.endsWith('/runs') && cursor === null;
      const response = isFirst ? json({ runs: fake.runs, next: 'more' }) : answer(request);
      if (ahead !== null) response?.headers.set('date', new Date(Date.now() + ahead).toUTCString());
      return response;
    };
    fake.runs = [run(2)];
  });
  afterEach(() => {
    tellServerTime(Date.now());
    history.replaceState(null, '', address);
  });

  it('tells of each run who it is about, how it ended, and by which decisions', async () => {
    const app = await open();
    expect(text('wx-runs'))
      .to.contain('Ana Souza')
      .and.to.contain('Cancelled')
      .and.to.contain('They bought on Friday.');
    inside<HTMLDetailsElement>('wx-runs', 'details')!.open = true;
    expect(text('wx-runs')).to.contain('Why ( 2 )').and.to.contain('The cart was last touched: looked at later.');
    await expect(app).to.be.accessible();
  });

  it('shows the runs of one state alone, and says when there are none', async () => {
    await open();
    const chips = () => [...inside('wx-runs', '.filters')!.querySelectorAll('button')];
    chips().at(-1)!.click();
    await see('wx-runs', 'None.');
    expect(asked().get('state')).to.equal('failed');
    expect(chips().map(chip => chip.getAttribute('aria-pressed'))).to.deep.equal([
      'false',
      'false',
      'false',
      'false',
      'false',
      'true',
    ]);
  });

  it('goes on page by page, and back', async () => {
    await open();
    const last = () => [...inside('wx-runs', '.filters:last-child')!.querySelectorAll('button')].at(-1)!;
    last().click();
    await until(() => asked().get('cursor') === 'more');
    await until(() => last().textContent === 'Back');
    last().click();
    await until(() => asked().get('cursor') === null);
  });

  it('calls today what is today by the server’s clock, when the time machine has moved it', async () => {
    const tomorrow = new Date(Date.now() + 24 * HOUR).toISOString();
    const words = `Waits until ${tomorrow.slice(0, 16).replace('T', ' ')} UTC.`;
    const decision = { ...run(2).decisions[0]!, words };
    fake.runs = [run(2, { state: 'waiting', dueAt: tomorrow, decisions: [decision] })];
    await open();
    expect(text('wx-runs')).not.to.contain('today');
    ahead = 24 * HOUR;
    [...inside('wx-runs', '.filters')!.querySelectorAll('button')][0]!.click();
    await see('wx-runs', 'Waits until today,');
    expect(text('wx-runs')).to.match(/Looked at next: today/);
  });
});
