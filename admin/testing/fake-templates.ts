import type { MessageContent } from '../../contract/message.ts';
import type {
  Template,
  TemplateCheck,
  TemplateDraft,
  TemplatePreview,
  TemplateValues,
} from '../../contract/template.ts';
import { type FakeRequest, type FakeServer, json, problem } from './fake-server.ts';
import { id, message, minute } from './samples.ts';

const FIELDS = [
  { name: 'customer.first_name', label: "The customer's first name" },
  { name: 'order.number', label: "The last order's number" },
];

/** An approved template with one variable. */
export const template = (n: number, changes: Partial<Template> = {}): Template => ({
  ...{ id: id(700 + n), wabaId: 'waba', name: `template_${n}`, language: 'en', category: 'UTILITY' },
  ...{ status: 'APPROVED', quality: 'GREEN', sendable: true, notes: [] },
  shown: { header: null, body: `Hello Ana, this is ${n}.`, footer: 'WoodEx', buttons: [] },
  slots: [
    {
      ...{ key: 'body.1', component: 'body', parameter: '1', kind: 'text', label: 'Text {{1}}', required: true },
      ...{ sample: 'Ana', suggestion: '{{customer.first_name|there}}' },
    },
  ],
  draft: {
    ...{ name: `template_${n}`, language: 'en', category: 'UTILITY', header: null, footer: 'WoodEx', buttons: [] },
    body: { text: `Hello {{1}}, this is ${n}.`, samples: { 1: 'Ana' } },
  },
  ...{ updatedAt: minute(0), syncedAt: minute(0) },
  ...changes,
});

/** The templates' part of the admin API in memory: put it before a {@link FakeServer}. */
export class FakeTemplates {
  templates: Template[] = [template(1), template(2)];
  private readonly server: FakeServer;

  constructor(server: FakeServer) {
    this.server = server;
    server.answer = request => this.answer(request);
  }

  answer({ method, path, body }: FakeRequest): Response | undefined {
    if (/^conversations\/[^/]+\/templates$/.test(path)) return this.send(body as { clientId: string });
    const [, key, rest] = /^templates(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? [];
    if (!path.startsWith('templates')) return undefined;
    if (key === 'examples') return json({ handle: '4:example', mimeType: 'image/png', size: 3 }, 201);
    if (key === 'check') return json(this.check((body as { draft: TemplateDraft }).draft));
    if (method === 'POST' && key === undefined) return this.create((body as { draft: TemplateDraft }).draft);
    if (key === undefined || key === 'sync') return json(this.list());
    const found = this.templates.find(each => each.id === key);
    if (!found) return problem(404, 'not-found');
    if (rest === 'preview') return json(this.preview(found, (body as { values: TemplateValues }).values));
    if (method === 'DELETE') {
      this.templates = this.templates.filter(each => each !== found);
      return new Response(null, { status: 204 });
    }
    return json(found);
  }

  private list() {
    return { templates: this.templates, fields: FIELDS, accounts: [{ wabaId: 'waba', phones: ['+49 30 1'] }] };
  }

  private check({ body, name }: TemplateDraft): TemplateCheck {
    const at = { component: 'template', parameter: null } as const;
    const missing = { field: 'name', ...at, what: 'The name is missing.', mend: 'Give it one.' };
    return {
      shown: { header: null, body: body.text, footer: null, buttons: [] },
      variables: body.text.includes('{{1}}') ? ['1'] : [],
      problems: name === '' ? [missing] : [],
    };
  }

  private create(draft: TemplateDraft): Response {
    if (draft.name === 'taken') return problem(409, 'conflict', 'There is a template “taken” in en already.');
    const made = template(9, { name: draft.name, status: 'PENDING', sendable: false, draft });
    this.templates.push(made);
    return json(made, 201);
  }

  private preview({ shown }: Template, values: TemplateValues): TemplatePreview {
    const value = (values['body.1'] ?? '').replace('{{customer.first_name|there}}', 'Lena');
    const at = { field: 'body.1', component: 'body', parameter: '1' } as const;
    const problems = value === '' ? [{ ...at, what: 'The value is missing.', mend: 'Write one.' }] : [];
    return { shown: { ...shown, body: `Hello ${value}.` }, values: { 'body.1': value }, problems };
  }

  private send({ clientId }: { clientId: string }): Response {
    const content: MessageContent = {
      ...({ kind: 'template', templateId: id(701), name: 'template_1' } as const),
      ...{ language: 'en', body: 'Hello Lena.', buttons: [], parameters: [] },
    };
    const position = (this.server.conversations[0]?.messages.length ?? 0) + 1;
    const sent = message(position, { clientId, content, channel: 'whatsapp' });
    this.server.conversations[0]?.messages.push(sent);
    return json({ message: sent, seq: this.server.seq }, 201);
  }
}
