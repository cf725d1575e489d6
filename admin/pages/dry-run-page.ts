import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RuleList } from '../../contract/automation.ts';
import { listAutomations } from '../api/automations.ts';
import type { ApiClient } from '../api/client.ts';
import { apiContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import { WhenShown } from '../controllers/when-shown.ts';
import { shared } from '../styles/shared.ts';
import { templateForms } from '../styles/template-forms.ts';
import '../elements/rule/wx-rule-words.ts';
import '../elements/wx-dry-run.ts';
import { automationPageStyles } from './automation-page.styles.ts';

/** What a recipe would have done, before it is made a rule. */
@customElement('wx-dry-run-page')
export class WxDryRunPage extends LitElement {
  static override styles = [shared, templateForms, automationPageStyles];

  @property() recipe = '';
  @consume({ context: apiContext }) private api!: ApiClient;
  private readonly list = new Loaded<RuleList>(this);
  protected readonly shown = new WhenShown(
    this,
    () => this.recipe !== '',
    () => void this.list.load(signal => listAutomations(this.api, signal)),
  );

  override render() {
    const recipe = this.list.value?.recipes.find(({ id }) => id === this.recipe);
    const back = html`<nav><a class="button quiet" href="/admin/automations">All automations</a></nav>`;
    if (this.list.status === 'error') return html`${back}<p role="alert">The recipe could not be loaded.</p>`;
    if (!recipe) return html`${back}<p role="status">${this.list.value ? 'There is no such recipe.' : 'Loading…'}</p>`;
    return html`${back}
      <header><h1>${recipe.definition.name}</h1><p class="hint">${recipe.about} It is a recipe: nothing of it is on.</p></header>
      <div class="columns">
        <section aria-label="What it says">${recipe ? html`<wx-rule-words .definition=${recipe.definition}></wx-rule-words>` : nothing}</section>
        <section aria-labelledby="dry-run"><h2 id="dry-run">What it would have done</h2><wx-dry-run .of=${{ recipe: this.recipe }}></wx-dry-run></section>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-dry-run-page': WxDryRunPage;
  }
}
