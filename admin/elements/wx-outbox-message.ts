import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { OutboxEntry } from '../state/outbox.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import './wx-message-content.ts';
import './wx-quote.ts';

/** What the agent wants done with a message that was refused. */
export class OutboxRequestEvent extends Event {
  readonly action: 'retry' | 'edit' | 'discard';
  readonly entry: OutboxEntry;

  constructor(action: OutboxRequestEvent['action'], entry: OutboxEntry) {
    super('outbox-request', { bubbles: true, composed: true });
    this.action = action;
    this.entry = entry;
  }
}

/** A message of ours that the server has not acknowledged yet. */
@customElement('wx-outbox-message')
export class WxOutboxMessage extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        align-items: flex-end;
        padding-block: 2px;
      }
      .bubble {
        max-inline-size: min(78%, 62ch);
        padding: 7px 12px;
        border-radius: 14px;
        background: var(--wx-bubble-own);
      }
      .bubble.failed {
        background: var(--wx-danger-surface);
      }
      .state {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        align-items: center;
        gap: 4px;
        margin-block-start: 3px;
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      .state.failed {
        color: var(--wx-danger);
      }
    `,
  ];

  @property({ attribute: false }) entry!: OutboxEntry;

  override render() {
    const { entry } = this;
    const failed = entry.state === 'failed';
    return html`
      <div class="bubble ${failed ? 'failed' : ''}">
        ${entry.replyTo ? html`<wx-quote .quote=${entry.replyTo}></wx-quote>` : nothing}
        <wx-message-content .content=${entry.content?.shown ?? { kind: 'text', text: entry.text }}></wx-message-content>
      </div>
      <div class="state ${failed ? 'failed' : ''}">${icon(failed ? 'alert' : 'clock', 14)} ${this.words()}
        ${failed ? this.buttons() : nothing}
      </div>`;
  }

  private words() {
    const { state, reason } = this.entry;
    if (state === 'failed') return `Not sent. ${reason}`;
    if (state === 'sending') return 'Sending…';
    return state === 'waiting' ? 'Not sent yet – retrying' : 'Not sent yet';
  }

  private buttons() {
    const ask = (action: OutboxRequestEvent['action']) => () =>
      this.dispatchEvent(new OutboxRequestEvent(action, this.entry));
    return html`
      <button class="button small" @click=${ask('retry')}>Try again</button>
      ${this.entry.content ? nothing : html`<button class="button small" @click=${ask('edit')}>Edit</button>`}
      <button class="button small quiet" @click=${ask('discard')}>Discard</button>`;
  }
}
