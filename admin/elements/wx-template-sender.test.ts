import { expect, fixture, html } from '@open-wc/testing';
import { FakeServer, problem } from '../testing/fake-server.ts';
import { FakeTemplates, template } from '../testing/fake-templates.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { minute } from '../testing/samples.ts';
import { find, inside, see, text, until } from '../testing/screen.ts';
import type { WxApp } from './wx-app.ts';
import './wx-app.ts';

describe('sending a template', () => {
  let server: FakeServer;
  let shop: FakeTemplates;
  const address = location.href;

  /** Opens a conversation whose window is closed, and the choice of templates. */
  const choose = async () => {
    const head = server.add(1, undefined, {
      ...{ channels: ['whatsapp'], replyChannel: 'whatsapp', serviceWindowClosesAt: minute(0) },
    });
    history.replaceState(null, '', `/admin/conversations/${head.id}`);
    const app = await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await see('wx-composer', 'service window is closed');
    inside<HTMLElement>('wx-composer', '.template')!.click();
    await see('wx-template-sender', 'template_1');
    return app;
  };
  const pick = async () => {
    inside<HTMLElement>('wx-template-sender', '.choice button')!.click();
    await see('wx-template-sender', 'Text {{1}}');
  };
  const field = () => inside<HTMLInputElement>('wx-template-values', 'input')!;
  const send = () => inside<HTMLButtonElement>('wx-template-sender', '.foot .primary')!;
  const type = (value: string) => {
    field().value = value;
    field().dispatchEvent(new Event('input', { bubbles: true }));
  };
  const sends = () => server.to('POST', /\/templates$/).map(({ body }) => body as { clientId: string });

  beforeEach(() => {
    server = new FakeServer();
    shop = new FakeTemplates(server);
  });
  afterEach(() => history.replaceState(null, '', address));

  it('offers those alone that can be sent', async () => {
    shop.templates.push(template(3, { status: 'PAUSED', sendable: false }));
    await choose();
    expect(text('wx-template-sender')).to.contain('template_2').and.not.to.contain('template_3');
  });

  it('fills it from the customer, shows what they will read, and puts it into the thread', async () => {
    await choose();
    await pick();
    expect(field().value).to.equal('{{customer.first_name|there}}');
    await see('wx-template-bubble', 'Hello Lena.');
    await see('wx-template-values', '= Lena');
    send().click();
    await see('wx-message-log', 'Hello Lena.');
    expect(sends()[0]).to.deep.include({
      templateId: template(1).id,
      values: { 'body.1': '{{customer.first_name|there}}' },
    });
  });

  it('says what is wrong beside the value, and sends nothing until it is mended', async () => {
    await choose();
    await pick();
    await until(() => !send().disabled);
    type('');
    await see('wx-template-values', 'The value is missing. Write one.');
    expect([send().disabled, field().getAttribute('aria-invalid')]).to.deep.equal([true, 'true']);
    type('Kim');
    await see('wx-template-bubble', 'Hello Kim.');
    await until(() => !send().disabled);
  });

  it('says why it was refused, and tries again as the same message', async () => {
    await choose();
    await pick();
    await until(() => !send().disabled);
    let isPaused = true;
    server.answer = request =>
      isPaused && /\/templates$/.test(request.path) && request.method === 'POST'
        ? problem(409, 'conflict', 'Meta has paused it.')
        : shop.answer(request);
    send().click();
    await see('wx-template-sender', 'Meta has paused it.');
    isPaused = false;
    send().click();
    await see('wx-message-log', 'Hello Lena.');
    expect(new Set(sends().map(({ clientId }) => clientId)).size).to.equal(1);
    expect(sends().length).to.equal(2);
  });

  it('says of marketing that the customer must have agreed', async () => {
    shop.templates = [template(1, { category: 'MARKETING' })];
    await choose();
    await pick();
    await see('wx-template-sender', 'This is marketing');
  });

  it('says before it is sent why it would be refused and what to do, and does not send it', async () => {
    shop.templates = [template(1, { category: 'MARKETING' }), template(2)];
    const refused = { kind: 'refused', words: 'The customer has not agreed to offers.', mend: 'Ask them.' } as const;
    server.outlook = { text: null, accounts: [{ wabaId: 'waba', utility: null, marketing: refused }] };
    const app = await choose();
    await see('wx-template-sender', 'would not be sent');
    const marks = [...find('wx-template-sender')!.shadowRoot!.querySelectorAll('.choice button')].map(
      button => button.querySelector('.mark') !== null,
    );
    expect(marks).to.deep.equal([true, false]);
    await pick();
    await see('wx-obstacle', 'would not be sent . The customer has not agreed to offers. Ask them.');
    await see('wx-template-bubble', 'Hello Lena.');
    expect(send().disabled).to.equal(true);
    await expect(app).to.be.accessible();
  });

  it('is offered again once the customer has agreed meanwhile', async () => {
    shop.templates = [template(1, { category: 'MARKETING' })];
    const refused = { kind: 'refused', words: 'The customer wants no offers.', mend: 'Ask them.' } as const;
    server.outlook = { text: null, accounts: [{ wabaId: 'waba', utility: null, marketing: refused }] };
    await choose();
    await see('wx-template-sender', 'would not be sent');
    server.outlook = { text: null, accounts: [{ wabaId: 'waba', utility: null, marketing: null }] };
    await pick();
    await see('wx-template-sender', 'This is marketing');
    await until(() => !send().disabled);
  });

  it('may be sent though it would wait, and says for what', async () => {
    const waits = { kind: 'waits', words: 'Meta asks for a payment.', mend: 'Mend the payment.' } as const;
    server.outlook = { text: waits, accounts: [{ wabaId: 'waba', utility: waits, marketing: waits }] };
    await choose();
    await pick();
    await see('wx-template-sender', 'would wait . Meta asks for a payment. Mend the payment.');
    await until(() => !send().disabled);
  });

  it('has no accessibility violation while choosing and while filling', async () => {
    const app = await choose();
    await expect(app).to.be.accessible();
    await pick();
    await see('wx-template-bubble', 'Hello Lena.');
    await expect(app).to.be.accessible();
    expect(find('wx-template-sender')).not.to.equal(null);
  });
});
