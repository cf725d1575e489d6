import { expect, fixture, html } from '@open-wc/testing';
import type { Endpoint, EndpointInput, OutgoingDeliveries } from '../../contract/outgoing-webhook.ts';
import { type FakeRequest, FakeServer, json, problem } from '../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { button, focused } from '../testing/rule-screen.ts';
import { id, minute } from '../testing/samples.ts';
import { find, inside, see, text, until } from '../testing/screen.ts';
import type { WxApp } from './wx-app.ts';
import './wx-app.ts';

const SECRET = 'whsec_c2VjcmV0';
const endpoint = (n: number, changes: Partial<Endpoint> = {}): Endpoint => ({
  ...{ id: id(n), name: `ERP ${n}`, url: 'https://erp.example/hook', enabled: true },
  ...{ previousSecretUntil: null, createdAt: minute(0) },
  ...changes,
});
const told: OutgoingDeliveries['deliveries'] = [
  {
    ...{ id: id(50), state: 'queued', attempts: 2, answer: 'It answered 503.', createdAt: minute(1), endedAt: null },
    ...{ nextAt: minute(9), run: id(60), rule: { id: id(1), name: 'Cart left' } },
    customer: { id: id(3), name: 'Ana Souza', phone: null },
  },
];

describe('the settings of webhooks', () => {
  let server: FakeServer;
  let endpoints: Endpoint[];
  let refusal: Response | null;
  const address = location.href;

  const answer = ({ method, path, body }: FakeRequest): Response | undefined => {
    const [what, of, rest] = path.split('/');
    if (what !== 'webhooks') return undefined;
    if (method !== 'GET' && refusal) return refusal;
    const at = endpoints.findIndex(each => each.id === of);
    if (rest === 'deliveries') return json({ deliveries: told });
    if (rest === 'test') return json({ id: id(70), taken: false, words: 'It answered 500.' });
    if (rest === 'secret') return json({ ...endpoints[at], secret: SECRET });
    if (method === 'POST') {
      endpoints.push(endpoint(9, body as EndpointInput));
      return json({ ...endpoints.at(-1)!, secret: SECRET }, 201);
    }
    if (method === 'PATCH' || method === 'PUT') {
      endpoints[at] = { ...endpoints[at]!, ...(body as Partial<Endpoint>) };
      return json(endpoints[at]);
    }
    if (method !== 'DELETE') return json({ endpoints });
    endpoints.splice(at, 1);
    return new Response(null, { status: 204 });
  };
  const open = async () => {
    history.replaceState(null, '', '/admin/settings');
    const app = await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await until(() => inside('wx-webhook-settings', 'form'));
    await until(() => find('wx-webhook-endpoint') ?? text('wx-webhook-settings').includes('No other system'));
    return app;
  };
  const fill = (name: string, value: string) => {
    inside<HTMLInputElement>('wx-webhook-settings', `form [name=${name}]`)!.value = value;
  };

  beforeEach(() => {
    server = new FakeServer();
    server.answer = answer;
    [endpoints, refusal] = [[endpoint(1)], null];
  });
  afterEach(() => history.replaceState(null, '', address));

  it('say that there is none yet, and add one whose secret is shown once', async () => {
    endpoints = [];
    await open();
    expect(text('wx-webhook-settings')).to.contain('No other system is told anything yet.');
    fill('name', 'Shop floor');
    fill('url', 'https://floor.example/in');
    button('Add an endpoint').click();
    await see('wx-webhook-settings', SECRET);
    expect(server.to('POST', 'webhooks')[0]!.body).to.deep.equal({
      name: 'Shop floor',
      url: 'https://floor.example/in',
    });
    await until(() => focused().classList.contains('fresh'));
    await expect(find('wx-webhook-settings')!).to.be.accessible();
    button('Done').click();
    await until(() => !text('wx-webhook-settings').includes(SECRET));
    await until(() => focused().id === 'webhooks');
    expect(text('wx-webhook-endpoint')).to.contain('Shop floor');
  });

  it('say what was wrong with an address, and keep what was typed', async () => {
    await open();
    refusal = problem(400, 'invalid-request', 'url: an endpoint has a public address, with https.');
    fill('name', 'Here');
    fill('url', 'http://10.0.0.1/');
    button('Add an endpoint').click();
    await see('wx-webhook-settings', 'an endpoint has a public address');
    expect(inside<HTMLInputElement>('wx-webhook-settings', 'form [name=name]')!.value).to.equal('Here');
  });

  it('send a test, and say what it came to', async () => {
    await open();
    button('Send a test').click();
    await see('wx-webhook-endpoint', 'The test was not taken: It answered 500.');
    expect(server.to('POST', `webhooks/${id(1)}/test`).length).to.equal(1);
  });

  it('show what it was told last, with the answer and the next try', async () => {
    await open();
    inside('wx-webhook-endpoint', 'details')!.setAttribute('open', '');
    await see('wx-webhook-endpoint', 'Cart left');
    expect(text('wx-webhook-endpoint'))
      .to.contain('Ana Souza')
      .and.to.contain('Tried 2 times . It answered 503.')
      .and.to.contain('Tried next:');
    await expect(find('wx-webhook-endpoint')!).to.be.accessible();
  });

  it('switch it off and on, and change its name and address', async () => {
    await open();
    button('Switch off').click();
    await until(() => inside('wx-webhook-endpoint', '.off'));
    expect(server.to('PATCH', `webhooks/${id(1)}`)[0]!.body).to.deep.equal({ enabled: false });
    button('Switch on').click();
    await until(() => !inside('wx-webhook-endpoint', '.off'));
    button('Change').click();
    await until(() => inside('wx-webhook-endpoint', 'form'));
    inside<HTMLInputElement>('wx-webhook-endpoint', '[name=name]')!.value = 'Other';
    button('Save').click();
    await until(() => focused().textContent === 'Change');
    expect(endpoints[0]!.name).to.equal('Other');
  });

  it('renew a secret and remove an endpoint after they have asked', async () => {
    await open();
    button('New secret…').click();
    await until(() => button('Renew'));
    button('Renew').click();
    await see('wx-webhook-settings', SECRET);
    button('Remove…').click();
    await until(() => button('Remove'));
    button('Remove').click();
    await see('wx-webhook-settings', 'No other system is told anything yet.');
  });
});
