import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AgentConsentInput, CustomerConsents } from '../../contract/consent.ts';
import type { ApiClient } from '../api/client.ts';
import { getConsents, recordConsent } from '../api/consents.ts';
import { apiContext, liveContext } from '../contexts/contexts.ts';
import { JourneyWatch } from '../contexts/journey-live.ts';
import type { Live } from '../contexts/live.ts';
import { serverNow } from '../contexts/server-time.ts';
import { Loaded } from '../controllers/loaded.ts';
import { howWords, standingWords, whatWords } from '../state/consent-words.ts';
import { dayWords, formatExact } from '../state/time.ts';
import { shared } from '../styles/shared.ts';

/** What an agent can record: value of the choice, what it says. */
const CHOICES = {
  'marketing opt-in': 'agrees to offers',
  'marketing opt-out': 'wants no offers',
  'all opt-out': 'wants no automatic messages',
  'all opt-in': 'takes that back',
} as const;

/** What a customer agreed to by WhatsApp and what they refused, how that is known, and a place to record more. */
@customElement('wx-consents')
export class WxConsents extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 8px;
        padding-block: 18px;
        border-block-start: 1px solid var(--wx-line);
      }
      h3 {
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
        font-weight: 500;
      }
      .quiet {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
      .standing {
        justify-self: start;
        padding: 2px 9px;
        border-radius: 999px;
        background: var(--wx-sunken);
        font-size: 0.8125rem;
      }
      .standing.in {
        background: var(--wx-selected);
        color: var(--wx-accent);
      }
      .standing.out {
        background: var(--wx-warning-surface);
        color: var(--wx-warning);
      }
      ol {
        display: grid;
        gap: 10px;
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
      }
      summary {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
        cursor: pointer;
      }
      q {
        display: block;
      }
      form {
        display: grid;
        gap: 8px;
        margin-block-start: 8px;
      }
      form .button {
        justify-self: start;
      }
    `,
  ];

  @property() customerId = '';
  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: liveContext }) private live!: Live;
  @state() private saving: 'idle' | 'pending' | 'error' = 'idle';
  private readonly consents = new Loaded<CustomerConsents>(this);
  protected readonly watch = new JourneyWatch(
    this,
    () => this.live,
    () => this.customerId,
    () => this.load(),
  );

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('customerId')) return;
    this.consents.forget();
    this.saving = 'idle';
    this.load();
  }

  override render() {
    const { status, value } = this.consents;
    if (status === 'pending') return html`<p class="quiet" role="status">Loading what they agreed to…</p>`;
    if (status === 'error')
      return html`<p role="alert">What they agreed to could not be loaded. <button class="button small" @click=${this.load}>Try again</button></p>`;
    const { words, kind } = standingWords(value!);
    const { history } = value!;
    return html`<h3>Consent</h3>
      <span class="standing ${kind}">${words}</span>
      ${history.length > 0 ? html`<details><summary>How that is known</summary><ol>${history.map(renderSaid)}</ol></details>` : nothing}
      <details><summary>Record what they told you</summary>${this.renderForm()}</details>`;
  }

  private renderForm() {
    return html`<form @submit=${this.record}>
      <label class="visually-hidden" for="what">The customer</label>
      <select class="field" id="what" name="what">${Object.entries(CHOICES).map(([value, words]) => html`<option value=${value}>The customer ${words}</option>`)}</select>
      <label class="visually-hidden" for="reason">How and where they said so</label>
      <input class="field" id="reason" name="reason" required maxlength="500" placeholder="How and where they said so" autocomplete="off">
      <button class="button small" ?disabled=${this.saving === 'pending'}>Record</button>
      ${this.saving === 'error' ? html`<p role="alert">It could not be saved. Please try again.</p>` : nothing}
    </form>`;
  }

  private readonly record = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const told = new FormData(form);
    const [topic, action] = String(told.get('what')).split(' ') as [
      AgentConsentInput['topic'],
      AgentConsentInput['action'],
    ];
    const { customerId } = this;
    this.saving = 'pending';
    try {
      await recordConsent(this.api, customerId, { topic, action, reason: String(told.get('reason')) });
      if (customerId !== this.customerId) return;
      this.saving = 'idle';
      form.reset();
      this.load();
    } catch {
      this.saving = 'error';
    }
  };

  private readonly load = () => {
    const { customerId } = this;
    void this.consents.load(signal => getConsents(this.api, customerId, signal));
  };
}

function renderSaid(said: CustomerConsents['history'][number]) {
  const { at, wording, reason, url, pending } = said;
  return html`<li><strong>${whatWords(said)}</strong>
    <span class="quiet">${howWords(said)}, <time datetime=${at} title=${formatExact(at)}>${dayWords(at, serverNow())}</time>${pending ? ', waits for their yes by WhatsApp' : nothing}</span>
    ${wording ? html`<q dir="auto">${wording}</q>` : nothing}${reason ? html`<div dir="auto">${reason}</div>` : nothing}
    ${url ? html`<div class="quiet"><bdi>${url}</bdi></div>` : nothing}</li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-consents': WxConsents;
  }
}
