import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AdminSession } from '../../contract/agent.ts';
import type { DryRun, DryRunList, DryRunOutcome, DryRunResult } from '../../contract/dry-run.ts';
import type { ApiClient } from '../api/client.ts';
import { cancelDryRun, type DryRunOf, listDryRuns, startDryRun } from '../api/dry-runs.ts';
import { apiContext, sessionContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import { OUTCOME_WORDS, reasonWords } from '../state/dry-run-words.ts';
import { formatExact } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import './wx-dry-run-cost.ts';
import './wx-dry-run-days.ts';
import './wx-dry-run-samples.ts';
import { dryRunStyles } from './wx-dry-run.styles.ts';

const LOOK_AGAIN = 1000;

/** What a rule would have done in the last 30 days: who would have got what, at which cost, and who not and why. Nothing is sent. */
@customElement('wx-dry-run')
export class WxDryRun extends LitElement {
  static override styles = [shared, dryRunStyles];

  @property({ attribute: false }) of!: DryRunOf;
  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: sessionContext }) private session!: AdminSession;
  @state() private only: { outcome: DryRunOutcome; reason: string } | null = null;
  @state() private trouble = '';
  private readonly list = new Loaded<DryRunList>(this);
  private looking: ReturnType<typeof setTimeout> | undefined;
  private asked = '';

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.looking);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const question = JSON.stringify(this.of);
    if (!changed.has('of') || question === this.asked) return;
    this.asked = question;
    this.only = null;
    this.list.forget();
    void this.load();
  }

  override render() {
    const { status, value } = this.list;
    if (status === 'error')
      return html`<p role="alert">This could not be loaded. <button class="button" @click=${this.load}>Try again</button></p>`;
    if (!value) return html`<p role="status">Loading…</p>`;
    const [newest] = value.dryRuns;
    return html`
      <p class="hint">The rule is replayed over the last 30 days, as if it had been on. Nothing is sent.</p>
      ${newest && !newest.endedAt ? this.renderProgress(newest) : this.renderStart(newest)}
      ${this.trouble ? html`<p role="alert">${this.trouble}</p>` : nothing}
      ${newest ? this.renderResult(newest) : nothing}`;
  }

  private renderStart(newest: DryRun | undefined) {
    const last = newest && { done: 'Done', cancelled: 'Cancelled', failed: 'It failed' }[newest.state as 'done'];
    return html`<div class="row">
      ${this.session.agent.role === 'owner' ? html`<button class="button" @click=${this.start}>${newest ? 'Replay again' : 'Replay the last 30 days'}</button>` : nothing}
      ${newest ? html`<span class="hint" role="status">${last} on ${formatExact(newest.endedAt!)}</span>` : nothing}
    </div>`;
  }

  private renderProgress({ id, progress: { looked, of } }: DryRun) {
    return html`<div class="row">
      <progress max=${Math.max(1, of)} .value=${looked} aria-label="Customers looked at"></progress>
      <span class="hint">${looked.toLocaleString()} of ${of.toLocaleString()} customers</span>
      ${this.session.agent.role === 'owner' ? html`<button class="button small" @click=${() => this.cancel(id)}>Cancel</button>` : nothing}
    </div>`;
  }

  private renderResult({ id, from, to, endedAt, result }: DryRun) {
    if (result.runs === 0) return endedAt ? html`<p>It would have begun for nobody.</p>` : nothing;
    return html`
      <p>${result.runs.toLocaleString()} times, for ${result.people.toLocaleString()} ${result.people === 1 ? 'person' : 'people'}.</p>
      ${this.renderOutcomes(result)}
      <wx-dry-run-days .days=${result.days} from=${from} to=${to}></wx-dry-run-days>
      <h3>Cost</h3>
      <wx-dry-run-cost .result=${result} @prices-saved=${this.load}></wx-dry-run-cost>
      ${result.unknown.map(({ runs, words }) => html`<p class="note">${runs.toLocaleString()} of them: ${words}</p>`)}
      <h3>Some of them</h3>
      ${endedAt ? html`<wx-dry-run-samples dryRunId=${id} .only=${this.only}></wx-dry-run-samples>` : html`<p class="hint">When it is done.</p>`}`;
  }

  private renderOutcomes({ outcomes }: DryRunResult) {
    return html`<ul aria-label="What came of it: choose one to see some of them">${outcomes.map(
      ({ outcome, reason, runs }) => {
        const isOnly = this.only?.outcome === outcome && this.only.reason === reason;
        return html`<li><button class="outcome" aria-pressed=${isOnly} @click=${() => {
          this.only = isOnly ? null : { outcome, reason };
        }}><strong>${runs.toLocaleString()}</strong><span>${OUTCOME_WORDS[outcome]}: ${reasonWords(outcome, reason)}</span></button></li>`;
      },
    )}</ul>`;
  }

  private readonly start = () => this.act(() => startDryRun(this.api, this.of));
  private cancel(id: string) {
    return this.act(() => cancelDryRun(this.api, id));
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

  private readonly load = async (): Promise<void> => {
    clearTimeout(this.looking);
    await this.list.load(signal => listDryRuns(this.api, this.of, signal));
    const isUnderWay = this.list.value?.dryRuns[0]?.endedAt === null;
    clearTimeout(this.looking);
    if (isUnderWay && this.isConnected) this.looking = setTimeout(this.load, LOOK_AGAIN);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-dry-run': WxDryRun;
  }
}
