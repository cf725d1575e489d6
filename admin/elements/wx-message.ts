import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Message } from '../../contract/message.ts';
import { tickOf } from '../state/delivery.ts';
import { formatExact, formatTime } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import './wx-message-actions.ts';
import './wx-message-content.ts';
import './wx-quote.ts';
import './wx-ticks.ts';

/** One message of the thread: the shopper's at the start, ours at the end, the system's in the middle. */
@customElement('wx-message')
export class WxMessage extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        align-items: flex-start;
        padding-block: 1px;
      }
      :host([side='own']) {
        align-items: flex-end;
      }
      :host([side='system']) {
        align-items: center;
      }
      :host([first]) {
        padding-block-start: 10px;
      }
      :host(:focus-visible) {
        outline-offset: -2px;
        border-radius: 10px;
      }
      .author {
        margin-inline: 12px;
        margin-block-end: 2px;
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      .line {
        display: flex;
        align-items: center;
        gap: 6px;
        inline-size: 100%;
      }
      :host([side='system']) .line {
        justify-content: center;
      }
      :host([side='own']) .line {
        flex-direction: row-reverse;
      }
      wx-message-actions {
        flex: none;
        opacity: 0;
      }
      .line:hover wx-message-actions,
      wx-message-actions:focus-within,
      :host(:focus-visible) wx-message-actions {
        opacity: 1;
      }
      @media (hover: none) {
        wx-message-actions {
          opacity: 0.7;
        }
      }
      wx-quote {
        flex: 1 0 100%;
        margin-block: 2px 6px;
      }
      .bubble {
        position: relative;
        min-inline-size: 0;
        max-inline-size: min(78%, 62ch);
        padding: 7px 12px;
        border-radius: 14px;
        background: var(--wx-bubble-their);
        box-shadow: inset 0 0 0 1px var(--wx-line);
        line-height: 1.45;
      }
      :host([side='own']) .bubble {
        background: var(--wx-bubble-own);
        box-shadow: none;
      }
      :host([side='their'][last]) .bubble {
        border-end-start-radius: 4px;
      }
      :host([side='own'][last]) .bubble {
        border-end-end-radius: 4px;
      }
      :host([side='system']) .bubble {
        padding: 3px 12px;
        background: none;
        box-shadow: none;
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
        text-align: center;
      }
      .bubble {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        align-items: end;
        column-gap: 10px;
      }
      wx-message-content {
        margin-inline-end: auto;
      }
      .meta {
        display: inline-flex;
        align-items: center;
        gap: 3px;
        color: var(--wx-text-quiet);
        font-size: 0.6875rem;
        font-variant-numeric: tabular-nums;
        line-height: 1.5;
      }
      .exact {
        position: absolute;
        inset-block-end: calc(100% + 4px);
        inset-inline-start: 0;
        z-index: 2;
        inline-size: max-content;
        padding: 2px 8px;
        border-radius: 6px;
        background: var(--wx-text);
        color: var(--wx-surface);
        font-size: 0.75rem;
        visibility: hidden;
        pointer-events: none;
      }
      :host([side='own']) .exact {
        inset-inline: auto 0;
      }
      .bubble:hover .exact {
        visibility: visible;
        transition: visibility 0s 0.6s;
      }
      :host(:focus-visible) .exact {
        visibility: visible;
      }
      .foot {
        margin-inline: 12px;
        margin-block-start: 3px;
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      .reactions {
        align-self: inherit;
        display: inline-flex;
        gap: 2px;
        margin-block-start: -6px;
        margin-inline: 10px;
        padding: 0 7px;
        border-radius: 12px;
        background: var(--wx-raised);
        box-shadow: inset 0 0 0 1px var(--wx-line);
        font-size: 0.8125rem;
        line-height: 22px;
        z-index: 1;
      }
      .failed {
        color: var(--wx-danger);
      }
    `,
  ];

  @property({ attribute: false }) message!: Message;
  @property({ attribute: false }) reactions: readonly string[] = [];
  /** With which this agent has reacted. */
  @property({ attribute: false }) ownReaction: string | null = null;
  /** Who the shopper is. */
  @property() customer = '';
  @property({ type: Boolean, reflect: true }) first = false;
  @property({ type: Boolean, reflect: true }) last = false;
  @property({ reflect: true }) side: 'own' | 'their' | 'system' = 'their';
  /** Who is named above it; null when the message before is by the same author. */
  @property({ attribute: false }) author: string | null = null;
  /** The shopper's screen has shown it. */
  @property({ type: Boolean }) seen = false;

  protected override willUpdate() {
    const kinds = { agent: 'own', shopper: 'their', system: 'system' } as const;
    this.side = kinds[this.message.author.kind];
  }

  override render() {
    const { message } = this;
    return html`
      ${this.first && this.author ? html`<span class="author" dir="auto">${this.author}</span>` : nothing}
      <div class="line"><div class="bubble">
        ${message.replyTo ? html`<wx-quote .quote=${message.replyTo} .customer=${this.customer}></wx-quote>` : nothing}
        <wx-message-content .content=${message.content}></wx-message-content>
        ${this.side === 'system' ? nothing : this.meta()}
      </div>
      ${this.side === 'system' ? nothing : html`<wx-message-actions .message=${message} .side=${this.side} .own=${this.ownReaction}></wx-message-actions>`}</div>
      ${
        this.reactions.length > 0
          ? html`<span class="reactions"><span class="visually-hidden">Reactions: </span>${this.reactions.join(' ')}</span>`
          : nothing
      }
      ${this.foot()}`;
  }

  private meta() {
    const { delivery, sentAt } = this.message;
    return html`<span class="meta">
      <time datetime=${sentAt}>${formatTime(sentAt)}</time>
      ${delivery ? html`<wx-ticks .delivery=${delivery}></wx-ticks>` : nothing}
      <span class="exact">${formatExact(sentAt)}</span>
    </span>`;
  }

  private foot() {
    const { delivery } = this.message;
    // The ticks say it to a screen reader already.
    if (delivery?.state === 'failed') {
      return html`<span class="foot failed" aria-hidden="true">${tickOf(delivery).label}</span>`;
    }
    return this.seen ? html`<span class="foot">Seen</span>` : nothing;
  }
}
