import type { Rule, RuleDefinition, Run } from '../../contract/automation.ts';
import type { RuleFunnel } from '../../contract/automation-funnel.ts';
import type { MessagePreview, TestSendInput } from '../../contract/automation-preview.ts';
import type { Why } from '../../contract/automation-why.ts';
import { definition, rule } from './automation-samples.ts';
import { type FakeRequest, type FakeServer, json, problem } from './fake-server.ts';
import { template } from './fake-templates.ts';
import { id, minute } from './samples.ts';

const FIELDS = [{ name: 'customer.first_name', label: "The customer's first name" }];

/** The automations' part of the admin API in memory: put it before a {@link FakeServer}. */
export class FakeAutomations {
  rules: Rule[] = [rule(1)];
  versions: RuleDefinition[] = [definition()];
  /** Who wrote each version. */
  writers: string[] = [];
  runs: Run[] = [];
  templates = [template(1, { name: 'cart_left' })];
  customers = [{ id: id(3), kind: 'known', fullName: 'Ana Souza', phone: '+55 41 98888 7777' }];
  funnel: RuleFunnel = { since: minute(0), countedDays: 7, runs: 0, isCapped: false, steps: [] };
  preview: MessagePreview = {
    customer: { id: id(3), name: 'Ana Souza', phone: null },
    occasion: null,
    now: { would: 'send', by: 'text', until: null, words: 'By WhatsApp as text.' },
    text: { pieces: [], problem: null },
    template: null,
  };
  why: Why = {
    customer: { id: id(3), kind: 'known', fullName: 'Ana Souza', phone: null },
    words: 'What begins it has never happened to them.',
    occasions: [],
    conditions: null,
    first: 'Sent by WhatsApp as a template.',
    runs: [],
  };
  /** What a try to save is answered with instead. */
  refusal: (() => Response) | null = null;
  /** What a test send is answered with instead. */
  testRefusal: (() => Response) | null = null;

  constructor(server: FakeServer) {
    server.answer = request => this.answer(request);
  }

  answer({ method, path, query, body, headers }: FakeRequest): Response | undefined {
    if (path === 'templates') return json({ templates: this.templates, fields: FIELDS, accounts: [] });
    if (path === 'webhooks') return json({ endpoints: [] });
    if (path === 'customers') return this.found(query.get('q') ?? '');
    if (!path.startsWith('automations')) return undefined;
    if (path.startsWith('automations/dry-runs')) return json({ dryRuns: [] });
    if (path === 'automations/preview') return json(this.preview);
    if (path === 'automations/test-sends') return this.testRefusal?.() ?? this.tried(body as TestSendInput);
    if (path.endsWith('/runs')) return json({ runs: this.runs, next: null });
    if (path.endsWith('/why')) return json(this.why);
    if (path.endsWith('/funnel')) return json(this.funnel);
    if (path.endsWith('/versions')) return json({ versions: this.history().reverse() });
    if (method === 'POST' || method === 'PUT')
      return this.refusal?.() ?? this.save(method, body as { definition: RuleDefinition }, headers.get('if-match'));
    return json(path === 'automations' ? { rules: this.rules, recipes: [] } : this.rules.at(-1));
  }

  private found(q: string): Response {
    const customers = this.customers.filter(({ fullName }) => fullName.startsWith(q));
    return json({ customers, next: null, total: customers.length });
  }

  private tried({ action }: TestSendInput): Response {
    const by = action.kind === 'message' && action.text ? 'text' : 'template';
    return json({ conversationId: id(5), messageId: id(6), by }, 201);
  }

  private history() {
    return this.versions.map((said, n) => ({
      version: n + 1,
      definition: said,
      by: this.writers[n] ?? null,
      at: minute(n),
    }));
  }

  /** Somebody else saves it. */
  overtake(said: RuleDefinition, by: string) {
    this.versions.push(said);
    this.writers[this.versions.length - 1] = by;
    this.rules = [rule(1, { definition: said, version: this.versions.length })];
  }

  private save(method: string, { definition: said }: { definition: RuleDefinition }, from: string | null): Response {
    if (method === 'POST') {
      this.versions = [said];
      this.rules.push(rule(9, { definition: said, recipe: null }));
      return json(this.rules.at(-1), 201);
    }
    if (from !== `"${this.versions.length}"`) return problem(412, 'precondition-failed', 'The rule is newer.');
    this.versions.push(said);
    this.rules = [rule(1, { definition: said, version: this.versions.length })];
    return json(this.rules[0]);
  }
}
