import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { dryRun, dryRunResult, dryRunSample, NOBODY } from '../testing/dry-run-samples.ts';
import { FakeAutomations } from '../testing/fake-automations.ts';
import { FakeDryRuns } from '../testing/fake-dry-runs.ts';
import { FakeServer, json, problem } from '../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { focused } from '../testing/rule-screen.ts';
import { id, ME, minute } from '../testing/samples.ts';
import { find, inside, see, text, until } from '../testing/screen.ts';
import type { WxApp } from './wx-app.ts';
import './wx-app.ts';
import '../pages/automations-page.ts';

describe('a dry run', () => {
  let server: FakeServer;
  let fake: FakeDryRuns;
  const address = location.href;
  const open = async () => {
    history.replaceState(null, '', `/admin/automations/${id(1)}`);
    const app = await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await see('wx-dry-run', 'Nothing is sent.');
    return app;
  };
  /** Without what stands in its parts. */
  const own = () => find('wx-dry-run')!.shadowRoot!.textContent!.replaceAll(/\s+/g, ' ');
  const button = () => inside<HTMLButtonElement>('wx-dry-run', '.row > button')!;
  const heard = () => inside('wx-dry-run', '.row > [role=status]')!.textContent;
  const outcome = (words: string) =>
    [...find('wx-dry-run')!.shadowRoot!.querySelectorAll<HTMLButtonElement>('.outcome')].find(each =>
      each.textContent!.includes(words),
    )!;
  /** What is drawn of each day, in parts of the chart's height. */
  const bars = () =>
    [...find('wx-dry-run-days')!.shadowRoot!.querySelectorAll('svg > g')].map(day => {
      const [other, sent] = [...day.querySelectorAll('rect')].map(bar => {
        const chart = bar.ownerSVGElement!;
        const perRun = (chart.clientHeight - 4) / chart.viewBox.baseVal.height;
        return Math.round(bar.getBoundingClientRect().height / perRun);
      });
      return `${sent} sent, ${other} not`;
    });
  const shown = () => find('wx-dry-run-samples')!.shadowRoot!.querySelectorAll('.samples > li').length;

  beforeEach(() => {
    server = new FakeServer();
    new FakeAutomations(server);
    fake = new FakeDryRuns(server);
  });
  afterEach(() => history.replaceState(null, '', address));

  it('says that it began, shows how far it is with what it has found, and says when it is done', async () => {
    await open();
    expect(heard()).to.equal('');
    button().click();
    await until(() => heard() === 'Replaying …');
    expect(server.to('POST', 'automations/dry-runs')[0]!.body).to.deep.equal({ automation: id(1) });
    fake.becomes({ progress: { looked: 30, of: 40 }, result: dryRunResult() });
    await see('wx-dry-run', '30 of 40 customers');
    const bar = inside<HTMLProgressElement>('wx-dry-run', 'progress')!;
    expect([bar.value, bar.max, bar.getAttribute('aria-label')]).to.deep.equal([30, 40, 'Customers looked at']);
    expect(own()).to.contain('8 times, for 6 people').and.to.contain('When it is done.');
    expect(heard()).to.equal('Replaying …');
    fake.becomes({ state: 'done', endedAt: minute(5) });
    await until(() => heard()!.startsWith('Done'));
    expect(inside('wx-dry-run', 'progress')).to.equal(null);
    await see('wx-dry-run-samples', '2 shown');
  });

  it('is begun and stopped by keyboard without losing the place, and keeps what it had found', async () => {
    await open();
    button().focus();
    await sendKeys({ press: 'Enter' });
    await until(() => button().textContent === 'Cancel');
    fake.becomes({ result: dryRunResult() });
    expect(focused()).to.equal(button());
    await sendKeys({ press: 'Enter' });
    await until(() => heard()!.startsWith('Cancelled'));
    expect(server.to('POST', `automations/dry-runs/${id(40)}/cancel`)).to.have.length(1);
    expect(focused()).to.equal(button());
    expect(button().textContent).to.equal('Replay again');
    expect(own()).to.contain('8 times, for 6 people');
  });

  it('is begun once by two presses in a row', async () => {
    await open();
    button().click();
    button().click();
    await until(() => heard() === 'Replaying …');
    expect(server.to('POST', 'automations/dry-runs')).to.have.length(1);
  });

  it('says who would have got what, on which day, in which channel and at which cost, and who not and why', async () => {
    fake.runs = [dryRun()];
    const app = await open();
    await see('wx-dry-run-samples', 'Ana Souza');
    expect(own())
      .to.contain('4Would have got something: by WhatsApp as a template')
      .and.to.contain('1Would have got something: in the panel')
      .and.to.contain('3Nothing sent: they had not agreed to offers');
    expect(inside('wx-dry-run-days', '[role=img]')!.getAttribute('aria-label')).to.equal(
      'Runs by day, 8 Mar to 10 Mar: 5 would have sent something, 3 nothing; 5 on the busiest day',
    );
    expect(bars()).to.deep.equal(['4 sent, 1 not', '0 sent, 0 not', '1 sent, 2 not']);
    expect(text('wx-dry-run-cost'))
      .to.contain('€0.25')
      .and.to.match(/Marketing template Brazil 4 €0\.25/)
      .and.to.match(/In the panel — 1 free/);
    await expect(app).to.be.accessible();
  });

  it('has samples to look through, of one outcome where it is chosen, each with its message and its decisions', async () => {
    fake.runs = [dryRun()];
    await open();
    await until(() => shown() === 2);
    outcome('had not agreed').click();
    await until(() => shown() === 1);
    expect(text('wx-dry-run-samples')).to.contain('1 shown · nothing sent: they had not agreed to offers');
    expect(outcome('had not agreed').getAttribute('aria-pressed')).to.equal('true');
    outcome('as a template').click();
    await see('wx-dry-run-samples', '1 shown · would have got something: by WhatsApp as a template');
    expect(text('wx-dry-run-samples')).to.contain('Hi Ana, your sofa waits.').and.to.contain('Why ( 2 )');
    // 13:00 in UTC is 02:45 in Chatham, of the next day.
    expect(text('wx-dry-run-samples')).to.contain('11 March').and.to.contain('02:45').and.not.to.contain('UTC');
    outcome('as a template').click();
    await until(() => shown() === 2);
  });

  it('never shows samples of one outcome under the words of another', async () => {
    fake.runs = [dryRun()];
    await open();
    await until(() => shown() === 2);
    fake.refusal = ({ path }) => (path.endsWith('/samples') ? problem(503, 'unavailable') : undefined);
    outcome('had not agreed').click();
    await until(() => inside('wx-dry-run-samples', '[role=alert]'));
    expect(shown()).to.equal(0);
    fake.refusal = () => undefined;
    inside<HTMLButtonElement>('wx-dry-run-samples', '[role=alert] button')!.click();
    await see('wx-dry-run-samples', '1 shown · nothing sent');
  });

  it('says what it could not know, how many that touches, and of which person', async () => {
    const words = 'Whether a page was open is not known any more.';
    fake.runs = [dryRun({ result: dryRunResult({ unknown: [{ what: 'panel', runs: 2, words }] }) })];
    fake.samples = [dryRunSample(1, { uncertain: 'Taken as if no page was open.' })];
    await open();
    await see('wx-dry-run', `2 of them: ${words}`);
    await see('wx-dry-run-samples', 'Taken as if no page was open.');
  });

  it('says that nobody would have got it', async () => {
    fake.runs = [dryRun({ result: NOBODY })];
    await open();
    expect(text('wx-dry-run')).to.contain('It would have begun for nobody.');
    expect(find('wx-dry-run-samples')).to.equal(null);
  });

  it('says that it failed, and can be tried again', async () => {
    fake.runs = [dryRun({ state: 'failed', result: NOBODY })];
    await open();
    expect(heard()).to.match(/^It failed/);
    expect(text('wx-dry-run')).not.to.contain('It would have begun for nobody.');
    button().click();
    await until(() => heard() === 'Replaying …');
  });

  it('that is refused says why, and what the last one found stays', async () => {
    fake.runs = [dryRun()];
    await open();
    fake.refusal = ({ method }) =>
      method === 'POST' ? problem(409, 'conflict', 'Another dry run is under way.') : undefined;
    button().click();
    await until(() => inside('wx-dry-run', '[role=alert]')?.textContent === 'Another dry run is under way.');
    expect(own()).to.contain('8 times, for 6 people');
    fake.refusal = () => undefined;
    button().click();
    await until(() => inside('wx-dry-run', '[role=alert]') === null);
  });

  it('goes on being looked at when the server was away for a while', async () => {
    fake.runs = [dryRun({ state: 'running', endedAt: null, progress: { looked: 30, of: 40 } })];
    await open();
    server.isDown = true;
    const asked = server.to('GET', 'automations/dry-runs').length;
    await until(() => server.to('GET', 'automations/dry-runs').length > asked);
    expect(own()).to.contain('30 of 40 customers').and.to.contain('8 times');
    server.isDown = false;
    fake.becomes({ state: 'done', endedAt: minute(5) });
    await until(() => heard()!.startsWith('Done'));
  });

  it('is for owners to begin, and for every agent to read', async () => {
    fake.runs = [dryRun()];
    const answer = server.answer;
    const merchant = { id: ME.id, name: 'WoodEx', publicKey: 'wx_0000000000000000000000' };
    server.answer = request =>
      request.path === 'session'
        ? json({ agent: { ...ME, email: 'lena@woodex.demo', role: 'agent' }, merchant })
        : answer(request);
    await open();
    expect(own()).to.contain('8 times');
    expect(button()).to.equal(null);
  });
});
