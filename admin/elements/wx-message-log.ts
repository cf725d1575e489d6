import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Message } from '../../contract/message.ts';
import type { OutboxEntry } from '../state/outbox.ts';
import { previewLine } from '../state/preview.ts';
import { type ThreadItem, threadItems } from '../state/thread-items.ts';
import { dayOf, formatDay } from '../state/time.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import { OlderRequestEvent, SeenEvent } from './message-log-events.ts';
import { logStyles } from './wx-message-log.styles.ts';
import './wx-message.ts';
import './wx-outbox-message.ts';
import { serverNow } from '../contexts/server-time.ts';

/** Pixels from an edge that count as being there. */
const NEAR = 48;

/** A thread to read: it stays at the newest message unless the agent has scrolled up, and where it is when older ones arrive. */
@customElement('wx-message-log')
export class WxMessageLog extends LitElement {
  static override styles = [shared, logStyles];

  @property({ attribute: false }) messages: readonly Message[] = [];
  @property({ attribute: false }) outbox: readonly OutboxEntry[] = [];
  @property({ attribute: false }) unreadFrom: number | null = null;
  /** The position up to which the shopper has seen the panel. */
  @property({ attribute: false }) readByShopper = 0;
  @property() customer = '';
  /** Who reads here. */
  @property() agentId = '';
  /** Who types: a sentence, or null. */
  @property({ attribute: false }) typing: string | null = null;
  @property({ attribute: false }) older: 'none' | 'idle' | 'pending' | 'error' = 'none';
  @state() private isAtEnd = true;
  @state() private missed = 0;
  @state() private announcement = '';
  @query('.log') private log!: HTMLElement;
  @query('.content') private content!: HTMLElement;
  /** What to do once the change that is being drawn has its size. */
  private next: { to: 'first-look' | 'end' } | { to: 'same-place'; fromEnd: number } | null = { to: 'first-look' };
  /** Called before anything is painted, when all messages have drawn themselves. */
  private readonly resize = new ResizeObserver(() => this.settle());

