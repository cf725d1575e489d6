import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AdminSession } from '../../../contract/agent.ts';
import type { Rule, RuleDefinition } from '../../../contract/automation.ts';
import type { Endpoint } from '../../../contract/outgoing-webhook.ts';
import type { TemplateList } from '../../../contract/template.ts';
import { changeAutomation, createAutomation } from '../../api/automations.ts';
import { type ApiClient, ProblemError } from '../../api/client.ts';
import { listTemplates } from '../../api/templates.ts';
import { listEndpoints } from '../../api/webhooks.ts';
import { apiContext, sessionContext } from '../../contexts/contexts.ts';
import { Loaded } from '../../controllers/loaded.ts';
import { type FieldError, onceFor, withPart } from '../../state/rule-draft.ts';
import { RuleDrafts } from '../../state/rule-drafts.ts';
import { formatExact } from '../../state/time.ts';
import { shared } from '../../styles/shared.ts';
import { templateForms } from '../../styles/template-forms.ts';
import { focusField, placeWords } from './focus-field.ts';
import { checkRule } from './rule-check.ts';
import type { PartChangeEvent } from './rule-part.ts';
import { ruleEditorStyles } from './wx-rule-editor.styles.ts';
import './wx-rule-form.ts';
import './wx-rule-preview.ts';
import './wx-rule-words.ts';

/** The rule says this now. */
export class RuleSavedEvent extends Event {
  readonly rule: Rule;

  constructor(rule: Rule) {
    super('rule-saved', { bubbles: true, composed: true });
    this.rule = rule;
  }
}

/** Keeps the draft of a rule while it is written: shows it in words, says what is wrong with it, and saves it. */
@customElement('wx-rule-editor')
export class WxRuleEditor extends LitElement {
  static override styles = [shared, templateForms, ruleEditorStyles];

  /** Null: it is a new one. */
  @property({ attribute: false }) rule: Pick<Rule, 'id' | 'version'> | null = null;
  /** What it begins with. */
  @property({ attribute: false }) definition!: RuleDefinition;
  /** Names the draft of a new rule. */
  @property() key = 'new';
  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private draft!: RuleDefinition;
  /** When the draft that is shown was left; null: nothing was. */
  @state() private left: { at: string; isOlder: boolean } | null = null;
  @state() private errors: readonly FieldError[] = [];
  @state() private trouble = '';
  @state() private isSaving = false;
  @query('.wrong') private wrong!: HTMLElement | null;
  private readonly templates = new Loaded<TemplateList>(this);
  private readonly endpoints = new Loaded<Endpoint[]>(this);
  private drafts!: RuleDrafts;

  override connectedCallback() {
    super.connectedCallback();
    this.drafts = new RuleDrafts(localStorage, this.session.agent.id);
    const kept = this.drafts.read(this.draftKey);
    this.draft = kept?.definition ?? this.definition;
    this.left = kept && { at: kept.at, isOlder: kept.version !== this.version };
    void this.templates.load(signal => listTemplates(this.api, signal));
    void this.endpoints.load(async signal => (await listEndpoints(this.api, signal)).endpoints);
  }

  private get version() {
    return this.rule?.version ?? null;
  }

  private get draftKey() {
    return this.rule?.id ?? this.key;
  }

  override render() {
    const { draft, errors, trouble, isSaving } = this;
    return html`
      <form novalidate @submit=${this.submit} @part-change=${this.take}>
        ${this.renderLeft()}
        <wx-rule-form .value=${draft} .errors=${errors} .templates=${this.templates.value} .endpoints=${this.endpoints.value ?? []}></wx-rule-form>
        ${errors.length > 0 ? this.renderWrong(errors) : nothing}
        ${trouble ? html`<p class="problem" role="alert">${trouble}</p>` : nothing}
        <div class="row">
          <button class="button primary" ?disabled=${isSaving}>${this.rule ? 'Save as a new version' : 'Save, switched off'}</button>
          <button class="button" type="button" @click=${this.drop}>Throw the draft away</button>
        </div>
      </form>
      <aside>
        <section aria-labelledby="words"><h2 id="words">In words</h2><wx-rule-words .definition=${draft}></wx-rule-words></section>
        <section aria-labelledby="preview"><h2 id="preview">With a customer</h2><wx-rule-preview .definition=${draft}></wx-rule-preview></section>
      </aside>`;
  }

  private renderLeft() {
    if (!this.left) return nothing;
    const { at, isOlder } = this.left;
    return html`<p class="note ${isOlder ? 'warning' : ''}">This is the draft that you left on ${formatExact(at)}.${isOlder ? ' The rule was changed since then: saving puts the draft in its place.' : ''}</p>`;
  }

  private renderWrong(errors: readonly FieldError[]) {
    return html`<div class="wrong note danger" role="alert" tabindex="-1" aria-labelledby="wrong">
      <p id="wrong">${errors.length === 1 ? 'One thing is' : `${errors.length} things are`} to be mended:</p>
      <ul>${errors.map(
        ({ path, message }) =>
          html`<li><button type="button" @click=${() => focusField(this.renderRoot, path)}>${placeWords(path)}</button> ${message}</li>`,
      )}</ul></div>`;
  }

  private readonly take = ({ path, value }: PartChangeEvent) => {
    const changed = path === '' ? (value as RuleDefinition) : withPart(this.draft, path, value);
    this.draft = { ...changed, once: onceFor(changed.trigger, changed.once) };
    // What was wrong there is being mended.
    this.errors = this.errors.filter(error => error.path !== path && !error.path.startsWith(`${path}.`));
    this.drafts.keep(this.draftKey, { definition: this.draft, version: this.version, at: new Date().toISOString() });
  };

  private async submit(event: SubmitEvent) {
    event.preventDefault();
    this.trouble = '';
    this.errors = checkRule(this.draft, this.templates.value);
    if (this.errors.length === 0) await this.save();
    await this.updateComplete;
    this.wrong?.focus();
  }

  private async save() {
    this.isSaving = true;
    try {
      const saved = this.rule
        ? await changeAutomation(this.api, this.rule.id, this.draft)
        : await createAutomation(this.api, this.draft);
      this.drafts.drop(this.draftKey);
      this.dispatchEvent(new RuleSavedEvent(saved));
    } catch (error) {
      const told = error instanceof ProblemError ? (error.problem?.errors ?? []) : [];
      this.errors = told.map(({ path, message }) => ({ path: path.replace(/^definition\.?/, ''), message }));
      if (told.length === 0) this.trouble = error instanceof Error ? error.message : 'That did not work.';
    }
    this.isSaving = false;
  }

  private readonly drop = () => {
    this.drafts.drop(this.draftKey);
    this.dispatchEvent(new Event('rule-cancel', { bubbles: true, composed: true }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-rule-editor': WxRuleEditor;
  }
}
