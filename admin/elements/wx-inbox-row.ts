import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { ConversationSummary } from '../../contract/conversation.ts';
import { Clock } from '../contexts/clock.ts';
import { customerName } from '../state/customer.ts';
import { rowPreview } from '../state/preview.ts';
import { formatAgo, formatExact } from '../state/time.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import './wx-avatar.ts';

/** One conversation of the inbox, as a link to it. */
@customElement('wx-inbox-row')
export class WxInboxRow extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        inline-size: 100%;
        padding-inline: 8px;
      }
      a {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 12px;
        align-items: center;
        block-size: 68px;
        margin-block: 1px;
        padding-inline: 10px;
        border-radius: 10px;
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        background: var(--wx-hover);
      }
      a[aria-current] {
        background: var(--wx-selected);
      }
      a:focus-visible {
        outline-offset: -2px;
      }
      .face {
        position: relative;
      }
      .channel {
        position: absolute;
        inset-block-end: -4px;
        inset-inline-end: -6px;
        padding: 2px;
        border-radius: 50%;
        background: var(--wx-surface);
        color: var(--wx-text-quiet);
      }
      .channel.whatsapp {
        color: var(--wx-whatsapp);
      }
      .line {
        display: flex;
        align-items: center;
        gap: 8px;
        min-inline-size: 0;
      }
      .name,
      .preview {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .name {
        font-weight: 550;
      }
      .preview {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
      .unread .name {
        font-weight: 700;
      }
      .unread .preview {
        color: var(--wx-text);
      }
      .preview.typing {
        color: var(--wx-accent);
      }
      time {
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .unread time {
        color: var(--wx-accent);
        font-weight: 600;
      }
      .badge {
        min-inline-size: 19px;
        padding: 0 6px;
        border-radius: 10px;
        background: var(--wx-accent);
        color: var(--wx-on-accent);
        font-size: 0.6875rem;
        font-weight: 700;
        line-height: 19px;
        text-align: center;
        font-variant-numeric: tabular-nums;
      }
      .hot {
        padding: 0 6px;
        border-radius: 10px;
        background: var(--wx-warning-surface);
        color: var(--wx-warning);
        font-size: 0.6875rem;
        font-weight: 700;
        line-height: 19px;
        font-variant-numeric: tabular-nums;
      }
      .assignee {
        --size: 19px;
      }
      .resolved {
        color: var(--wx-text-quiet);
      }
    `,
  ];

  @property({ attribute: false }) row!: ConversationSummary;
  @property() agentId = '';
  @property() href = '';
  @property({ type: Boolean }) selected = false;
  /** The one row that Tab reaches. */
  @property({ type: Boolean }) tabbable = false;
  /** Who types in it: a sentence, or null. */
  @property({ attribute: false }) typing: string | null = null;
  @query('a') private link!: HTMLAnchorElement;
  private readonly clock = new Clock(this);

  override focus(options?: FocusOptions) {
    this.link?.focus(options);
  }

  override render() {
    const { row } = this;
    const name = customerName(row.customer);
    return html`<a href=${this.href} class=${row.unread > 0 ? 'unread' : ''} tabindex=${this.tabbable ? 0 : -1}
        aria-current=${this.selected ? 'true' : nothing}>
      <span class="face">
        <wx-avatar name=${name}></wx-avatar>
        <span class="channel ${row.replyChannel}">
          ${icon(row.replyChannel, 14)}
          <span class="visually-hidden">${row.replyChannel === 'web' ? 'On the website.' : 'On WhatsApp.'}</span>
        </span>
      </span>
      <span>
        <span class="line">
          <span class="name"><bdi>${name}</bdi></span>
          <time datetime=${row.lastMessageAt} title=${formatExact(row.lastMessageAt)}>${formatAgo(row.lastMessageAt, this.clock.now())}</time>
        </span>
        <span class="line">
          ${this.preview()}
          ${row.lead?.hot ? html`<span class="hot" title="Lead score ${row.lead.score}">${row.lead.score}<span class="visually-hidden">, a hot lead</span></span>` : nothing}
          ${row.status === 'resolved' ? html`<span class="resolved" title="Resolved">${icon('check', 15)}<span class="visually-hidden">Resolved.</span></span>` : nothing}
          ${row.assignee ? html`<wx-avatar class="assignee" name=${row.assignee.name} label="Assigned to ${row.assignee.name}"></wx-avatar>` : nothing}
          ${row.unread > 0 ? html`<span class="badge">${row.unread > 99 ? '99+' : row.unread}<span class="visually-hidden"> unread</span></span>` : nothing}
        </span>
      </span>
    </a>`;
  }

  private preview() {
    if (this.typing) return html`<span class="preview typing">${this.typing}</span>`;
    const { lastMessage } = this.row;
    const text = lastMessage
      ? rowPreview(lastMessage, this.agentId)
      : this.row.lead?.hot
        ? 'Has not written yet: a hot lead'
        : 'No message yet';
    return html`<span class="preview"><bdi>${text}</bdi></span>`;
  }
}
