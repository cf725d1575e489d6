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
import { shortly } from '../state/local-words.ts';
import { shared } from '../styles/shared.ts';
import './wx-dry-run-cost.ts';
import './wx-dry-run-days.ts';
import './wx-dry-run-samples.ts';
import { dryRunStyles } from './wx-dry-run.styles.ts';

const LOOK_AGAIN = 1000;
const STATE_WORDS: Record<DryRun['state'], string> = {
  ...{ waiting: 'About to begin …', running: 'Replaying …' },
  ...{ done: 'Done', cancelled: 'Cancelled', failed: 'It failed' },
};

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
  private isActing = false;

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
    const isUnderWay = newest?.endedAt === null;
    return html`
      <p class="hint">The rule is replayed over the last 30 days, as if it had been on. Nothing is sent.</p>
      <div class="row">
        ${isUnderWay ? this.renderProgress(newest) : nothing}
        ${this.session.agent.role === 'owner' ? this.renderButton(newest) : nothing}
        <span class=${isUnderWay ? 'visually-hidden' : 'hint'} role="status">${newest ? stateWords(newest) : nothing}</span>
      </div>
      ${this.trouble ? html`<p role="alert">${this.trouble}</p>` : nothing}
      ${newest ? this.renderResult(newest) : nothing}`;
  }

  /** One button for both: whoever presses it by keyboard does not lose their place. */
  private renderButton(newest: DryRun | undefined) {
    if (newest?.endedAt === null) return this.button('Cancel', () => cancelDryRun(this.api, newest.id));
    return this.button(newest ? 'Replay again' : 'Replay the last 30 days', () => startDryRun(this.api, this.of));
  }

  private button(label: string, work: () => Promise<unknown>) {
    return html`<button class="button" @click=${() => this.act(work)}>${label}</button>`;
  }

  private renderProgress(dryRun: DryRun) {
    const { looked, of } = dryRun.progress;
    return html`<progress max=${Math.max(1, of)} .value=${looked} aria-label="Customers looked at"></progress>
      <span class="hint">${of > 0 ? `${looked.toLocaleString()} of ${of.toLocaleString()} customers` : stateWords(dryRun)}</span>`;
  }

  private renderResult({ id, from, to, state, endedAt, result }: DryRun) {
    if (result.runs === 0) return state === 'done' ? html`<p>It would have begun for nobody.</p>` : nothing;
    return html`
      <p>${result.runs === 1 ? 'Once' : `${result.runs.toLocaleString()} times`}, for ${result.people.toLocaleString()} ${result.people === 1 ? 'person' : 'people'}.</p>
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

  private async act(work: () => Promise<unknown>) {
    if (this.isActing) return;
    this.isActing = true;
    try {
      await work();
      this.trouble = '';
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : 'That did not work.';
    }
    await this.load();
    this.isActing = false;
  }

  private readonly load = async (): Promise<void> => {
    clearTimeout(this.looking);
    await this.list.load(signal => listDryRuns(this.api, this.of, signal));
    const isUnderWay = this.list.value?.dryRuns[0]?.endedAt === null;
    clearTimeout(this.looking);
    if (isUnderWay && this.isConnected) this.looking = setTimeout(this.load, LOOK_AGAIN);
  };
}

const stateWords = ({ state, endedAt }: DryRun) =>
  endedAt ? `${STATE_WORDS[state]} · ${shortly(endedAt)}` : STATE_WORDS[state];

declare global {
  interface HTMLElementTagNameMap {
    'wx-dry-run': WxDryRun;
  }
}
