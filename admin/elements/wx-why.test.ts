import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { rule, run } from '../testing/automation-samples.ts';
import { FakeAutomations } from '../testing/fake-automations.ts';
import { FakeServer, problem } from '../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { focused } from '../testing/rule-screen.ts';
import { id, minute } from '../testing/samples.ts';
import { find, until } from '../testing/screen.ts';
import type { WxApp } from './wx-app.ts';
import './wx-app.ts';
import '../pages/automations-page.ts';

describe('why somebody did or did not get it', () => {
  let fake: FakeAutomations;
  let server: FakeServer;
  const address = location.href;
  beforeEach(() => {
    localStorage.clear();
    server = new FakeServer();
    fake = new FakeAutomations(server);
    fake.rules = [rule(1)];
  });
  afterEach(() => history.replaceState(null, '', address));

  const root = () => find('wx-why')!.shadowRoot!;
  const answer = () => root().querySelector('[role=status]')!;
  const picker = () => find('wx-customer-picker', root())!.shadowRoot!;
  const open = async () => {
    history.replaceState(null, '', `/admin/automations/${id(1)}`);
    const app = await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await until(() => find('wx-why') && picker().querySelector('li button'));
    return app;
  };

  /** Looks the one customer up, and waits for the answer. */
  async function ask(): Promise<ShadowRoot> {
    await open();
    picker().querySelector<HTMLElement>('li button')!.click();
    await until(() => root().querySelector('.answer'));
    return root();
  }

  it('is answered also where the rule never began for them', async () => {
    const root = await ask();
    expect(root.querySelector('.answer')!.textContent).to.equal('What begins it has never happened to them.');
    expect(root.querySelector('ul.tree')).to.equal(null);
  });

  it('shows which part of the conditions does not hold, in words too, and what happened', async () => {
    const held = (holds: boolean | null, because: string) => ({ holds, because, of: [] });
    fake.why = {
      ...fake.why,
      occasions: [{ at: minute(0), verdict: 'before-on', words: 'It happened before it was on.', run: null }],
      conditions: { ...held(false, 'both'), of: [held(true, 'a'), held(false, 'b'), held(null, 'c')] },
    };
    const root = await ask();
    const parts = [...root.querySelectorAll('ul.tree ul li')].map(part => part.textContent?.replaceAll(/\s+/g, ' '));
    expect(parts).to.deep.equal(['✓ a (holds)', '✗ b (does not hold)', '? c (is not known)']);
    expect(root.textContent).to.contain('It happened before it was on.');
  });

  it('is asked and asked anew by keyboard alone, and is heard where it is read', async () => {
    fake.customers.push({ id: id(4), kind: 'known', fullName: 'Bo Lind', phone: '+46 70 111 22 33' });
    const app = await open();
    const region = answer();
    picker().querySelector('input')!.focus();
    await sendKeys({ type: 'Bo' });
    await until(() => picker().querySelector('[role=status]')!.textContent === '1 found.');
    await sendKeys({ press: 'Tab' });
    expect(focused().textContent).to.contain('Bo Lind');
    await sendKeys({ press: 'Enter' });
    await until(() => root().querySelector('.answer'));
    expect(server.to('GET', /why$/)[0]!.query.get('customer')).to.equal(id(4));
    expect(answer()).to.equal(region);
    expect(region.contains(root().querySelector('.answer'))).to.equal(true);
    await expect(app).to.be.accessible();
    await until(() => focused().textContent === 'Another customer');
    await sendKeys({ press: 'Enter' });
    await until(() => focused().id === 'q');
    expect(root().querySelector('.answer')).to.equal(null);
  });

  it('says when nobody of that name is found', async () => {
    await open();
    picker().querySelector('input')!.focus();
    const region = picker().querySelector('[role=status]')!;
    await sendKeys({ type: 'Nobody' });
    await until(() => region.textContent === 'None fits.');
    expect(picker().querySelector('[role=status]')).to.equal(region);
    expect(picker().querySelector('li')).to.equal(null);
  });

  it('says what the server refused, keeps who was meant, and can be asked again by keyboard without losing the place', async () => {
    const whole = server.answer;
    server.answer = request =>
      request.path.endsWith('/why') ? problem(503, 'unavailable', 'Not for now.') : whole(request);
    await open();
    picker().querySelector<HTMLElement>('li button')!.click();
    await until(() => answer().textContent!.includes('Not for now.'));
    expect(picker().textContent).to.contain('Ana Souza');
    const region = answer();
    const tryAgain = () => answer().querySelector<HTMLElement>('button');
    tryAgain()!.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => server.to('GET', /why$/).length === 2 && tryAgain());
    expect(focused() === region).to.equal(true);
    await sendKeys({ press: 'Tab' });
    expect(focused().textContent).to.equal('Try again');
    server.answer = whole;
    await sendKeys({ press: 'Enter' });
    await until(() => region.querySelector('.answer'));
    expect(focused() === region).to.equal(true);
  });

  it('links to the runs that there were, and reads moments by the clock of who reads', async () => {
    fake.why = { ...fake.why, words: 'Sent on 2026-03-10 13:00 UTC.', runs: [run(2)] };
    await ask();
    expect(answer().querySelector('.answer')!.textContent).to.contain('02:45').and.not.to.contain('UTC');
    expect(answer().querySelector('a')!.getAttribute('href')).to.equal(`/admin/customers/${id(3)}`);
  });
});
