import { expect, fixture, html } from '@open-wc/testing';
import type { WxApp } from '../elements/wx-app.ts';
import { FakeServer, problem } from '../testing/fake-server.ts';
import { FakeTemplates, template } from '../testing/fake-templates.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { find, inside, see, text, until } from '../testing/screen.ts';
import '../elements/wx-app.ts';

describe('the templates', () => {
  let server: FakeServer;
  let shop: FakeTemplates;
  const address = location.href;
  const open = async (path = '/admin/templates') => {
    history.replaceState(null, '', path);
    return fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
  };
  const type = (field: HTMLInputElement | HTMLTextAreaElement, value: string) => {
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const field = (name: string) => inside<HTMLInputElement>('wx-template-draft', `[id="${name}"]`)!;
  const submit = () => inside<HTMLButtonElement>('wx-template-page', 'form .primary')!;
  /** What was typed is looked at, and there is nothing to mend. */
  const checked = async () => {
    await until(() => submit().disabled);
    await until(() => !submit().disabled);
  };

  beforeEach(() => {
    server = new FakeServer();
    shop = new FakeTemplates(server);
  });
  afterEach(() => history.replaceState(null, '', address));

  it('stand there with their state, and with what is wrong and what to do', async () => {
    const note = { tone: 'danger', what: 'Rejected. It advertises.', mend: 'Choose marketing.' } as const;
    shop.templates.push(template(3, { status: 'REJECTED', quality: 'RED', sendable: false, notes: [note] }));
    await open();
    await see('wx-templates-page', 'template_3');
    const words = text('wx-templates-page');
    for (const part of ['Approved', 'Rejected', 'Low quality', 'Rejected. It advertises. Choose marketing.'])
      expect(words).to.contain(part);
  });

  it('are asked for anew when the server says that one has changed', async () => {
    await open();
    await see('wx-templates-page', 'template_1');
    await until(() => server.openStreams === 1);
    shop.templates.push(template(4, { status: 'PAUSED' }));
    server.emit('event: numbers\ndata: {}\n\n');
    await see('wx-templates-page', 'template_4');
  });

  it('are searched by name and by text', async () => {
    await open();
    await see('wx-templates-page', 'template_2');
    type(find<HTMLInputElement>('input[type=search]')!, 'template 2');
    await until(() => !text('wx-templates-page').includes('template_1'));
    type(find<HTMLInputElement>('input[type=search]')!, 'nothing like it');
    await see('wx-templates-page', 'None fits');
  });

  it('are loaded from Meta when asked, and say why they could not be', async () => {
    await open();
    await see('wx-templates-page', 'template_1');
    server.answer = request =>
      request.path === 'templates/sync'
        ? problem(409, 'conflict', 'The access token has expired.')
        : shop.answer(request);
    find<HTMLElement>('wx-templates-page')!.shadowRoot!.querySelector<HTMLElement>('header button')!.click();
    await see('wx-templates-page', 'The access token has expired.');
    expect(text('wx-templates-page')).to.contain('template_1');
  });

  it('are made: problems stand beside their field, and a draft without any is submitted', async () => {
    await open('/admin/templates/new');
    await see('wx-template-page', 'New template');
    await until(() => field('body'));
    expect(submit().disabled).to.equal(true);
    type(field('body'), 'Hello {{1}}.');
    await see('wx-template-draft', 'The name is missing. Give it one.');
    await see('wx-template-draft', 'Example for {{ 1 }}');
    expect(field('name').getAttribute('aria-invalid')).to.equal('true');
    type(field('name'), 'taken');
    await checked();
    submit().click();
    await see('wx-template-page', 'There is a template “taken” in en already.');
    type(field('name'), 'fine');
    await checked();
    submit().click();
    await until(() => location.pathname === `/admin/templates/${template(9).id}`);
    await see('wx-template-page', 'In review');
  });

  it('are deleted only after a second thought', async () => {
    await open(`/admin/templates/${shop.templates[0]!.id}`);
    await see('wx-template-page', 'template_1');
    inside<HTMLElement>('wx-template-page', 'header button')!.click();
    await see('wx-confirm', 'Its name cannot be used again for 30 days');
    expect(shop.templates.length).to.equal(2);
    inside<HTMLElement>('wx-confirm', '.primary')!.click();
    await until(() => location.pathname === '/admin/templates');
    await until(() => !text('wx-templates-page').includes('template_1'));
  });

  it('that are gone say so', async () => {
    await open('/admin/templates/018f0000-0000-7000-8000-000000000799');
    await see('wx-template-page', 'There is no such template');
  });

  it('have no accessibility violation, neither in the list nor in the form', async () => {
    const app = await open();
    await see('wx-templates-page', 'template_1');
    await expect(app).to.be.accessible();
    find<HTMLElement>('wx-templates-page')!.shadowRoot!.querySelector<HTMLElement>('li a')!.click();
    await until(() => field('body'));
    await see('wx-template-bubble', 'Hello {{1}}');
    await expect(app).to.be.accessible();
  });
});
