import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RuleDefinition } from '../../../contract/automation.ts';
import type { RuleFunnel } from '../../../contract/automation-funnel.ts';
import { getRuleFunnel } from '../../api/automations.ts';
import type { ApiClient } from '../../api/client.ts';
import { apiContext } from '../../contexts/contexts.ts';
import { Loaded } from '../../controllers/loaded.ts';
import { shared } from '../../styles/shared.ts';
import { templateForms } from '../../styles/template-forms.ts';
import { ACTIONS } from './actions.ts';
import { kindOf } from './kinds.ts';
import { ruleFunnelStyles } from './wx-rule-funnel.styles.ts';

type Row = RuleFunnel['steps'][number];
type Mark = Exclude<keyof Row, 'step'>;

const MARKS: [Mark, string][] = [
  ['planned', 'Came to it'],
  ['sent', 'Sent'],
  ['delivered', 'Delivered'],
  ['read', 'Read'],
  ['replied', 'Replied'],
  ['bought', 'Bought'],
];
/** Of a step that writes nothing. */
const QUIET_MARKS: [Mark, string][] = [
  ['planned', 'Came to it'],
  ['sent', 'Done'],
];
const SPANS = [7, 30, 90, 366];

/** How far each step of a rule brought people, as bars. */
@customElement('wx-rule-funnel')
export class WxRuleFunnel extends LitElement {
  static override styles = [shared, templateForms, ruleFunnelStyles];

  @property() ruleId = '';
  @property({ attribute: false }) definition!: RuleDefinition;
  /** Of which it can be asked alone, newest first. */
  @property({ attribute: false }) versions: readonly number[] = [];
  @consume({ context: apiContext }) private api!: ApiClient;
  @state() private days = 30;
  @state() private version: number | null = null;
  private readonly funnel = new Loaded<RuleFunnel>(this);

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('ruleId')) return;
    this.funnel.forget();
    void this.load();
  }

  override render() {
    const { status, value } = this.funnel;
    return html`
      <div class="row">
        <select class="field" aria-label="Of runs that began within" @change=${(event: Event) => this.choose({ days: Number(textOf(event)) })}>
          ${SPANS.map(days => html`<option value=${days} .selected=${days === this.days}>${days === 366 ? 'Within a year' : `Within ${days} days`}</option>`)}
        </select>
        ${
          this.versions.length > 1
            ? html`<select class="field" aria-label="Of which version" @change=${(event: Event) => this.choose({ version: Number(textOf(event)) || null })}>
              <option value="0" .selected=${this.version === null}>All versions</option>
              ${this.versions.map(version => html`<option value=${version} .selected=${version === this.version}>Version ${version}</option>`)}
            </select>`
            : nothing
        }
      </div>
      ${status === 'error' ? html`<p role="alert">The figures could not be loaded. <button class="button small" @click=${this.load}>Try again</button></p>` : nothing}
      ${value ? this.renderSteps(value) : status === 'pending' ? html`<p role="status" class="hint">Loading…</p>` : nothing}`;
  }

  private renderSteps({ steps, runs, isCapped, countedDays }: RuleFunnel) {
    if (runs === 0) return html`<p class="hint">It has begun for nobody in this time.</p>`;
    return html`
      <ol>${steps.map(row => this.renderStep(row))}</ol>
      <p class="hint">Replied, bought: within ${countedDays} days after the message; bought is an order in the shop’s books.${isCapped ? ` Counted are the newest ${runs.toLocaleString()} runs.` : nothing}</p>`;
  }

  private renderStep(row: Row) {
    const action = this.definition.steps[row.step]?.do;
    const marks = action && action.kind !== 'message' && row.delivered === 0 ? QUIET_MARKS : MARKS;
    const all = Math.max(1, row.planned);
    return html`<li>
      <h3>Step ${row.step + 1}<span class="hint">${action ? kindOf(ACTIONS, 'kind', action)?.label : 'Of an earlier version'}</span></h3>
      <dl>${marks.map(
        ([mark, words], n) => html`<div>
          <dt>${words}</dt>
          <dd><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width=${(100 * row[mark]) / all} height="10" fill="var(--wx-accent)" fill-opacity=${1 - n * 0.1}></rect></svg>
            <b>${row[mark].toLocaleString()}</b> <span class="share">${n === 0 ? nothing : html`<bdi dir="ltr">${Math.round((100 * row[mark]) / all)} %</bdi>`}</span></dd></div>`,
      )}</dl>
    </li>`;
  }

  private choose({ days = this.days, version = this.version }: { days?: number; version?: number | null }) {
    this.days = days;
    this.version = version;
    void this.load();
  }

  private readonly load = () => {
    const { ruleId, days, version } = this;
    return this.funnel.load(signal => getRuleFunnel(this.api, ruleId, { days, version }, signal));
  };
}

const textOf = (event: Event) => (event.target as HTMLSelectElement).value;

declare global {
  interface HTMLElementTagNameMap {
    'wx-rule-funnel': WxRuleFunnel;
  }
}
