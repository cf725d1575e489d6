import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { Recipe, Rule, RuleList, RunState } from '../../contract/automation.ts';
import { installRecipe, listAutomations, switchAutomation } from '../api/automations.ts';
import type { ApiClient } from '../api/client.ts';
import { apiContext, routerContext, sessionContext } from '../contexts/contexts.ts';
import type { Router } from '../contexts/router.ts';
import { Subscription } from '../contexts/subscription.ts';
import { Loaded } from '../controllers/loaded.ts';
import { WhenShown } from '../controllers/when-shown.ts';
import { onceWords, STATE_WORDS, triggerWords } from '../state/automation-words.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';
import '../elements/wx-automation-settings.ts';
import './automation-page.ts';
import './dry-run-page.ts';
import './new-automation-page.ts';
import { automationsPageStyles } from './automations-page.styles.ts';

/** Before the name of a recipe in the address: it is to be replayed. */
const TRIED = 'try-';

/** Rules that write to people: which there are, which are on, what they did; with an id in the address, one of them, `new`: none yet. */
@customElement('wx-automations-page')
export class WxAutomationsPage extends LitElement {
  static override styles = [shared, templateForms, automationsPageStyles];

  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: routerContext }) private router!: Router;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private trouble = '';
  private readonly list = new Loaded<RuleList>(this);
  protected readonly route = new Subscription(this, () => this.router, 'change');
  protected readonly shown = new WhenShown(
    this,
    () => this.router.place.id === null,
    () => void this.load(),
  );

  override render() {
    const { id } = this.router.place;
    if (id === 'new') return html`<wx-new-automation-page></wx-new-automation-page>`;
    if (id?.startsWith(TRIED)) return html`<wx-dry-run-page recipe=${id.slice(TRIED.length)}></wx-dry-run-page>`;
    if (id !== null) return html`<wx-automation-page .ruleId=${id}></wx-automation-page>`;
    return html`
      <header><h1>Automations</h1>${this.session.agent.role === 'owner' ? html`<a class="button primary" href="/admin/automations/new">New rule</a>` : nothing}</header>
      ${this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : nothing}
      ${this.renderList()}`;
  }

  private renderList() {
    const { status, value } = this.list;
    if (status === 'pending') return html`<p class="message" role="status">Loading…</p>`;
    if (status === 'error')
      return html`<p class="message" role="alert">The automations could not be loaded. <button class="button" @click=${this.load}>Try again</button></p>`;
    const { rules, recipes } = value!;
    const fresh = recipes.filter(({ id }) => !rules.some(({ recipe }) => recipe === id));
    return html`
      ${rules.length > 0 ? html`<ul aria-label="Rules">${rules.map(rule => this.renderRule(rule))}</ul>` : nothing}
      ${
        fresh.length > 0
          ? html`<section><h2>Recipes</h2><p class="hint">Each becomes a rule of your own, switched off, to be looked at and changed first.</p>
              <ul aria-label="Recipes">${fresh.map(recipe => this.renderRecipe(recipe))}</ul></section>`
          : nothing
      }
      <wx-automation-settings></wx-automation-settings>`;
  }

  private renderRule({ id, definition, enabled, notes, runs }: Rule) {
    const { name, trigger, once } = definition;
    const counts = (Object.entries(runs) as [RunState, number][]).filter(([, n]) => n > 0);
    return html`<li>
      <div class="title">
        <a href="/admin/automations/${id}">${name}</a>
        ${this.renderSwitch(id, name, enabled)}
      </div>
      <p class="hint">When ${triggerWords(trigger)}, ${onceWords(once)}</p>
      ${notes.map(note => html`<p class="note warning">${note}</p>`)}
      <p class="counts">${counts.length > 0 ? counts.map(([each, n]) => html`<span><strong>${n.toLocaleString()}</strong> ${STATE_WORDS[each].toLowerCase()}</span>`) : html`<span class="hint">Nothing in the last 30 days</span>`}</p>
    </li>`;
  }

  private renderSwitch(id: string, name: string, enabled: boolean) {
    const isOwner = this.session.agent.role === 'owner';
    return html`<button class="switch" role="switch" aria-checked=${enabled} aria-label=${name} ?disabled=${!isOwner}
      @click=${() => this.act(() => switchAutomation(this.api, id, !enabled))}><span></span>${enabled ? 'On' : 'Off'}</button>`;
  }

  private renderRecipe({ id, about, definition: { name } }: Recipe) {
    const isOwner = this.session.agent.role === 'owner';
    return html`<li>
      <div class="title"><strong>${name}</strong>
        <a class="button small" href="/admin/automations/${TRIED}${id}" aria-label="Dry run of ${name}">Dry run</a>
        ${isOwner ? html`<button class="button small" aria-label="Add ${name}" @click=${() => this.act(() => installRecipe(this.api, id))}>Add</button>` : nothing}
      </div>
      <p class="hint">${about}</p>
    </li>`;
  }

  private async act(work: () => Promise<unknown>) {
    try {
      await work();
      this.trouble = '';
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : 'That did not work.';
    }
    await this.load();
  }

  private readonly load = () => this.list.load(signal => listAutomations(this.api, signal));
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-automations-page': WxAutomationsPage;
  }
}
