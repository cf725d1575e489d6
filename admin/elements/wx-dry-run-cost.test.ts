import { expect, fixture, html } from '@open-wc/testing';
import type { DryRunMessage, DryRunResult, MessagePrices } from '../../contract/dry-run.ts';
import { dryRun, dryRunResult } from '../testing/dry-run-samples.ts';
import { FakeAutomations } from '../testing/fake-automations.ts';
import { FakeDryRuns } from '../testing/fake-dry-runs.ts';
import { FakeServer, json, problem } from '../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { id } from '../testing/samples.ts';
import { find, inside, see, text, until } from '../testing/screen.ts';
import type { WxApp } from './wx-app.ts';
import type { WxDryRunCost } from './wx-dry-run-cost.ts';
import './wx-app.ts';
import '../pages/automations-page.ts';

const elsewhere: MessagePrices['prices'][number] = { category: 'utility', country: null, price: '0.02' };

describe('what a dry run would have cost', () => {
  let server: FakeServer;
  let fake: FakeDryRuns;
  const address = location.href;
  const price = () => inside<HTMLInputElement>('wx-dry-run-cost', 'input[name="marketing BR"]')!;
  const save = () => inside<HTMLButtonElement>('wx-dry-run-cost', 'form button')!;
  const lists = () => server.to('GET', 'automations/dry-runs').length;

  beforeEach(async () => {
    server = new FakeServer();
    new FakeAutomations(server);
    fake = new FakeDryRuns(server);
    const cost = { currency: null, amount: '0', unpriced: 4 };
    const messages = dryRunResult().messages.map(each => ({ ...each, price: each.category === null ? '0' : null }));
    fake.runs = [dryRun({ result: dryRunResult({ cost, messages }) })];
    fake.refusal = ({ method, path }) =>
      path === 'message-prices' && method === 'GET' ? json({ currency: null, prices: [elsewhere] }) : undefined;
    history.replaceState(null, '', `/admin/automations/${id(1)}`);
    await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await until(() => price());
    price().value = '0,0625';
    inside<HTMLInputElement>('wx-dry-run-cost', 'input[name=currency]')!.value = 'eur';
  });
  afterEach(() => history.replaceState(null, '', address));

  it('is not guessed before prices are entered', () => {
    expect(text('wx-dry-run-cost')).to.contain('No prices are entered.');
    expect(text('wx-dry-run-cost')).to.match(/Marketing template Brazil 4 —/);
  });

  it('is no sum of zero where nothing that costs has a price', async () => {
    const [template, panel] = dryRunResult().messages;
    const unpriced = (count: number, more: DryRunMessage[] = []) =>
      dryRunResult({
        messages: [{ ...template!, count, price: null }, panel!, ...more],
        cost: { currency: 'EUR', amount: '0', unpriced: count },
      });
    const shows = async (result: DryRunResult) => {
      find<WxDryRunCost>('wx-dry-run-cost')!.result = result;
      await find<WxDryRunCost>('wx-dry-run-cost')!.updateComplete;
      return inside('wx-dry-run-cost', 'p')!.textContent!.replace(/\s+/g, ' ').trim();
    };
    expect(await shows(unpriced(2))).to.equal('2 messages have no price.');
    expect(await shows(unpriced(1))).to.equal('1 message has no price.');
    const gift: DryRunMessage = { ...template!, category: 'utility', price: '0' };
    expect(await shows(unpriced(2, [gift]))).to.equal('€0.00 and 2 messages without a price');
    expect(await shows(dryRunResult({ messages: [panel!] }))).to.equal('€0.25');
  });

  it('is asked anew when prices are saved, and those of other messages stay', async () => {
    const before = lists();
    fake.becomes({ result: dryRunResult() });
    save().click();
    await see('wx-dry-run-cost', '€0.25');
    expect(lists()).to.be.greaterThan(before);
    expect(server.to('PUT', 'message-prices')[0]!.body).to.deep.equal({
      currency: 'EUR',
      prices: [elsewhere, { category: 'marketing', country: 'BR', price: '0.0625' }],
    });
  });

  it('says that prices could not be saved, and keeps what was entered', async () => {
    const refused = fake.refusal;
    fake.refusal = request =>
      request.method === 'PUT' ? problem(503, 'unavailable', 'Not for now.') : refused(request);
    save().click();
    await until(() => inside('wx-dry-run-cost', '[role=alert]')?.textContent === 'Not for now.');
    expect(price().value).to.equal('0,0625');
    fake.refusal = refused;
    fake.becomes({ result: dryRunResult() });
    save().click();
    await see('wx-dry-run-cost', '€0.25');
  });
});
