import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Message } from '../../contract/message.ts';
import type { ConversationState } from '../conversation/conversation.ts';
import { buildRows, type Row } from '../conversation/rows.ts';
import { define } from '../define.ts';
import { type Locale, regional } from '../locales/index.ts';
import { baseStyles } from './base.styles.ts';
import { downIcon } from './icons.ts';
import type { MessageState, MessageView, WoodexMessage } from './woodex-message.ts';
import './woodex-message.ts';
import { transcriptStyles } from './woodex-transcript.styles.ts';

/** Within that many px of an end counts as being there. */
const NEAR = 80;

/**
 * The thread, newest at the bottom. Stays at the bottom while the reader is there, and where the reader is otherwise. Fires
 * `older-request` near the top and `newest-seen` when the newest message comes into view.
 */
export class WoodexTranscript extends LitElement {
  static override properties = {
    state: { attribute: false },
    locale: { attribute: false },
    dividerAfter: { attribute: false },
    isSeen: { attribute: false },
    greeting: {},
    origin: {},
    isOnline: { attribute: false },
    _isAtEnd: { state: true },
  };
  declare state: ConversationState;
  declare locale: Locale;
  declare dividerAfter: number;
  /** Has an agent read it? */
  declare isSeen: (message: Message) => boolean;
  declare greeting: string;
  /** Of the API. */
  declare origin: string;
  declare isOnline: boolean;
  declare private _isAtEnd: boolean;
  private _fromEnd = 0;
  private _observer = new ResizeObserver(() => this._keepPlace());

  static override styles = [baseStyles, transcriptStyles];

  constructor() {
    super();
    this._isAtEnd = true;
    this.isOnline = true;
  }

  override connectedCallback() {
    super.connectedCallback();
    if (this._log) this._observer.observe(this._log);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this._observer.disconnect();
  }

  private get _log() {
    return this.renderRoot?.querySelector<HTMLElement>('.log');
  }

  /** Scrolls to the newest message. */
  toEnd() {
    this._isAtEnd = true;
    this._fromEnd = 0;
    this._keepPlace();
  }

  /** True while the newest message is in view. */
  get isAtEnd() {
    return this._isAtEnd;
  }

  protected override willUpdate(changed: PropertyValues) {
    const before = changed.get('state') as ConversationState | undefined;
    const { thread, outgoing } = this.state;
    const log = this._log;
    if (!log || !changed.has('state')) return;
    const wasFirst = before?.thread?.messages[0]?.id;
    // Older messages are put in above: the distance to the end is what has to stay.
    if (wasFirst && wasFirst !== thread?.messages[0]?.id) this._fromEnd = log.scrollHeight - log.scrollTop;
    if (outgoing.length > (before?.outgoing.length ?? 0)) this._isAtEnd = true;
  }

  protected override updated(changed: PropertyValues) {
    if (changed.has('state')) void this._settle();
  }

  /** The messages draw themselves after the transcript: their heights are known then. */
  private async _settle() {
    const items = [...this.renderRoot.querySelectorAll<WoodexMessage>('woodex-message')];
    await Promise.all(items.map(item => item.updateComplete));
    this._keepPlace();
    const log = this._log;
    if (log && log.clientHeight > 0 && log.scrollHeight <= log.clientHeight && this.state.thread?.hasMore)
      this._askForOlder();
  }

  private _keepPlace() {
    const log = this._log;
    if (!log) return;
    if (this._isAtEnd) log.scrollTop = log.scrollHeight;
    else if (this._fromEnd) log.scrollTop = log.scrollHeight - this._fromEnd;
    this._fromEnd = 0;
  }

  protected override firstUpdated() {
    this._observer.observe(this._log!);
  }

  private _onScroll = () => {
    const log = this._log!;
    this._isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    if (this._isAtEnd) this.dispatchEvent(new Event('newest-seen'));
    else if (log.scrollTop < NEAR && this.state.thread?.hasMore) this._askForOlder();
  };

  private _askForOlder() {
    this.dispatchEvent(new Event('older-request'));
  }

  protected override render() {
    const { locale, state } = this;
    const { thread, outgoing, isLoadingOlder, typing } = state;
    const rows = buildRows({
      messages: thread?.messages ?? [],
      outgoing,
      dividerAfter: this.dividerAfter,
      dayOf: at => new Date(at).toDateString(),
    });
    return html`
      <div class="log" part="transcript" role="log" aria-live="off" aria-label=${locale.transcript} tabindex="0" @scroll=${this._onScroll}>
        <div class="list">
          ${thread?.hasMore ? nothing : html`<p class="greeting" dir="auto">${this.greeting}</p>`}
          ${repeat(
            rows,
            row => row.key,
            row => this._renderRow(row),
          )}
          ${typing ? html`<div class="typing" aria-hidden="true"><i></i><i></i><i></i></div>` : nothing}
        </div>
      </div>
      ${isLoadingOlder ? html`<div class="older" role="status">${locale.older}</div>` : nothing}
      ${this._isAtEnd ? nothing : html`<button class="jump" aria-label=${locale.toNewest} @click=${this.toEnd}>${downIcon}</button>`}`;
  }

  private _renderRow(row: Row) {
    if (row.kind === 'day') return html`<div class="day"><span>${this._formatDay(row.at)}</span></div>`;
    if (row.kind === 'divider') return html`<div class="new"><span>${this.locale.newMessages}</span></div>`;
    return html`<woodex-message exportparts="message" .locale=${this.locale} .origin=${this.origin} .view=${this._viewOf(row)}></woodex-message>`;
  }

  private _viewOf(row: Extract<Row, { kind: 'message' | 'outgoing' }>): MessageView {
    const { locale } = this;
    const { key, at, first, last } = row;
    const common = { key, at, first, last };
    if (row.kind === 'outgoing') {
      const { text, content, failed } = row.outgoing;
      const state: MessageState = failed
        ? 'failed'
        : this.isOnline && this.state.link !== 'trouble'
          ? 'sending'
          : 'waiting';
      return {
        ...common,
        content: content?.shown ?? { kind: 'text', text },
        sender: locale.you,
        own: true,
        viaWhatsapp: false,
        state,
        reason: failed,
      };
    }
    const { author, content, channel, id, replyTo } = row.message;
    const own = author.kind === 'shopper';
    const sender = own ? locale.you : author.kind === 'agent' ? author.name : locale.shop;
    const viaWhatsapp = channel === 'whatsapp';
    const state = own && last && !viaWhatsapp ? (this.isSeen(row.message) ? 'seen' : 'sent') : undefined;
    const { reactions } = row;
    return { ...common, id, content, quote: replyTo, reactions, sender, own, viaWhatsapp, state };
  }

  private _formatDay(at: string): string {
    const date = new Date(at);
    if (Number.isNaN(date.getTime())) return '';
    const today = new Date();
    const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
    if (date.toDateString() === today.toDateString()) return this.locale.today;
    if (date.toDateString() === yesterday.toDateString()) return this.locale.yesterday;
    const year = date.getFullYear() === today.getFullYear() ? undefined : 'numeric';
    return date.toLocaleDateString(regional(this.locale.lang), {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year,
    });
  }
}

define('woodex-transcript', WoodexTranscript);
