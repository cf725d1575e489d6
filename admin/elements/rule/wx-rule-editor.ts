import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AdminSession } from '../../../contract/agent.ts';
import type { Rule, RuleDefinition } from '../../../contract/automation.ts';
import type { Endpoint } from '../../../contract/outgoing-webhook.ts';
import type { TemplateList } from '../../../contract/template.ts';
import { changeAutomation, createAutomation, getVersions } from '../../api/automations.ts';
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
import { checkRule, refusedFields } from './rule-check.ts';
import type { PartChangeEvent } from './rule-part.ts';
import type { ConflictAnswerEvent, Version } from './wx-rule-conflict.ts';
import { ruleEditorStyles } from './wx-rule-editor.styles.ts';
import './wx-rule-conflict.ts';
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
  /** The version that the draft was made from; null: of a new rule. */
  private made: number | null = null;
  /** What somebody else saved meanwhile. */
  @state() private newer: Version | null = null;
  /** What was written here before it went on from somebody else's. */
  @state() private aside: RuleDefinition | null = null;
  /** When the draft that is shown was left; null: nothing was. */
  @state() private left: string | null = null;
  @state() private errors: readonly FieldError[] = [];
  @state() private trouble = '';
  @state() private isSaving = false;
  @query('.wrong, wx-rule-conflict, .aside') private toRead!: HTMLElement | null;
  private readonly templates = new Loaded<TemplateList>(this);
  private readonly endpoints = new Loaded<Endpoint[]>(this);
  private drafts!: RuleDrafts;
  private draftKey = '';

  override connectedCallback() {
    super.connectedCallback();
    this.drafts = new RuleDrafts(localStorage, this.session.agent.id);
    this.draftKey = this.rule?.id ?? this.key;
    const kept = this.drafts.read(this.draftKey);
    this.draft = kept?.definition ?? this.definition;
    this.made = kept && this.rule ? kept.version : (this.rule?.version ?? null);
    this.aside = kept?.aside ?? null;
    this.left = kept?.at ?? null;
    if (this.made !== (this.rule?.version ?? null)) void this.look(this.showNewer);
    void this.templates.load(signal => listTemplates(this.api, signal));
    void this.endpoints.load(async signal => (await listEndpoints(this.api, signal)).endpoints);
  }

  override render() {
    const { draft, errors, trouble, isSaving, newer } = this;
    return html`
      <form novalidate @submit=${this.submit} @part-change=${this.take}>
        ${this.left ? html`<p class="note">This is the draft that you left on ${formatExact(this.left)}.</p>` : nothing}
        ${this.renderAside()}
        <wx-rule-form .value=${draft} .errors=${errors} .templates=${this.templates.value} .endpoints=${this.endpoints.value ?? []}></wx-rule-form>
        ${errors.length > 0 ? this.renderWrong(errors) : nothing}
        ${trouble ? html`<p class="problem" role="alert">${trouble}</p>` : nothing}
        ${newer ? html`<wx-rule-conflict role="alert" .newer=${newer} .mine=${draft} ?disabled=${isSaving} @conflict-answer=${this.settle}></wx-rule-conflict>` : nothing}
        <div class="row">
          <button class="button primary" ?disabled=${isSaving || newer !== null}>${this.rule ? 'Save as a new version' : 'Save, switched off'}</button>
          <button class="button" type="button" @click=${this.drop}>Throw the draft away</button>
        </div>
      </form>
      <aside>
        <section aria-labelledby="words"><h2 id="words">In words</h2><wx-rule-words .definition=${draft}></wx-rule-words></section>
        <section aria-labelledby="preview"><h2 id="preview">With a customer</h2><wx-rule-preview .definition=${draft}></wx-rule-preview></section>
      </aside>`;
  }

  private renderAside() {
    if (!this.aside) return nothing;
    return html`<div class="aside note row" tabindex="-1" role="status">The form has version ${this.made} now. What you had written is kept.
      <button class="button small" type="button" @click=${this.bringBack}>Put mine back</button></div>`;
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
    this.keep();
  };

  private keep() {
    const { draft: definition, made: version, aside } = this;
    this.drafts.keep(this.draftKey, { definition, version, aside, at: new Date().toISOString() });
  }

  private async submit(event: SubmitEvent) {
    event.preventDefault();
    this.errors = checkRule(this.draft, this.templates.value);
    if (this.errors.length === 0) await this.look(this.save);
    await this.updateComplete;
    this.toRead?.focus();
  }

  /** Says what goes wrong while it works. */
  private async look(work: () => Promise<void>) {
    this.trouble = '';
    this.isSaving = true;
    try {
      await work();
    } catch (error) {
      this.errors = refusedFields(error);
      if (this.errors.length === 0) this.trouble = error instanceof Error ? error.message : 'That did not work.';
    }
    this.isSaving = false;
  }

  private readonly save = async () => {
    const { rule, made, draft } = this;
    try {
      const saved = rule
        ? await changeAutomation(this.api, rule.id, made ?? 0, draft)
        : await createAutomation(this.api, draft);
      this.drafts.drop(this.draftKey);
      this.dispatchEvent(new RuleSavedEvent(saved));
    } catch (error) {
      if (!(error instanceof ProblemError && error.problem?.code === 'precondition-failed')) throw error;
      await this.showNewer();
    }
  };

  private readonly showNewer = async () => {
    this.newer = (await getVersions(this.api, this.rule!.id)).versions[0]!;
  };

  private readonly settle = async ({ answer }: ConflictAnswerEvent) => {
    const { version, definition } = this.newer!;
    this.made = version;
    this.newer = null;
    if (answer === 'go-on') [this.aside, this.draft] = [this.draft, definition];
    this.left = null;
    this.keep();
    if (answer === 'keep-mine') await this.look(this.save);
    await this.updateComplete;
    this.toRead?.focus();
  };

  private readonly bringBack = () => {
    [this.draft, this.aside] = [this.aside!, null];
    this.keep();
  };

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
