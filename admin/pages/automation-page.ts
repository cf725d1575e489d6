import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { Rule, RuleDefinition, RuleVersions } from '../../contract/automation.ts';
import { changeAutomation, getAutomation, getVersions, switchAutomation } from '../api/automations.ts';
import type { ApiClient } from '../api/client.ts';
import { apiContext, sessionContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import type { RuleSubmitEvent } from '../elements/wx-rule-form.ts';
import {
  actionWords,
  CANCEL_WORDS,
  conditionWords,
  HOURS_WORDS,
  onceWords,
  triggerWords,
  waitWords,
} from '../state/automation-words.ts';
import { formatExact } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';
import '../elements/wx-rule-form.ts';
import '../elements/wx-runs.ts';

type Shown = { rule: Rule; versions: RuleVersions['versions'] };

/** One rule: what it says in plain words, its form, what it has said before, and what came of it for whom, and why. */
@customElement('wx-automation-page')
export class WxAutomationPage extends LitElement {
  static override styles = [
    shared,
    templateForms,
    css`
      :host {
        display: block;
        padding: 14px 18px 48px;
      }
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr);
        gap: 18px 32px;
        margin-block-start: 12px;
      }
      .about,
      section {
        display: grid;
        gap: 10px;
        align-content: start;
      }
      h1 {
        font-size: 1.25rem;
      }
      h2 {
        font-size: 1rem;
      }
      ol {
        display: grid;
        gap: 8px;
        margin: 0;
        padding-inline-start: 20px;
      }
      summary {
        cursor: pointer;
      }
      .row {
        justify-content: space-between;
      }
      @media (max-width: 900px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      @media (max-width: 700px) {
        :host {
          padding-inline: 12px;
        }
      }
    `,
  ];

  @property() ruleId = '';
  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private isEdited = false;
  @state() private said = '';
  private readonly shown = new Loaded<Shown>(this);

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('ruleId')) return;
    this.shown.forget();
    void this.load();
  }

  override render() {
    const { status, value, error } = this.shown;
    const back = html`<a class="button quiet" href="/admin/automations">All automations</a>`;
    if (status === 'pending') return html`<nav>${back}</nav><p role="status">Loading…</p>`;
    if (status === 'error')
      return html`<nav>${back}</nav><p role="alert">${error instanceof Error ? error.message : 'This rule could not be loaded.'}</p>`;
    const { rule, versions } = value!;
    return html`
      <nav>${back}</nav>
      <div class="columns">
        <div class="about">
          ${this.renderHead(rule)}
          ${this.isEdited ? html`<wx-rule-form .definition=${rule.definition} @rule-submit=${this.save} @rule-cancel=${this.edit}></wx-rule-form>` : this.renderWords(rule.definition)}
          <p role="status" class="hint">${this.said}</p>
          <details><summary class="hint">Versions (${versions.length})</summary>
            <ol reversed>${versions.map(({ version, at, by }) => html`<li value=${version}>${formatExact(at)}${by ? nothing : ', came with the product'}</li>`)}</ol>
          </details>
        </div>
        <section aria-labelledby="runs"><h2 id="runs">What came of it</h2><wx-runs .of=${{ rule: rule.id }}></wx-runs></section>
      </div>`;
  }

  private renderHead({ id, definition, enabled, enabledAt, notes }: Rule) {
    const isOwner = this.session.agent.role === 'owner';
    return html`
      <div class="row"><h1>${definition.name}</h1>
        ${
          isOwner
            ? html`<span class="row">
                ${this.isEdited ? nothing : html`<button class="button" @click=${this.edit}>Edit</button>`}
                <button class="button ${enabled ? '' : 'primary'}" @click=${() => this.switch(id, !enabled)}>${enabled ? 'Switch off' : 'Switch on'}</button></span>`
            : nothing
        }
      </div>
      <p class="hint">${enabled && enabledAt ? `On since ${formatExact(enabledAt)}: what happens from then on counts.` : 'Off: nothing begins, and nothing more is sent.'}</p>
      ${notes.map(note => html`<p class="note warning">${note}</p>`)}`;
  }

  private renderWords({ trigger, once, if: condition, cancelledBy, hours, steps }: RuleDefinition) {
    return html`
      <p>When ${triggerWords(trigger)}, ${onceWords(once)}${condition ? `, if ${conditionWords(condition)}` : ''}; ${HOURS_WORDS[hours]}.</p>
      ${cancelledBy.length > 0 ? html`<p>It ends when ${cancelledBy.map(cancel => CANCEL_WORDS[cancel]).join(', or ')}.</p>` : nothing}
      <ol>${steps.map(
        step => html`<li><p>${waitWords(step)}. ${actionWords(step.do)}.</p>
          ${step.if ? html`<p class="hint">Only if ${conditionWords(step.if)}.</p>` : nothing}
          ${step.do.kind === 'message' && step.do.text ? html`<p class="note">${step.do.text}</p>` : nothing}</li>`,
      )}</ol>`;
  }

  private readonly edit = () => {
    this.isEdited = !this.isEdited;
    this.said = '';
  };

  private readonly save = ({ definition }: RuleSubmitEvent) =>
    this.act(async () => {
      const { version } = await changeAutomation(this.api, this.ruleId, definition);
      this.isEdited = false;
      return `Saved as version ${version}. Who is under way finishes as they began.`;
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
      await this.load();
    } catch (error) {
      this.said = error instanceof Error ? error.message : 'That did not work.';
    }
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
