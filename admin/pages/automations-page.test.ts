import { expect, fixture, html } from '@open-wc/testing';
import type { AutomationSettings, Rule, RuleDefinition, Run } from '../../contract/automation.ts';
import type { WxApp } from '../elements/wx-app.ts';
import { definition, rule, run } from '../testing/automation-samples.ts';
import { FakeServer, json } from '../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { id, minute } from '../testing/samples.ts';
import { inside, see, text, until } from '../testing/screen.ts';
import '../elements/wx-app.ts';

const day = [{ from: '09:00', to: '18:00' }];
const settings: AutomationSettings = {
  ...{ timeZone: 'Europe/Berlin', quiet: { from: '21:00', to: '09:00' }, cap: { messages: 3, days: 7 } },
  businessWeek: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] },
};
const recipe = {
  id: 'dormant',
  about: 'To customers who have done nothing for 90 days.',
  definition: definition({ name: 'We miss you' }),
};

describe('automations', () => {
  let server: FakeServer;
  let rules: Rule[];
  let runs: Run[];
  const address = location.href;
  const open = (path = '') => {
    history.replaceState(null, '', `/admin/automations${path}`);
    return fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
  };
  const change = (made: Partial<Rule>) => {
    rules = [{ ...rules[0]!, ...made }];
    return json(rules[0]);
  };

  beforeEach(() => {
    rules = [rule(1)];
    runs = [run(2)];
    server = new FakeServer();
    server.answer = ({ method, path, body }) => {
      if (path === 'templates') return json({ templates: [], fields: [], accounts: [] });
      if (path === 'webhooks') return json({ endpoints: [] });
      if (!path.startsWith('automations')) return undefined;
      if (path.startsWith('automations/dry-runs')) return json({ dryRuns: [] });
      if (path === 'automations/settings') return json(method === 'PUT' ? body : settings);
      if (path === 'automations/recipes') {
        rules.push(rule(9, { recipe: 'dormant', definition: recipe.definition }));
        return json(rules[1], 201);
      }
      if (path.endsWith('/runs')) return json({ runs, next: null });
      if (path.endsWith('/funnel'))
        return json({ since: minute(0), countedDays: 7, runs: 0, isCapped: false, steps: [] });
      if (path.endsWith('/versions'))
        return json({ versions: [{ version: 1, definition: definition(), by: null, at: minute(0) }] });
      if (method === 'PATCH') return change({ enabled: (body as { enabled: boolean }).enabled, enabledAt: minute(5) });
      if (method === 'PUT')
        return change({ definition: (body as { definition: RuleDefinition }).definition, version: 2 });
      return json(path === 'automations' ? { rules, recipes: [recipe] } : rules[0]);
    };
  });
  afterEach(() => history.replaceState(null, '', address));

  it('are listed in words with what they did, and switched on by a switch', async () => {
    const app = await open();
    await see('wx-automations-page', 'a cart is left with something in it');
    expect(text('wx-automations-page')).to.contain('3 done').and.to.contain('1 nothing sent');
    const control = () => inside<HTMLButtonElement>('wx-automations-page', '[role=switch]')!;
    expect(control().getAttribute('aria-checked')).to.equal('false');
    await expect(app).to.be.accessible();
    control().click();
    await until(() => control().getAttribute('aria-checked') === 'true');
    expect(server.to('PATCH', `automations/${id(1)}`)[0]!.body).to.deep.equal({ enabled: true });
  });

  it('are made of recipes, which are offered until there is one', async () => {
    await open();
    await see('wx-automations-page', 'We miss you');
    inside<HTMLButtonElement>('wx-automations-page', 'section button')!.click();
    await until(() => inside('wx-automations-page', '[aria-label=Recipes]') === null);
    expect(server.to('POST', 'automations/recipes')[0]!.body).to.deep.equal({ recipe: 'dormant' });
  });

  it('say of one rule who got what, and why not', async () => {
    const app = await open(`/${id(1)}`);
    await see('wx-runs', 'They bought on Friday.');
    expect(text('wx-runs')).to.contain('Ana Souza').and.to.contain('Cancelled');
    expect(text('wx-automation-page')).to.contain('they buy, or they write to us');
    await expect(app).to.be.accessible();
  });

  it('keep quiet hours and business days as they are settled', async () => {
    await open();
    await until(() => inside('wx-automation-settings', 'form'));
    inside<HTMLInputElement>('wx-automation-settings', '[name="quiet.from"]')!.value = '20:00';
    inside<HTMLInputElement>('wx-automation-settings', '[name="saturday.open"]')!.click();
    inside<HTMLButtonElement>('wx-automation-settings', '.primary')!.click();
    await see('wx-automation-settings', 'Saved.');
    const businessWeek = { ...settings.businessWeek, saturday: day };
    expect(server.to('PUT', 'automations/settings')[0]!.body).to.deep.equal({
      ...settings,
      quiet: { from: '20:00', to: '09:00' },
      businessWeek,
    });
  });
});
