import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { WhatsAppNumber } from '../../contract/whatsapp.ts';
import { serverNow } from '../contexts/server-time.ts';
import { qualityWords, usageWords } from '../state/numbers.ts';
import { formatAgo, formatExact } from '../state/time.ts';
import { shared } from '../styles/shared.ts';

export type NumberAction = 'check' | 'default' | 'resume' | 'disconnect' | 'set-up';

/** The owner wants something done with a number. */
export class NumberRequestEvent extends Event {
  readonly action: NumberAction;
  readonly number: WhatsAppNumber;

  constructor(action: NumberAction, number: WhatsAppNumber) {
    super('number-request', { bubbles: true, composed: true });
    this.action = action;
    this.number = number;
  }
}

/** One number: how it is, what it may, and why it does not send where it does not. */
@customElement('wx-number')
export class WxNumber extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 10px;
        padding: 14px 16px;
        border: 1px solid var(--wx-line);
        border-radius: var(--wx-radius-large);
      }
      header,
      footer {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 10px;
        align-items: center;
      }
      h3 {
        margin: 0;
        font-size: 1rem;
      }
      .chip {
        padding: 1px 8px;
        border-radius: 99px;
        background: var(--wx-selected);
        color: var(--wx-accent);
        font-size: 0.75rem;
        font-weight: 600;
      }
      .chip.quiet {
        background: var(--wx-sunken);
      }
      .quiet {
        color: var(--wx-text-quiet);
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr));
        gap: 8px 16px;
        margin: 0;
      }
      dt {
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      dd {
        margin: 0;
        font-variant-numeric: tabular-nums;
      }
      .good {
        color: var(--wx-accent);
      }
      .warning {
        color: var(--wx-warning);
      }
      .danger {
        color: var(--wx-danger);
      }
      .stop {
        display: grid;
        gap: 6px;
        justify-items: start;
        padding: 10px 12px;
        border-radius: var(--wx-radius);
        background: var(--wx-danger-surface);
        color: var(--wx-danger);
      }
      .stop small {
        margin-inline-start: 0.3em;
      }
      .stop.marketing {
        background: var(--wx-warning-surface);
        color: var(--wx-warning);
      }
    `,
  ];

  @property({ attribute: false }) number!: WhatsAppNumber;
  @property({ type: Boolean }) editable = false;

  override render() {
    const { number } = this;
    const quality = qualityWords(number.quality);
    return html`<header>
        <h3><bdi>${number.displayPhone}</bdi></h3>
        <span><bdi>${number.verifiedName ?? ''}</bdi></span>
        ${number.isDefault ? html`<span class="chip" title="Shoppers who go on in WhatsApp are led here">Default</span>` : nothing}
        ${number.readyAt ? nothing : html`<span class="chip quiet">Being set up</span>`}
      </header>
      ${this.renderStop()}
      <dl>
        <div><dt>Quality</dt><dd class=${quality.tone}>${quality.words}</dd></div>
        <div><dt>New people in 24 hours</dt><dd>${usageWords(number)}</dd></div>
        <div><dt>Throughput</dt><dd>${number.throughput} a second${number.isOnPhone ? ' (also in the Business app)' : ''}</dd></div>
        <div><dt>Name</dt><dd>${nameWords(number.nameStatus)}</dd></div>
        ${number.waiting > 0 ? html`<div><dt>Waiting to be sent</dt><dd>${number.waiting.toLocaleString()}</dd></div>` : nothing}
      </dl>
      ${number.checkTrouble ? html`<p class="warning">${number.checkTrouble}</p>` : nothing}
      ${this.editable ? this.renderActions() : nothing}`;
  }

  private renderStop() {
    const { stop, waiting } = this.number;
    if (!stop) return nothing;
    const what =
      stop.what === 'all'
        ? 'Nothing is sent from this number.'
        : 'No marketing is sent from this number; answers go on.';
    return html`<div class="stop ${stop.what}">
      <strong>${what}</strong>
      <span>${stop.reason} ${stop.advice}${stop.code === null ? nothing : html`<small>(Meta’s code ${stop.code})</small>`}</span>
      <span>${stop.resumesAt ? html`It goes on by itself at ${formatExact(stop.resumesAt)}. ` : nothing}${waiting > 0 ? 'What waits is kept and goes out then.' : nothing}</span>
      ${this.editable ? html`<button class="button small" @click=${() => this.ask('resume')}>Resume now</button>` : nothing}
    </div>`;
  }

  private renderActions() {
    const { readyAt, isDefault, checkedAt } = this.number;
    return html`<footer>
      ${readyAt ? nothing : html`<button class="button small primary" @click=${() => this.ask('set-up')}>Go on setting up</button>`}
      ${readyAt && !isDefault ? html`<button class="button small" @click=${() => this.ask('default')}>Make default</button>` : nothing}
      <button class="button small" @click=${() => this.ask('check')}>Check now</button>
      <button class="button small quiet" @click=${() => this.ask('disconnect')}>Disconnect…</button>
      <small class="quiet">${checkedAt ? agoWords(checkedAt) : 'Not checked yet'}</small>
    </footer>`;
  }

  private ask(action: NumberAction) {
    this.dispatchEvent(new NumberRequestEvent(action, this.number));
  }
}

function agoWords(iso: string): string {
  const ago = formatAgo(iso, serverNow());
  return ago === 'now' ? 'Checked just now' : `Checked ${ago} ago`;
}

const nameWords = (status: string | null) =>
  status === null ? 'Not known' : status.charAt(0) + status.slice(1).toLowerCase().replaceAll('_', ' ');
