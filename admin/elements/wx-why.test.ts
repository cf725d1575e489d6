import { expect, fixture, html } from '@open-wc/testing';
import { rule } from '../testing/automation-samples.ts';
import { FakeAutomations } from '../testing/fake-automations.ts';
import { FakeServer } from '../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
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

  /** Looks the one customer up, and waits for the answer. */
  async function ask(): Promise<ShadowRoot> {
    history.replaceState(null, '', `/admin/automations/${id(1)}`);
    await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    const root = () => find('wx-why')?.shadowRoot ?? null;
    const button = () => root()?.querySelector('wx-customer-picker')?.shadowRoot?.querySelector('li button');
    await until(() => button());
    (button() as HTMLButtonElement).click();
    await until(() => root()?.querySelector('.answer'));
    return root()!;
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
});
