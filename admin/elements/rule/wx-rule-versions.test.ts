import { expect, fixture, html } from '@open-wc/testing';
import type { RuleDefinition } from '../../../contract/automation.ts';
import { definition, rule } from '../../testing/automation-samples.ts';
import { FakeAutomations } from '../../testing/fake-automations.ts';
import { FakeServer } from '../../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../../testing/mocha.ts';
import { id, ME, minute } from '../../testing/samples.ts';
import { find, inside, see, text, until } from '../../testing/screen.ts';
import type { WxApp } from '../wx-app.ts';
import '../wx-app.ts';
import '../../pages/automations-page.ts';

const said = [
  definition({ name: 'First', hours: 'any' }),
  definition({ name: 'Second', hours: 'any' }),
  definition({ name: 'Third' }),
];

describe('a rule that was changed', () => {
  let server: FakeServer;
  let fake: FakeAutomations;
  const address = location.href;
  const open = async () => {
    history.replaceState(null, '', `/admin/automations/${id(1)}`);
    const app = await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await until(() => find('wx-rule-versions'));
    inside('wx-automation-page', 'details')!.setAttribute('open', '');
    return app;
  };
  beforeEach(() => {
    server = new FakeServer();
    fake = new FakeAutomations(server);
    fake.versions = [...said];
    fake.rules = [rule(1, { definition: said[2]!, version: 3 })];
  });
  afterEach(() => history.replaceState(null, '', address));

  it('tells what its newest version says differently from the one before, or from any other', async () => {
    const app = await open();
    await see('wx-rule-versions', 'at any time');
    expect(text('wx-rule-versions')).to.contain('Name').and.to.contain('Second').and.not.to.contain('First');
    const from = inside<HTMLSelectElement>('wx-rule-versions', 'select')!;
    from.value = '1';
    from.dispatchEvent(new Event('change'));
    await see('wx-rule-versions', 'First');
    await expect(app).to.be.accessible();
  });

  it('brings an old version back as a new one', async () => {
    await open();
    inside<HTMLButtonElement>('wx-rule-versions', '[aria-label="Bring back version 1"]')!.click();
    await see('wx-automation-page', 'Version 1 is back, as version 4.');
    const { definition: sent } = server.to('PUT', `automations/${id(1)}`)[0]!.body as { definition: RuleDefinition };
    expect(sent).to.deep.equal(said[0]);
    await until(() => inside('wx-automation-page', 'h1')!.textContent === 'First');
  });

  it('brings nothing back over what somebody else has said meanwhile', async () => {
    await open();
    fake.overtake(definition({ name: 'Theirs' }), ME.id);
    inside<HTMLButtonElement>('wx-rule-versions', '[aria-label="Bring back version 1"]')!.click();
    await see('wx-automation-page', 'The rule is newer.');
    await until(() => inside('wx-automation-page', 'h1')!.textContent === 'Theirs');
    expect(fake.versions.length).to.equal(4);
  });

  it('shows how far each step came, as figures beside bars, and asks for other days', async () => {
    fake.funnel = {
      ...{ since: minute(0), countedDays: 7, runs: 8, isCapped: false },
      steps: [{ step: 0, planned: 8, sent: 4, delivered: 4, read: 2, replied: 1, bought: 1 }],
    };
    const app = await open();
    await see('wx-rule-funnel', 'Came to it');
    const figures = [...find('wx-rule-funnel')!.shadowRoot!.querySelectorAll('b')].map(
      ({ textContent }) => textContent,
    );
    expect(figures).to.deep.equal(['8', '4', '4', '2', '1', '1']);
    expect(text('wx-rule-funnel')).to.contain('50 %').and.to.contain('within 7 days');
    const bars = [...find('wx-rule-funnel')!.shadowRoot!.querySelectorAll('rect')].map(bar =>
      bar.getAttribute('width'),
    );
    expect(bars).to.deep.equal(['100', '50', '50', '25', '12.5', '12.5']);
    await expect(app).to.be.accessible();
    const days = inside<HTMLSelectElement>('wx-rule-funnel', 'select')!;
    days.value = '90';
    days.dispatchEvent(new Event('change'));
    await until(
      () =>
        server
          .to('GET', /funnel$/)
          .at(-1)!
          .query.get('days') === '90',
    );
  });
});
