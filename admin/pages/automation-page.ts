import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { Rule, RuleVersions } from '../../contract/automation.ts';
import { changeAutomation, getAutomation, getVersions, switchAutomation } from '../api/automations.ts';
import type { ApiClient } from '../api/client.ts';
import { apiContext, sessionContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import { focusField } from '../elements/rule/focus-field.ts';
import type { RuleSavedEvent, WxRuleEditor } from '../elements/rule/wx-rule-editor.ts';
import type { VersionBackEvent } from '../elements/rule/wx-rule-versions.ts';
import { RuleDrafts } from '../state/rule-drafts.ts';
import { formatExact } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';
import '../elements/rule/wx-rule-editor.ts';
import '../elements/rule/wx-rule-funnel.ts';
import '../elements/rule/wx-rule-preview.ts';
import '../elements/rule/wx-rule-versions.ts';
import '../elements/rule/wx-rule-words.ts';
import '../elements/wx-dry-run.ts';
import '../elements/wx-runs.ts';
import '../elements/wx-why.ts';
import { automationPageStyles } from './automation-page.styles.ts';

type Shown = { rule: Rule; versions: RuleVersions['versions'] };

/** One rule: what it says in plain words, its form, what it has said before, and what came of it for whom, and why. */
@customElement('wx-automation-page')
export class WxAutomationPage extends LitElement {
  static override styles = [shared, templateForms, automationPageStyles];

  @property() ruleId = '';
  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private isEdited = false;
  @state() private said = '';
  @query('.edit') private editButton!: HTMLElement | null;
  @query('wx-rule-editor') private editor!: WxRuleEditor | null;
  private readonly shown = new Loaded<Shown>(this);

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('ruleId')) return;
    this.shown.forget();
    this.isEdited = false;
    void this.load();
  }

  override render() {
    const { status, value, error } = this.shown;
    const back = html`<nav><a class="button quiet" href="/admin/automations">All automations</a></nav>`;
    if (status === 'pending') return html`${back}<p role="status">Loading…</p>`;
    if (status === 'error')
      return html`${back}<p role="alert">${error instanceof Error ? error.message : 'This rule could not be loaded.'}</p>`;
    const { rule, versions } = value!;
    return html`${back}${this.renderHead(rule)}${this.isEdited ? this.renderEditor(rule) : this.renderRule(rule, versions)}`;
  }

  private renderEditor(rule: Rule) {
    return html`<wx-rule-editor .rule=${rule} .definition=${rule.definition} @rule-saved=${this.saved} @rule-cancel=${this.leave}></wx-rule-editor>`;
  }

  private renderRule({ id, definition }: Rule, versions: Shown['versions']) {
    return html`<div class="columns">
      <div>
        <section aria-label="What it says"><wx-rule-words .definition=${definition}></wx-rule-words></section>
        <section aria-labelledby="preview"><h2 id="preview">With a customer</h2><wx-rule-preview .definition=${definition}></wx-rule-preview></section>
        <section aria-labelledby="dry-run"><h2 id="dry-run">Dry run</h2><wx-dry-run .of=${{ automation: id }}></wx-dry-run></section>
        <details><summary>Versions (${versions.length})</summary><wx-rule-versions .versions=${versions} @version-back=${this.bringBack}></wx-rule-versions></details>
      </div>
      <div>
      <section aria-labelledby="funnel"><h2 id="funnel">How far it came</h2>
        <wx-rule-funnel .ruleId=${id} .definition=${definition} .versions=${versions.map(({ version }) => version)}></wx-rule-funnel></section>
      <section aria-labelledby="why"><h2 id="why">Why did, or didn’t, somebody get it?</h2><wx-why .ruleId=${id}></wx-why></section>
      <section aria-labelledby="runs"><h2 id="runs">What came of it</h2><wx-runs .of=${{ rule: id }}></wx-runs></section>
      </div>
    </div>`;
  }

  private renderHead({ id, definition, enabled, enabledAt, notes }: Rule) {
    return html`<header>
      <div class="row"><h1>${definition.name}</h1>
        ${
          this.session.agent.role === 'owner'
            ? html`${this.isEdited ? nothing : html`<button class="button edit" @click=${this.edit}>${this.hasDraft ? 'Go on with the draft' : 'Edit'}</button>`}
                <a class="button" href="/admin/automations/new?from=${id}">Copy</a>
                <button class="button ${enabled ? '' : 'primary'}" @click=${() => this.switch(id, !enabled)}>${enabled ? 'Switch off' : 'Switch on'}</button>`
            : nothing
        }
      </div>
      <p class="hint">${enabled && enabledAt ? `On since ${formatExact(enabledAt)}: what happens from then on counts.` : 'Off: nothing begins, and nothing more is sent.'}</p>
      ${notes.map(note => html`<p class="note warning">${note}</p>`)}
      <p role="status" class="hint">${this.said}</p>
    </header>`;
  }

  private get hasDraft() {
    return new RuleDrafts(localStorage, this.session.agent.id).read(this.ruleId) !== null;
  }

  private readonly edit = async () => {
    this.isEdited = true;
    this.said = '';
    await this.updateComplete;
    await this.editor?.updateComplete;
    if (this.editor) focusField(this.editor.renderRoot, 'name');
  };

  private readonly leave = async () => {
    this.isEdited = false;
    await this.load();
    await this.updateComplete;
    this.editButton?.focus();
  };

  private readonly saved = async ({ rule }: RuleSavedEvent) => {
    await this.act(async () => {
      this.isEdited = false;
      return `Saved as version ${rule.version}. Who is under way finishes as they began.`;
    });
    this.editButton?.focus();
  };

  private readonly bringBack = ({ version, definition }: VersionBackEvent) =>
    this.act(async () => {
      const rule = await changeAutomation(this.api, this.ruleId, this.shown.value!.rule.version, definition);
      return `Version ${version} is back, as version ${rule.version}.`;
    });

  private switch(id: string, enabled: boolean) {
    return this.act(async () => {
      await switchAutomation(this.api, id, enabled);
      return enabled ? 'It is on.' : 'It is off.';
    });
  }

  private async act(work: () => Promise<string>) {
    try {
      this.said = await work();
    } catch (error) {
      this.said = error instanceof Error ? error.message : 'That did not work.';
    }
    await this.load();
  }

  private load() {
    const { ruleId } = this;
    return this.shown.load(async signal => ({
      rule: await getAutomation(this.api, ruleId, signal),
      versions: (await getVersions(this.api, ruleId, signal)).versions,
    }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-automation-page': WxAutomationPage;
  }
}
