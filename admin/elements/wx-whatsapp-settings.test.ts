import { expect, fixture, html } from '@open-wc/testing';
import type { WhatsAppApp, WhatsAppConnection, WhatsAppNumber } from '../../contract/whatsapp.ts';
import { FakeServer, json, problem } from '../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { find, see, text, until } from '../testing/screen.ts';
import type { WxApp } from './wx-app.ts';
import './wx-app.ts';

const AT = '2026-03-10T12:00:00.000Z';

const app = (changes: Partial<WhatsAppApp> = {}): WhatsAppApp => ({
  id: 'a0000000-0000-7000-8000-000000000001',
  appId: '770000000000001',
  name: 'Oak & Ash',
  token: { state: 'good', expiresAt: null, trouble: null },
  accountIds: ['440000000000001'],
  verifyTokenMadeAt: null,
  handshakeAt: null,
  heardAt: null,
  refusedAt: null,
  previousSecretUntil: null,
  createdAt: AT,
  ...changes,
});

const number = (changes: Partial<WhatsAppNumber> = {}): WhatsAppNumber => ({
  id: 'b0000000-0000-7000-8000-000000000001',
  app: app().id,
  phoneNumberId: '550000000000001',
  wabaId: '440000000000001',
  displayPhone: '+49 30 5557 0201',
  verifiedName: 'Oak & Ash',
  nameStatus: 'APPROVED',
  quality: 'YELLOW',
  throughput: 80,
  tier: 'TIER_2K',
  messagingLimit: 2000,
  used: 120,
  waiting: 0,
  canSend: 'AVAILABLE',
  stop: null,
  isDefault: true,
  isOnPhone: false,
  registeredAt: AT,
  subscribedAt: AT,
  readyAt: AT,
  checkedAt: AT,
  checkTrouble: null,
  ...changes,
});

const stop: WhatsAppNumber['stop'] = {
  what: 'all',
  code: 131042,
  reason: 'There is a problem with the payment method.',
  advice: 'Mend the payment method.',
  at: AT,
  resumesAt: null,
};

describe('WhatsApp in the settings', () => {
  let server: FakeServer;
  let state: WhatsAppConnection;
  const address = location.href;
  const open = async () => {
    history.replaceState(null, '', '/admin/settings/whatsapp');
    const screen = await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await see('wx-settings-page', 'WhatsApp');
    return screen;
  };
  const button = (words: string) =>
    [...deepAll('button')].find(each => each.textContent?.replace(/\s+/g, ' ').includes(words)) as HTMLButtonElement;
  const type = (name: string, value: string) => {
    find<HTMLInputElement>(`input[name=${name}]`)!.value = value;
  };

  beforeEach(() => {
    server = new FakeServer();
    state = { webhookUrl: 'https://chat.example.com/webhooks/whatsapp', apps: [], numbers: [], notices: [] };
    server.answer = ({ method, path }) => (path === 'whatsapp' && method === 'GET' ? json(state) : undefined);
  });
  afterEach(() => history.replaceState(null, '', address));

  it('shows how a number is, in plain words', async () => {
    state = { ...state, apps: [app()], numbers: [number()] };
    await open();
    await see('wx-number', '+49 30 5557 0201');
    const shown = text('wx-number');
    for (const words of ['Medium', '120 of 2,000', '80 a second', 'Approved', 'Default'])
      expect(shown).to.contain(words);
    expect(find('wx-number-banner')!.shadowRoot!.textContent).to.equal('');
  });

  it('says on every page that a number is stopped, and in the settings what to do', async () => {
    state = { ...state, apps: [app()], numbers: [number({ stop, waiting: 3 })] };
    await open();
    await see('wx-number-banner', 'sends nothing');
    await see('wx-number', 'Mend the payment method.');
    expect(text('wx-number')).to.contain('What waits is kept');
    const before = server.to('GET', 'whatsapp').length;
    state = { ...state, numbers: [number()] };
    server.emit('event: numbers\ndata: {}\n\n');
    await until(() => server.to('GET', 'whatsapp').length > before && text('wx-number-banner').trim() === '');
  });

  it('is told nothing of stops before a number is in use', async () => {
    state = { ...state, apps: [app()], numbers: [number({ stop, readyAt: null })] };
    await open();
    await see('wx-number', 'Being set up');
    expect(text('wx-number-banner').trim()).to.equal('');
  });

  it('goes from step to step as each is done, and says what Meta refused', async () => {
    await open();
    await until(() => button('Connect a number'));
    button('Connect a number').click();
    await see('wx-step-app', 'App ID');
    server.answer = ({ method, path }) =>
      path === 'whatsapp/apps' && method === 'POST'
        ? problem(400, 'invalid-request', 'They do not belong together.')
        : undefined;
    type('appId', '770000000000001');
    type('appSecret', 'a secret of an app'.replaceAll(' ', ''));
    button('Check with Meta').click();
    await see('wx-step-app', 'They do not belong together.');
    expect(find('wx-step-app')!.shadowRoot!.querySelector('[role=alert]')).to.not.equal(null);

    const made = app({ token: { state: 'missing', expiresAt: null, trouble: null } });
    server.answer = ({ path }) => (path.startsWith('whatsapp') ? json({ ...state, apps: [made] }) : undefined);
    button('Check with Meta').click();
    await see('wx-step-token', 'Generate token');
  });

  it('goes on where it was left', async () => {
    const unfinished = number({ registeredAt: null, subscribedAt: null, readyAt: null });
    state = { ...state, apps: [app({ handshakeAt: AT })], numbers: [unfinished] };
    await open();
    await until(() => button('Go on setting up'));
    button('Go on setting up').click();
    await see('wx-step-register', 'PIN');
  });

  it('tells a webhook that came with a wrong signature', async () => {
    state = { ...state, apps: [app({ refusedAt: AT })], numbers: [number({ readyAt: null, registeredAt: null })] };
    await open();
    await until(() => button('Go on setting up'));
    button('Go on setting up').click();
    await see('wx-step-webhook', 'signature is not of the app secret');
  });

  it('has nothing that a screen reader or a keyboard would stumble over', async () => {
    const notice = {
      id: 'c0000000-0000-7000-8000-000000000001',
      wabaId: '1',
      number: null,
      severity: 'critical',
      title: 'Account restricted',
      words: 'Look.',
      at: AT,
    } as const;
    state = {
      ...state,
      apps: [app()],
      numbers: [number({ stop }), number({ id: 'b2', readyAt: null, isDefault: false, registeredAt: null })],
      notices: [notice],
    };
    const screen = await open();
    await until(() => button('Go on setting up'));
    button('Go on setting up').click();
    await see('wx-step-webhook', 'Callback URL');
    await expect(screen).to.be.accessible();
  });
});

function* deepAll(selector: string, root: ParentNode = document): Generator<Element> {
  yield* root.querySelectorAll(selector);
  for (const element of root.querySelectorAll('*'))
    if (element.shadowRoot) yield* deepAll(selector, element.shadowRoot);
}
