import { expect, fixture, html } from '@open-wc/testing';
import type { TestSendInput } from '../../../contract/automation-preview.ts';
import { definition, rule } from '../../testing/automation-samples.ts';
import { FakeAutomations } from '../../testing/fake-automations.ts';
import { FakeServer, problem } from '../../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../../testing/mocha.ts';
import { detail, id, message, minute } from '../../testing/samples.ts';
import { find, inside, see, text, until } from '../../testing/screen.ts';
import type { WxApp } from '../wx-app.ts';
import '../wx-app.ts';
import '../../pages/automations-page.ts';

const words = (all: string) => ({ text: all, from: 'words', field: null }) as const;

describe('a message looked at with a customer', () => {
  let server: FakeServer;
  let fake: FakeAutomations;
  const address = location.href;
  const open = async () => {
    history.replaceState(null, '', `/admin/automations/${id(1)}`);
    const app = await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await until(() => inside('wx-customer-picker', 'li button'));
    return app;
  };
  const pick = async () => {
    inside<HTMLButtonElement>('wx-customer-picker', 'li button')!.click();
    await see('wx-rule-preview', 'If it were due now');
  };

  beforeEach(() => {
    localStorage.clear();
    server = new FakeServer();
    fake = new FakeAutomations(server);
    fake.rules = [rule(1)];
    fake.preview.text = {
      pieces: [
        words('Hi '),
        { text: 'there', from: 'fallback', field: 'customer.first_name' },
        words(', '),
        { text: '', from: 'missing', field: 'cart.items' },
      ],
      problem: 'Not known of this customer: what is in the cart.',
    };
    fake.preview.template = {
      name: 'cart_left',
      found: {
        language: 'en',
        shown: { header: null, body: 'Hi Ana.', footer: null, buttons: [] },
        values: [{ key: 'body.1', pieces: [{ text: 'you', from: 'fallback', field: 'customer.first_name' }] }],
      },
      problems: [],
    };
  });
  afterEach(() => history.replaceState(null, '', address));

  it('shows which way it would go, what stands for what is not known, and what is missing', async () => {
    const app = await open();
    await pick();
    expect(text('wx-rule-preview')).to.contain('It would be sent. By WhatsApp as text.');
    expect(text('wx-rule-preview')).to.contain('Nothing has begun the rule for them within seven days');
    expect(inside('wx-rule-preview', '.fallback')!.textContent)
      .to.contain('there')
      .and.to.contain('instead of customer.first_name');
    expect(inside('wx-rule-preview', '.missing')!.textContent).to.contain('cart.items is not known');
    expect(text('wx-template-bubble')).to.contain('Hi Ana.');
    const { trigger, if: condition, cancelledBy, hours, steps } = definition();
    expect(server.to('POST', 'automations/preview')[0]!.body).to.deep.equal({
      customer: id(3),
      rule: { trigger, if: condition, cancelledBy, hours },
      step: steps[0],
    });
    await expect(app).to.be.accessible();
  });

  it('is asked for again when another customer is picked, with the focus in the search', async () => {
    await open();
    await pick();
    inside<HTMLButtonElement>('wx-customer-picker', 'button')!.click();
    await until(() => find('wx-customer-picker')!.shadowRoot!.activeElement?.id === 'q');
    expect(text('wx-rule-preview')).not.to.contain('If it were due now');
    await pick();
    expect(server.to('POST', 'automations/preview').length).to.equal(2);
  });

  it('says that it would be sent later, or not, and by what began the rule', async () => {
    const words = 'It is night for them (Asia/Tokyo): waits until 2026-03-11 08:00 UTC.';
    fake.preview.now = { would: 'later', by: null, until: '2026-03-11T08:00:00.000Z', words };
    fake.preview.occasion = minute(0);
    await open();
    await pick();
    expect(text('wx-rule-preview')).to.contain('It would be sent later. It is night for them (Asia/Tokyo)');
    expect(text('wx-rule-preview')).to.contain('by what began the rule for them last').and.not.to.contain('UTC');
  });

  it('waits for what is still to be filled in', async () => {
    const answer = server.answer;
    server.answer = request =>
      request.path === 'automations/preview' ? problem(400, 'invalid-request') : answer(request);
    await open();
    inside<HTMLButtonElement>('wx-customer-picker', 'li button')!.click();
    await see('wx-rule-preview', 'Something of the rule is still to be filled in');
  });

  describe('tried on one’s own phone', () => {
    const send = async (phone = '+49 151 23456789') => {
      await open();
      await pick();
      inside<HTMLButtonElement>('wx-test-send', 'button')!.click();
      await until(() => inside('wx-test-send', 'input'));
      inside<HTMLInputElement>('wx-test-send', 'input')!.value = phone;
      inside<HTMLButtonElement>('wx-test-send', '.button')!.click();
    };

    it('is sent with that customer’s facts, and shows what becomes of it', async () => {
      await send();
      await see('wx-test-send', 'As text : Waiting to be sent');
      const asked = server.to('POST', 'automations/test-sends')[0]!.body as TestSendInput;
      expect(asked).to.include({ phone: '+49 151 23456789', customer: id(3) });
      await until(() => server.openStreams > 0);
      const delivery = {
        state: 'delivered',
        at: '',
        error: null,
        purpose: 'marketing',
        round: 0,
        waits: null,
      } as const;
      const moved = message(1, { id: id(6), channel: 'whatsapp', delivery });
      server.publish(detail(5), { kind: 'message', message: moved });
      await see('wx-test-send', 'As text : Delivered');
      expect(localStorage.getItem('woodex.my-phone')).to.equal('+49 151 23456789');
    });

    it('says why it was not sent, and is the same message when it is tried again', async () => {
      fake.testRefusal = () => problem(409, 'channel-unavailable', 'Nobody with this phone is known on WhatsApp here.');
      await send();
      await see('wx-test-send', 'Nobody with this phone is known');
      inside<HTMLButtonElement>('wx-test-send', '.button')!.click();
      await until(() => server.to('POST', 'automations/test-sends').length === 2);
      const [one, two] = server
        .to('POST', 'automations/test-sends')
        .map(({ body }) => (body as TestSendInput).clientId);
      expect(one).to.equal(two);
    });
  });
});