  /** Down to the newest message. */
  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  override connectedCallback() {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.tellSeen);
    addEventListener('focus', this.tellSeen);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.tellSeen);
    removeEventListener('focus', this.tellSeen);
    this.resize.disconnect();
  }

  protected override firstUpdated() {
    this.resize.observe(this.log);
    this.resize.observe(this.content);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    const before = changed.get('messages');
    if (before && before.length > 0) this.takeNew(before.at(-1)?.position ?? 0);
    if (!this.hasUpdated || this.next?.to === 'first-look') return;
    const isOlder = before !== undefined && (this.messages[0]?.position ?? 0) < (before[0]?.position ?? 0);
    if (isOlder) this.next = { to: 'same-place', fromEnd: this.log.scrollHeight - this.log.scrollTop };
    else if ((changed.get('outbox')?.length ?? Infinity) < this.outbox.length) this.next = { to: 'end' };
  }

  protected override updated(changed: PropertyValues<this>) {
    if (changed.has('messages')) queueMicrotask(this.tellSeen);
  }

  override render() {
    const seen = this.lastSeen();
    const items = threadItems(this.messages, this.unreadFrom, dayOf);
    return html`
      <div class="log" role="log" aria-live="off" aria-label="Messages" tabindex="0" @scroll=${this.takeScroll} @keydown=${this.step}>
        <div class="content">
        ${this.renderOlder()}
        ${repeat(
          items,
          item => item.key,
          item => this.renderItem(item, seen),
        )}
        ${repeat(
          this.outbox,
          entry => entry.clientId,
          entry => html`<wx-outbox-message .entry=${entry}></wx-outbox-message>`,
        )}
        ${this.typing ? html`<p class="typing"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${this.typing}</p>` : nothing}
        </div>
      </div>
      ${this.isAtEnd ? nothing : this.renderJump()}
      <div class="visually-hidden" role="status">${this.announcement}</div>`;
  }

  private renderItem(item: ThreadItem, seen: number) {
    switch (item.kind) {
      case 'day':
        return html`<h3 class="day"><time datetime=${item.at}>${formatDay(item.at, serverNow())}</time></h3>`;
      case 'unread':
        return html`<p class="unread" id="unread">New messages</p>`;
      case 'channel':
        return html`<p class="channel">${icon(item.channel, 14)} ${item.channel === 'web' ? 'On the website' : 'On WhatsApp'}</p>`;
      case 'message': {
        const { message } = item;
        const author = message.author.kind === 'agent' ? message.author.name : null;
        return html`<wx-message tabindex="-1" data-position=${message.position} .message=${message} .author=${author}
          
          .reactions=${[...item.reactions.values()]} .ownReaction=${item.reactions.get(this.agentId) ?? null} .customer=${this.customer}
          .first=${item.isFirst} .last=${item.isLast} .seen=${message.position === seen}></wx-message>`;
      }
    }
  }

  private renderOlder() {
    if (this.older === 'none') return nothing;
    if (this.older === 'error') {
      return html`<p class="older">Older messages could not be loaded.
        <button class="button small" @click=${() => this.dispatchEvent(new OlderRequestEvent())}>Try again</button></p>`;
    }
    return html`<p class="older">Loading older messages…</p>`;
  }

  private renderJump() {
    const label = this.missed > 0 ? `${this.missed} new` : 'Newest';
    return html`<button class="button jump" @click=${this.toEnd}>${icon('down', 16)} ${label}</button>`;
  }

  /** Our last message on the website that the shopper has seen: only this one says so. */
  private lastSeen(): number {
    const isSeen = ({ author, channel, position }: Message) =>
      author.kind === 'agent' && channel === 'web' && position <= this.readByShopper;
    return this.messages.findLast(isSeen)?.position ?? 0;
  }

  /** After a change: at the end when we were there; else nothing that is looked at moves. */
  private settle() {
    if (this.messages.length === 0 && this.outbox.length === 0) return;
    const { next } = this;
    this.next = null;
    if (next?.to === 'first-look') this.lookFirst();
    else if (next?.to === 'same-place') this.log.scrollTop = this.log.scrollHeight - next.fromEnd;
    else if (next?.to === 'end' || this.isAtEnd) this.toEnd();
    this.takeScroll();
  }

  /** At the unread line if there is one, else at the newest message. */
  private lookFirst() {
    const line = this.renderRoot.querySelector<HTMLElement>('#unread');
    if (line) this.log.scrollTop = line.offsetTop - this.log.clientHeight / 3;
    else this.toEnd();
  }

  private takeNew(lastBefore: number) {
    const fresh = this.messages.filter(
      ({ position, author }) => position > lastBefore && lastBefore > 0 && author.kind === 'shopper',
    );
    const newest = fresh.at(-1);
    if (!newest) return;
    if (!this.isAtEnd) this.missed += fresh.length;
    this.announcement = `${this.customer}: ${previewLine(newest.content)}`;
  }

  private takeScroll() {
    const { scrollTop, clientHeight, scrollHeight } = this.log;
    this.isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.isAtEnd) this.missed = 0;
    if (scrollTop < NEAR * 4 && this.older === 'idle') this.dispatchEvent(new OlderRequestEvent());
    this.tellSeen();
  }

  private readonly tellSeen = () => {
    if (document.visibilityState !== 'visible' || !document.hasFocus() || this.next) return;
    const bottom = this.log.getBoundingClientRect().bottom + 4;
    const shown = [...this.renderRoot.querySelectorAll<HTMLElement>('wx-message')];
    const lowest = shown.findLast(element => element.getBoundingClientRect().bottom <= bottom);
    if (lowest) this.dispatchEvent(new SeenEvent(Number(lowest.dataset.position)));
  };

  private step(event: KeyboardEvent) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    const messages = [...this.renderRoot.querySelectorAll<HTMLElement>('wx-message')];
    const from = event.target instanceof HTMLElement ? messages.indexOf(event.target) : -1;
    const next = from < 0 ? messages.at(-1) : messages[from + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}
