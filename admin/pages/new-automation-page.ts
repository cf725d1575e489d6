import { consume } from '@lit/context';
import { html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { RuleDefinition } from '../../contract/automation.ts';
import { getAutomation } from '../api/automations.ts';
import type { ApiClient } from '../api/client.ts';
import { apiContext, routerContext, sessionContext } from '../contexts/contexts.ts';
import type { Router } from '../contexts/router.ts';
import { Loaded } from '../controllers/loaded.ts';
import type { RuleSavedEvent } from '../elements/rule/wx-rule-editor.ts';
import { copyOf, emptyRule } from '../state/rule-draft.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';
import '../elements/rule/wx-rule-editor.ts';
import { automationPageStyles } from './automation-page.styles.ts';

/** A rule that is not there yet: from nothing, or `?from=` another one. */
@customElement('wx-new-automation-page')
export class WxNewAutomationPage extends LitElement {
  static override styles = [shared, templateForms, automationPageStyles];

  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: routerContext }) private router!: Router;
  @consume({ context: sessionContext }) private session!: AdminSession;
  private readonly origin = new Loaded<RuleDefinition>(this);
  private from: string | null = null;

  override connectedCallback() {
    super.connectedCallback();
    const from = this.router.search.get('from');
    this.from = from;
    void this.origin.load(async signal =>
      from ? copyOf((await getAutomation(this.api, from, signal)).definition) : emptyRule(),
    );
  }

  override render() {
    return html`<nav><a class="button quiet" href="/admin/automations">All automations</a></nav>
      <header><h1>${this.from ? 'Copy a rule' : 'New rule'}</h1></header>
      ${this.renderEditor()}`;
  }

  private renderEditor() {
    const { status, value, error } = this.origin;
    if (this.session.agent.role !== 'owner') return html`<p>Owners make rules.</p>`;
    if (status === 'pending') return html`<p role="status">Loading…</p>`;
    if (status === 'error')
      return html`<p role="alert">${error instanceof Error ? error.message : 'The rule could not be loaded.'}</p>`;
    return html`<wx-rule-editor .definition=${value!} key=${this.from ? `from-${this.from}` : 'new'} @rule-saved=${this.saved} @rule-cancel=${this.leave}></wx-rule-editor>`;
  }

  private readonly saved = ({ rule }: RuleSavedEvent) =>
    this.router.goTo(`/admin/automations/${rule.id}`, { replace: true });
  private readonly leave = () => this.router.goTo('/admin/automations');
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-new-automation-page': WxNewAutomationPage;
  }
}
