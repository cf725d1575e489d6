import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Run, RunDecision, RunPage, RunState } from '../../contract/automation.ts';
import { listRuns, type RunsOf } from '../api/automations.ts';
import type { ApiClient } from '../api/client.ts';
import { apiContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import { deliveryWords, STATE_TONES, STATE_WORDS } from '../state/automation-words.ts';
import { localWords, shortly } from '../state/local-words.ts';
import { formatExact } from '../state/time.ts';
import { chips } from '../styles/chips.ts';
import { shared } from '../styles/shared.ts';
import { runsStyles } from './wx-runs.styles.ts';

const STATES = Object.keys(STATE_WORDS) as RunState[];
const LOOK_AGAIN = 10_000;

/** Who got what of a rule, or what rules did for a customer, who did not, and why: each decision as a sentence. */
@customElement('wx-runs')
export class WxRuns extends LitElement {
  static override styles = [shared, chips, runsStyles];

  @property({ attribute: false }) of!: RunsOf;
  @consume({ context: apiContext }) private api!: ApiClient;
  @state() private only: RunState | null = null;
  @state() private cursors: (string | null)[] = [null];
  private readonly page = new Loaded<RunPage>(this);
  private looking: ReturnType<typeof setInterval> | undefined;
  private asked = '';

  override connectedCallback() {
    super.connectedCallback();
    this.looking = setInterval(() => {
      if (document.visibilityState === 'visible') void this.load();
    }, LOOK_AGAIN);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.looking);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const question = JSON.stringify(this.of);
    if (!changed.has('of') || question === this.asked) return;
    this.asked = question;
    this.show(null);
  }

  override render() {
    return html`
      <div class="filters" role="group" aria-label="Show">
        ${this.chip(null, 'All')}${STATES.map(each => this.chip(each, STATE_WORDS[each]))}
      </div>
      ${this.renderPage()}`;
  }

  private chip(only: RunState | null, label: string) {
    return html`<button class="button small" aria-pressed=${this.only === only} @click=${() => this.show(only)}>${label}</button>`;
  }

  private renderPage() {
    const { status, value } = this.page;
    if (status === 'error')
      return html`<p role="alert">This could not be loaded. <button class="button" @click=${this.load}>Try again</button></p>`;
    if (!value) return html`<p role="status">Loading…</p>`;
    if (value.runs.length === 0) return html`<p class="quiet">${this.only ? 'None.' : 'Nothing has begun yet.'}</p>`;
    return html`
      <ul>${repeat(
        value.runs,
        ({ id }) => id,
        run => this.renderRun(run),
      )}</ul>
      <div class="filters">
        ${this.cursors.length > 1 ? html`<button class="button small" @click=${this.back}>Back</button>` : nothing}
        ${value.next ? html`<button class="button small" @click=${() => this.goOn(value.next!)}>More</button>` : nothing}
      </div>`;
  }

  private renderRun({ state, rule, customer, startedAt, dueAt, decisions }: Run) {
    const last = decisions.at(-1);
    const title =
      'rule' in this.of
        ? html`<a href="/admin/customers/${customer.id}" dir="auto">${customer.name ?? customer.phone ?? 'Guest'}</a>`
        : html`<a href="/admin/automations/${rule.id}">${rule.name}</a>`;
    return html`<li>
      <div class="head">${title}<span class="chip ${STATE_TONES[state]}">${STATE_WORDS[state]}</span>${moment(startedAt)}</div>
      ${last ? html`<p>${localWords(last.words)} ${deliveryWords(last)}</p>` : nothing}
      ${dueAt ? html`<p class="quiet">Looked at next: ${moment(dueAt)}</p>` : nothing}
      <details><summary>Why (${decisions.length})</summary><ol>${decisions.map(decision => this.renderDecision(decision))}</ol></details>
    </li>`;
  }

  private renderDecision(decision: RunDecision) {
    const { at, step, outcome, words } = decision;
    return html`<li>
      ${moment(at)}
      <p>${outcome === 'planned' ? nothing : html`<strong>Step ${step + 1}</strong>`}${localWords(words)} ${deliveryWords(decision)}</p>
    </li>`;
  }

  private show(only: RunState | null) {
    this.only = only;
    this.cursors = [null];
    this.page.forget();
    void this.load();
  }

  private goOn(cursor: string) {
    this.cursors = [...this.cursors, cursor];
    void this.load();
  }

  private readonly back = () => {
    this.cursors = this.cursors.slice(0, -1);
    void this.load();
  };

  private readonly load = () => {
    const { of, only } = this;
    const cursor = this.cursors.at(-1) ?? null;
    return this.page.load(signal => listRuns(this.api, of, { state: only, cursor }, signal));
  };
}

const moment = (iso: string) => html`<time datetime=${iso} title=${formatExact(iso)}>${shortly(iso)}</time>`;

declare global {
  interface HTMLElementTagNameMap {
    'wx-runs': WxRuns;
  }
}
