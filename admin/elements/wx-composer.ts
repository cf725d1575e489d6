import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Channel } from '../../contract/message.ts';
import { Clock } from '../contexts/clock.ts';
import { mayWriteFreely, type WindowState, windowState } from '../state/service-window.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import { composerStyles } from './wx-composer.styles.ts';

/** The agent sends `text` by `channel`. */
export class MessageSubmitEvent extends Event {
  readonly text: string;
  readonly channel: Channel;

  constructor(text: string, channel: Channel) {
    super('message-submit', { bubbles: true, composed: true });
    this.text = text;
    this.channel = channel;
  }
}

/** The agent writes, or has stopped. */
export class TypingEvent extends Event {
  readonly typing: boolean;

  constructor(typing: boolean) {
    super('agent-typing', { bubbles: true, composed: true });
    this.typing = typing;
  }
}

const NAMES: Record<Channel, string> = { web: 'Website', whatsapp: 'WhatsApp' };

/** Typing is told again after this time, well before it is forgotten. */
const TYPING_EVERY = 3000;

/** Where the agent writes. It keeps the draft of each conversation and knows whether WhatsApp takes free text now. */
@customElement('wx-composer')
export class WxComposer extends LitElement {
  static override styles = [shared, composerStyles];

  @property() conversationId = '';
  @property() customer = '';
  /** The roads an answer can take at all. */
  @property({ attribute: false }) channels: readonly Channel[] = [];
  /** The road of the shopper's last message. */
  @property() replyChannel: Channel = 'web';
  /** ISO 8601; null: never opened. */
  @property({ attribute: false }) serviceWindowClosesAt: string | null = null;
  @property({ attribute: false }) storage: Storage = sessionStorage;
  @state() private chosen: Channel | null = null;
  @state() private draft = '';
  @query('textarea') private area!: HTMLTextAreaElement;
  private readonly clock = new Clock(this);
  private typingToldAt = 0;

  override focus(options?: FocusOptions) {
    this.area?.focus(options);
  }

  /** Puts a text into the box again, e.g. one that was refused, above what is written there. */
  restore(text: string) {
    this.keep([text, this.draft].filter(Boolean).join('\n'));
    this.focus();
  }

  get channel(): Channel {
    const wanted = this.chosen ?? this.replyChannel;
    return this.channels.includes(wanted) ? wanted : (this.channels[0] ?? wanted);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('conversationId')) return;
    this.chosen = null;
    this.typingToldAt = 0;
    this.draft = this.storage.getItem(this.key) ?? '';
  }

  protected override updated() {
    // As high as its text, as far as the style allows.
    this.area.style.blockSize = 'auto';
    this.area.style.blockSize = `${this.area.scrollHeight + 2}px`;
  }

  override render() {
    const window = windowState(this.serviceWindowClosesAt, this.clock.now());
    const isFree = mayWriteFreely(this.channel, window);
    return html`
      <form @submit=${this.submit}>
        ${this.channel === 'whatsapp' ? this.renderWindow(window) : nothing}
        <div class="box ${isFree ? '' : 'shut'}">
          <textarea rows="1" maxlength="4096" dir="auto" aria-label="Reply to ${this.customer}"
            placeholder=${isFree ? `Reply to ${this.customer}` : 'Waiting for the customer to write'}
            .value=${this.draft} ?disabled=${!isFree} @input=${this.takeInput} @keydown=${this.sendOnEnter} @blur=${this.stopTyping}></textarea>
          <div class="tools">
            ${this.renderChannels()}
            <span class="hint">Enter to send, Shift+Enter for a new line</span>
            <button class="button primary" ?disabled=${!isFree || this.draft.trim() === ''}>${icon('send', 16)} Send</button>
          </div>
        </div>
      </form>`;
  }

  private renderChannels() {
    if (this.channels.length < 2) {
      return html`<span class="chip ${this.channel}">${icon(this.channel, 14)} ${NAMES[this.channel]}</span>`;
    }
    return html`<div class="channels" role="radiogroup" aria-label="Send by">
      ${this.channels.map(
        channel => html`<label class="chip ${channel}">
          <input type="radio" name="channel" class="visually-hidden" .checked=${channel === this.channel} @change=${() => this.choose(channel)} />
          ${icon(channel, 14)} ${NAMES[channel]}
        </label>`,
      )}
    </div>`;
  }

  private renderWindow(window: WindowState) {
    const website = this.channels.includes('web') ? ' You can answer on the website.' : '';
    switch (window.kind) {
      case 'open':
        return nothing;
      case 'closing': {
        const hours = Math.floor(window.minutes / 60);
        const left = hours > 0 ? `${hours} h ${window.minutes % 60} min` : `${window.minutes} min`;
        return html`<p class="window">${icon('clock', 16)} WhatsApp’s service window closes in ${left}.</p>`;
      }
      case 'closed':
        return html`<p class="window" role="status">${icon('clock', 16)} WhatsApp’s service window is closed: more than 24 hours have passed since
          ${this.customer} last wrote there. Free text can be sent again when the customer writes.${website}</p>`;
      case 'never-opened':
        return html`<p class="window" role="status">${icon('clock', 16)} ${this.customer} has not written on WhatsApp yet, so free text cannot be
          sent there.${website}</p>`;
    }
  }

  private choose(channel: Channel) {
    this.chosen = channel;
    void this.updateComplete.then(() => this.focus());
  }

  private takeInput() {
    this.keep(this.area.value);
    const now = this.clock.now();
    if (this.draft === '') this.stopTyping();
    else if (now - this.typingToldAt >= TYPING_EVERY) {
      this.typingToldAt = now;
      this.dispatchEvent(new TypingEvent(true));
    }
  }

  private readonly stopTyping = () => {
    if (this.typingToldAt === 0) return;
    this.typingToldAt = 0;
    this.dispatchEvent(new TypingEvent(false));
  };

  private submit(event: Event) {
    event.preventDefault();
    const text = this.draft.trim();
    if (text === '') return;
    this.keep('');
    this.dispatchEvent(new MessageSubmitEvent(text, this.channel));
    this.stopTyping();
  }

  private sendOnEnter(event: KeyboardEvent) {
    // While an input method is open, Enter picks a word: it does not send. (Safari tells it by the key code alone.)
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.area.form!.requestSubmit();
  }

  private keep(draft: string) {
    this.draft = draft;
    if (draft === '') this.storage.removeItem(this.key);
    else this.storage.setItem(this.key, draft);
  }

  private get key() {
    return `woodex.draft.${this.conversationId}`;
  }
}
