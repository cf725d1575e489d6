import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { DryRunOutcome, DryRunSample, DryRunSamples } from '../../contract/dry-run.ts';
import type { ApiClient } from '../api/client.ts';
import { listSamples } from '../api/dry-runs.ts';
import { apiContext } from '../contexts/contexts.ts';
import { Loaded } from '../controllers/loaded.ts';
import { OUTCOME_TONES, OUTCOME_WORDS, reasonWords } from '../state/dry-run-words.ts';
import { localWords, shortly } from '../state/local-words.ts';
import { formatExact } from '../state/time.ts';
import { chips } from '../styles/chips.ts';
import { shared } from '../styles/shared.ts';
import { dryRunStyles } from './wx-dry-run.styles.ts';

/** Some of the people a dry run came to: what each would have read and when, or why not, decision by decision. */
@customElement('wx-dry-run-samples')
export class WxDryRunSamples extends LitElement {
  static override styles = [shared, chips, dryRunStyles];

  @property() dryRunId = '';
  @property({ attribute: false }) only: { outcome: DryRunOutcome; reason: string } | null = null;
  @consume({ context: apiContext }) private api!: ApiClient;
  private readonly page = new Loaded<DryRunSamples>(this);

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('dryRunId') && !changed.has('only')) return;
    this.page.forget();
    void this.load();
  }

  override render() {
    const { status, value } = this.page;
    if (status === 'error')
      return html`<p role="alert">This could not be loaded. <button class="button" @click=${this.load}>Try again</button></p>`;
    return html`<p class="hint" role="status">${value ? this.shownWords(value.samples.length) : 'Loading…'}</p>
      <ul class="samples">${repeat(
        value?.samples ?? [],
        ({ id }) => id,
        sample => this.renderSample(sample),
      )}</ul>`;
  }

  private shownWords(shown: number) {
    if (!this.only) return `${shown} shown`;
    const { outcome, reason } = this.only;
    return `${shown} shown · ${OUTCOME_WORDS[outcome].toLowerCase()}: ${reasonWords(outcome, reason)}`;
  }

  private renderSample({ customer, outcome, reason, startedAt, uncertain, decisions }: DryRunSample) {
    const sent = decisions.filter(({ message }) => message !== null);
    return html`<li>
      <div class="row"><a href="/admin/customers/${customer.id}" dir="auto">${customer.name ?? customer.phone ?? 'Guest'}</a>
        <span class="chip ${OUTCOME_TONES[outcome]}">${OUTCOME_WORDS[outcome]}</span>${moment(startedAt)}</div>
      <p>${sentence(reasonWords(outcome, reason))}</p>
      ${sent.map(({ at, message }) => html`<div>${moment(at)}<blockquote dir="auto">${message}</blockquote></div>`)}
      ${uncertain ? html`<p class="note">${uncertain}</p>` : nothing}
      <details><summary>Why (${decisions.length})</summary><ol>${decisions.map(
        ({ at, step, outcome: each, words }) =>
          html`<li>${moment(at)}<p>${each === 'planned' ? localWords(words) : html`<strong>Step ${step + 1}</strong> ${localWords(words)}`}</p></li>`,
      )}</ol></details>
    </li>`;
  }

  private readonly load = () => {
    const { dryRunId, only } = this;
    return this.page.load(signal => listSamples(this.api, dryRunId, only, signal));
  };
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
const moment = (iso: string) => html`<time datetime=${iso} title=${formatExact(iso)}>${shortly(iso)}</time>`;

declare global {
  interface HTMLElementTagNameMap {
    'wx-dry-run-samples': WxDryRunSamples;
  }
}
