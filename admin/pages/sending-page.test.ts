import { expect, fixture, html } from '@open-wc/testing';
import type { DeliveryRow, SendingState } from '../../contract/delivery.ts';
import type { WxApp } from '../elements/wx-app.ts';
import { FakeServer, json } from '../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { id, minute } from '../testing/samples.ts';
import { inside, see, text, until } from '../testing/screen.ts';
import '../elements/wx-app.ts';

const NUMBER = { id: id(900), displayPhone: '+49 30 5557 0100', queued: { reply: 0, transactional: 0, marketing: 1 } };

const row = (changes: Partial<DeliveryRow> = {}): DeliveryRow => ({
  ...{ id: id(901), conversationId: id(1), messageId: id(902), from: NUMBER.displayPhone, purpose: 'marketing' },
  customer: { id: id(3), name: 'Ana Souza', phone: null },
  ...{ preview: 'Ten per cent on oak tables', attempts: 1, advice: null },
  delivery: { state: 'held', at: minute(0), error: null, purpose: 'marketing', round: 0, waits: null },
  history: [{ at: minute(0), attempt: 1, what: 'unknown' }],
  ...changes,
});

describe('the page of what is sent', () => {
  let server: FakeServer;
  let rows: Record<string, DeliveryRow[]>;
  let state: SendingState;
  let asked: string[];
  const address = location.href;
  const open = () => {
    history.replaceState(null, '', '/admin/sending');
    return fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
  };
  const press = (words: string) =>
    [...(inside('wx-sending-page', 'nav')?.querySelectorAll('button') ?? [])]
      .find(button => button.textContent.includes(words))!
      .click();

  beforeEach(() => {
    asked = [];
    rows = { waiting: [], held: [row()], failed: [] };
    state = { held: 1, failedToday: 0, numbers: [{ ...NUMBER, sending: 'on', stop: null }] };
    server = new FakeServer();
    server.answer = ({ method, path, query }) => {
      if (!path.startsWith('deliveries')) return undefined;
      if (method === 'POST') {
        asked.push(path);
        rows.held = [];
        return new Response(null, { status: 204 });
      }
      if (path === 'deliveries/state') return json(state);
      return json({ deliveries: rows[query.get('view')!], next: null });
    };
  });
  afterEach(() => history.replaceState(null, '', address));

  it('says that nothing waits', async () => {
    await open();
    await see('wx-sending-page', 'Nothing waits to be sent.');
  });

  it('says why a number sends nothing, and what to do', async () => {
    const stop = {
      code: 190,
      reason: 'The token has expired.',
      advice: 'Connect again.',
      at: minute(0),
      resumesAt: null,
    };
    state = { ...state, numbers: [{ ...NUMBER, sending: 'stopped', stop }] };
    await open();
    await see('wx-sending-page', 'sends nothing now.');
    expect(text('wx-sending-page')).to.contain('The token has expired.').and.to.contain('Connect again.');
  });

  it('shows what is held with its past, and sends it again only after a warning', async () => {
    const app = await open();
    await see('wx-sending-page', 'Held');
    press('Held');
    await see('wx-sending-page', 'Ana Souza');
    expect(text('wx-sending-page')).to.contain('It may have arrived: WhatsApp never said.');
    await expect(app).to.be.accessible();
    inside<HTMLButtonElement>('wx-sending-page', '.acts button')!.click();
    await until(() => inside('wx-confirm', 'h2')?.textContent === 'Send it again?');
    expect(asked).to.deep.equal([]);
    inside<HTMLButtonElement>('wx-confirm', '.primary')!.click();
    await see('wx-sending-page', 'Nothing is held.');
    expect(asked).to.deep.equal([`deliveries/${id(901)}/send-again`]);
  });
});
