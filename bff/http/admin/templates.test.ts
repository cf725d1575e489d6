import assert from 'node:assert/strict';
import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { MessageAccepted } from '../../../contract/storefront.ts';
import type {
  Template,
  TemplateCheck,
  TemplateDraft,
  TemplateList,
  TemplatePreview,
} from '../../../contract/template.ts';
import { createTemplate } from '../../services/change-templates.ts';
import { eventually } from '../../testing/eventually.ts';
import { ACCOUNT, startWhatsAppWorld, type WhatsAppWorld } from '../../testing/whatsapp-world.ts';
import type { TemplateApi } from '../../whatsapp/template-api.ts';

const draft = (changes: Partial<TemplateDraft> = {}): TemplateDraft => ({
  name: 'order_shipped',
  language: 'en',
  category: 'UTILITY',
  header: null,
  body: { text: 'Hello {{1}}, your order {{2}} is on its way.', samples: { 1: 'Ana', 2: '#1001' } },
  footer: 'WoodEx',
  buttons: [{ kind: 'url', text: 'Track it', url: 'https://shop.example/track/{{1}}', sample: '1001' }],
  ...changes,
});

describe('message templates over HTTP', () => {
  let world: WhatsAppWorld;
  let names = 0;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());
  beforeEach(() => void world.clock.advance(2000));

  const ask = async <T>(method: string, path = '', body?: unknown) => {
    const { json, status } = await world.agent.call<T>(`/templates${path}`, { method, ...(body ? { body } : {}) });
    return { json, status };
  };
  const list = async () => (await ask<TemplateList>('GET')).json.templates;
  const create = async (changes: Partial<TemplateDraft> = {}) => {
    const body = { draft: draft({ name: `order_shipped_${++names}`, ...changes }) };
    return ask<Template & { detail?: string; errors?: { path: string; message: string }[] }>('POST', '', body);
  };
  const meta = (template: { name: string; language: string }, change: object) =>
    eventually(async () => {
      const { accounts } = await world.drive<{ accounts: { templates: { id: string; name: string }[] }[] }>(
        'GET',
        '/meta',
      );
      const found = accounts[0]!.templates.find(({ name }) => name === template.name);
      return found && (await world.drive('POST', `/templates/${found.id}`, change));
    }, 'the template at Meta');
  const becomes = (id: string, is: (template: Template) => boolean) =>
    eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      const { json } = await ask<Template>('GET', `/${id}`);
      return is(json) ? json : undefined;
    }, 'a template to change');
  const approved = async (changes: Partial<TemplateDraft> = {}) => {
    const { json, status } = await create(changes);
    assert.equal(status, 201, JSON.stringify(json));
    world.clock.advance(2000);
    await meta(json, { status: 'APPROVED' });
    return becomes(json.id, ({ status }) => status === 'APPROVED');
  };

  it('a draft is submitted, waits for Meta, and is approved by webhook', async () => {
    const { json } = await create();
    assert.deepEqual([json.status, json.sendable, json.notes[0]?.what], ['PENDING', false, 'Meta is looking at it.']);
    assert.equal(json.shown.body, 'Hello Ana, your order #1001 is on its way.');
    world.clock.advance(2000);
    await meta(json, { status: 'APPROVED' });
    const now = await becomes(json.id, ({ status }) => status === 'APPROVED');
    assert.deepEqual([now.sendable, now.notes], [true, []]);
    assert.deepEqual(
      now.slots.map(({ key, suggestion }) => [key, suggestion]),
      [
        ['body.1', '{{customer.first_name|there}}'],
        ['body.2', ''],
        ['button.0', '{{order.tracking}}'],
      ],
    );
  });

  it('what Meta has decided before it answers the submission stays decided', async () => {
    const { templates, sealer } = world.app.deps;
    const { promise: isRead, resolve: letRead } = Promise.withResolvers<void>();
    const createUnread: TemplateApi['createTemplate'] = async submission => {
      const answer = await templates.createTemplate(submission);
      await isRead;
      return answer;
    };
    const named = { name: `order_shipped_${++names}`, language: 'en' };
    const tools = { api: { ...templates, createTemplate: createUnread }, sealer };
    const creating = createTemplate(world.app.context(), tools, world.app.a.id, { draft: draft(named) });
    await meta(named, {});
    world.clock.advance(2000);
    await meta(named, { status: 'APPROVED' });
    await eventually(async () => {
      world.app.deps.live.publish({ kind: 'work' });
      return (await list()).some(({ name, status }) => name === named.name && status === 'APPROVED');
    }, 'the approval');
    letRead();
    assert.equal((await creating).status, 'APPROVED');
  });

  it('a rejection says why and what to do, and the mended draft is submitted anew', async () => {
    const { json } = await create();
    world.clock.advance(2000);
    await meta(json, { status: 'REJECTED', reason: 'PROMOTIONAL' });
    const rejected = await becomes(json.id, ({ status }) => status === 'REJECTED');
    assert.match(rejected.notes[0]!.what, /^Rejected\. /);
    assert.ok(rejected.notes[0]!.mend.length > 0);
    const mended = { ...rejected.draft!, body: { text: 'Hi {{1}}, it is on its way to you.', samples: { 1: 'Ana' } } };
    const { json: again, status } = await ask<Template>('PUT', `/${json.id}`, { draft: mended });
    assert.deepEqual([status, again.status, again.shown.body], [200, 'PENDING', 'Hi Ana, it is on its way to you.']);
    const renamed = await ask<{ detail: string }>('PUT', `/${json.id}`, { draft: { ...mended, name: 'other' } });
    assert.equal(renamed.status, 409);
  });

  it('what Meta would refuse is refused before, beside each field', async () => {
    const { json, status } = await create({ body: { text: '{{1}} hi', samples: {} }, footer: 'x'.repeat(61) });
    assert.equal(status, 400);
    const paths = json.errors!.map(({ path }) => path);
    assert.deepEqual(paths, ['body.samples.1', 'body.text', 'body.text', 'footer']);
    const { json: check } = await ask<TemplateCheck>('POST', '/check', { draft: draft({ name: 'Bad Name' }) });
    assert.deepEqual(
      check.problems.map(({ field }) => field),
      ['name'],
    );
    assert.deepEqual(check.variables, ['1', '2']);
  });

  it("Meta's own refusal comes in plain words, with Meta's behind them", async () => {
    const { json } = await create();
    await world.faults({ errors: { rate: 1, code: 2388019 } });
    const refused = await create();
    await world.faults();
    assert.equal(refused.status, 409);
    assert.match(refused.json.detail!, /^The account has too many templates\. Delete templates/);
    const twice = await ask<{ detail: string }>('POST', '', { draft: json.draft });
    assert.deepEqual([twice.status, twice.json.detail], [409, `There is a template “${json.name}” in en already.`]);
  });

  it('a pause, a bad quality and a change of category are seen, and a pause can be asked to end', async () => {
    const template = await approved();
    world.clock.advance(2000);
    await meta(template, { status: 'PAUSED' });
    const paused = await becomes(template.id, ({ status }) => status === 'PAUSED');
    assert.deepEqual([paused.sendable, paused.notes[0]!.tone], [false, 'danger']);
    const { json: ended } = await ask<Template>('POST', `/${template.id}/unpause`);
    assert.equal(ended.status, 'APPROVED');
    world.clock.advance(2000);
    await meta(template, { quality: 'RED' });
    const red = await becomes(template.id, ({ quality }) => quality === 'RED');
    assert.match(red.notes[0]!.what, /quality is low/);
    world.clock.advance(2000);
    await meta(template, { correctCategory: 'MARKETING' });
    const warned = await becomes(template.id, ({ notes }) =>
      notes.some(({ what }) => what.includes('Meta will make it')),
    );
    assert.equal(warned.category, 'UTILITY');
    world.clock.advance(2000);
    await meta(template, { category: 'MARKETING' });
    const changed = await becomes(template.id, ({ category }) => category === 'MARKETING');
    assert.ok(changed.notes.some(({ what }) => what === 'Meta has made it marketing; it was utility.'));
  });

  it('a deleted one is gone here and at Meta, and one deleted at Meta is gone here', async () => {
    const [one, two] = [await approved(), await approved()];
    assert.equal((await ask('DELETE', `/${one.id}`)).status, 204);
    assert.equal((await ask('GET', `/${one.id}`)).status, 404);
    const headers = { authorization: `Bearer ${ACCOUNT.accessToken}` };
    const path = `v25.0/${ACCOUNT.wabaId}/message_templates?name=${two.name}`;
    assert.ok((await fetch(`${world.simulator.url}/${path}`, { method: 'DELETE', headers })).ok);
    world.clock.advance(2000);
    const { json } = await ask<TemplateList>('POST', '/sync');
    assert.ok(json.templates.every(({ id }) => id !== one.id && id !== two.id));
  });

  it('all pages are loaded, and an account that does not answer loses nothing', async () => {
    for (let n = 0; n < 4; n++) await create();
    const before = (await list()).length;
    await world.faults({ errors: { rate: 1, code: 190 } });
    const refused = await ask<{ detail: string }>('POST', '/sync');
    assert.equal(refused.status, 409);
    assert.match(refused.json.detail, /access token has expired/);
    assert.ok(!refused.json.detail.includes(ACCOUNT.accessToken));
    await world.faults();
    assert.equal((await list()).length, before);
  });

  it('a preview is filled from the customer, and says what is not known of them', async () => {
    const template = await approved();
    const phone = await world.phone({ name: 'Ana Lima' });
    await phone.write('Preview, please');
    const { customer } = await world.conversationWith('Preview, please');
    const values = { 'body.1': '{{customer.first_name|there}}', 'body.2': '{{order.number}}', 'button.0': 'A 1' };
    const { json } = await ask<TemplatePreview>('POST', `/${template.id}/preview`, { values, customerId: customer.id });
    assert.equal(json.values['body.1'], 'Ana');
    assert.deepEqual(
      json.problems.map(({ field, what }) => `${field}: ${what}`),
      ["body.2: Not known of this customer: the last order's number."],
    );
    const { json: fine } = await ask<TemplatePreview>('POST', `/${template.id}/preview`, {
      values: { ...values, 'body.2': '{{order.number|soon}}' },
    });
    assert.deepEqual([fine.problems, fine.shown.body], [[], 'Hello there, your order soon is on its way.']);
    assert.equal(fine.shown.buttons[0]!.detail, 'https://shop.example/track/A%201');
  });

  it('one is sent to a customer whose window is closed, arrives as it was shown, and once', async () => {
    const template = await approved();
    const phone = await world.phone({ name: 'Omar Said' });
    await phone.write('I write, and then not for two days');
    const conversation = await world.conversationWith('I write, and then not for two days');
    world.clock.advance(48 * 3_600_000);
    const values = { 'body.1': '{{customer.first_name|there}}', 'body.2': '#7', 'button.0': '7' };
    const send = (input: object) =>
      world.agent.call<MessageAccepted & { detail: string; errors: { path: string }[] }>(
        `/conversations/${conversation.id}/templates`,
        { body: input },
      );
    const input = { clientId: randomUUID(), templateId: template.id, values };
    const sent = await send(input);
    assert.equal(sent.status, 201, sent.text);
    const again = await send(input);
    assert.deepEqual([again.status, again.json.message.id], [200, sent.json.message.id]);
    await world.reaches(conversation.id, sent.json.message.id, 'delivered');
    const { messages } = await world.drive<{ messages: { from: string; bubble: { text: string } }[] }>(
      'GET',
      `/phones/${phone.id}/messages`,
    );
    const arrived = messages.filter(({ from }) => from === 'business').map(({ bubble }) => bubble.text);
    assert.deepEqual(arrived, ['Hello Omar, your order #7 is on its way.']);
    const { content } = sent.json.message;
    assert.equal(content.kind === 'template' && content.body, arrived[0]);

    const empty = await send({ ...input, clientId: randomUUID(), values: { ...values, 'body.2': ' ' } });
    assert.deepEqual([empty.status, empty.json.errors.map(({ path }) => path)], [400, ['body.2']]);
    const stranger = await world.app
      .agent(world.app.b)
      .call(`/conversations/${conversation.id}/templates`, { body: { ...input, clientId: randomUUID() } });
    assert.equal(stranger.status, 404);
  });

  it('marketing goes to nobody who has not agreed, and the thread says so', async () => {
    const template = await approved({ category: 'MARKETING' });
    const phone = await world.phone({ name: 'Sofia Reis' });
    await phone.write('I never agreed to anything');
    const conversation = await world.conversationWith('I never agreed to anything');
    const values = { 'body.1': 'Sofia', 'body.2': '#8', 'button.0': '8' };
    const body = { clientId: randomUUID(), templateId: template.id, values };
    const { json } = await world.agent.call<MessageAccepted>(`/conversations/${conversation.id}/templates`, { body });
    const failed = await world.reaches(conversation.id, json.message.id, 'failed');
    assert.ok(failed.delivery!.error!.title.length > 0);
    assert.deepEqual(await phone.received(), []);
  });

  it("another merchant's templates do not exist", async () => {
    const template = await approved();
    const stranger = world.app.agent(world.app.b);
    assert.deepEqual((await stranger.call<TemplateList>('/templates')).json.templates, []);
    const missing = randomUUIDv7();
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PUT', '', { draft: draft() }],
      ['DELETE', '', undefined],
      ['POST', '/unpause', undefined],
      ['POST', '/preview', { values: {} }],
    ] as const) {
      const answers = await Promise.all(
        [template.id, missing].map(id => stranger.call(`/templates/${id}${path}`, { method, ...(body && { body }) })),
      );
      assert.deepEqual(
        answers.map(({ status }) => status),
        [404, 404],
        `${method} ${path}`,
      );
    }
  });
});
