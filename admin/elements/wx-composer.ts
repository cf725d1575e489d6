import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Channel } from '../../contract/message.ts';
import type { Quote } from '../../contract/message-parts.ts';
import type { SendObstacle } from '../../contract/send-outlook.ts';
import { Clock } from '../contexts/clock.ts';
import { type Said, saidFile, saidText, takesCaption } from '../state/outgoing.ts';
import { mayWriteFreely, windowState } from '../state/service-window.ts';
import { icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import { MessageSubmitEvent, TemplateRequestEvent, TypingEvent } from './composer-events.ts';
import { composerStyles } from './wx-composer.styles.ts';
import type { WxFileTray } from './wx-file-tray.ts';
import type { MoreSubmitEvent, WxMoreDialog } from './wx-more-dialog.ts';
import './wx-file-tray.ts';
import './wx-more-dialog.ts';
import './wx-obstacle.ts';
import './wx-quote.ts';
import './wx-window-line.ts';

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
  /** What stands in the way of free text by WhatsApp, besides its window. */
  @property({ attribute: false }) obstacle: SendObstacle | null = null;
  @property({ attribute: false }) storage: Storage = sessionStorage;
  @state() private chosen: Channel | null = null;
  @state() private draft = '';
  /** The message that is being answered. */
  @property({ attribute: false }) quoted: Quote | null = null;
  @state() private isDropping = false;
  @query('textarea') private area!: HTMLTextAreaElement;
  @query('wx-file-tray') private tray!: WxFileTray;
  @query('wx-more-dialog') private more!: WxMoreDialog;
  @query('input[type=file]') private picker!: HTMLInputElement;
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
    this.tray?.clear();
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
        ${this.channel === 'whatsapp' ? html`<wx-window-line .window=${window} .customer=${this.customer} .hasWebsite=${this.channels.includes('web')}></wx-window-line>` : nothing}
        ${this.channel === 'whatsapp' && isFree ? html`<wx-obstacle what="An answer" .obstacle=${this.obstacle}></wx-obstacle>` : nothing}
        <div class="box ${isFree ? '' : 'shut'} ${this.isDropping ? 'dropping' : ''}" @dragover=${this.dragOver} @dragleave=${this.dragLeave} @drop=${this.drop}>
          ${this.quoted ? this.renderQuoted(this.quoted) : nothing}
          <wx-file-tray @tray-change=${() => this.requestUpdate()}></wx-file-tray>
          <textarea rows="1" maxlength="4096" dir="auto" aria-label="Reply to ${this.customer}"
            placeholder=${isFree ? `Reply to ${this.customer}` : 'Waiting for the customer to write'}
            .value=${this.draft} ?disabled=${!isFree} @input=${this.takeInput} @keydown=${this.sendOnEnter} @paste=${this.paste} @blur=${this.stopTyping}></textarea>
          <div class="tools">
            <input type="file" multiple hidden @change=${this.pick} />
            <button type="button" class="tool" aria-label="Attach files" title="Attach files" ?disabled=${!isFree} @click=${() => this.picker.click()}>${icon('attach', 19)}</button>
            <button type="button" class="tool" aria-label="Send something else" title="Buttons, list, location, contact, products" ?disabled=${!isFree} @click=${() => this.more.open()}>${icon('more', 19)}</button>
            ${this.channel === 'whatsapp' ? html`<button type="button" class="tool template" aria-label="Send a template" title="Send a template" @click=${() => this.dispatchEvent(new TemplateRequestEvent())}>${icon('document', 19)}</button>` : nothing}
            ${this.renderChannels()}
            <span class="hint">Enter to send, Shift+Enter for a new line</span>
            <button class="button primary" ?disabled=${!isFree || !this.canSend}>${icon('send', 16)} Send</button>
          </div>
        </div>
      </form>
      <wx-more-dialog @more-submit=${(event: MoreSubmitEvent) => this.tell(event.said)}></wx-more-dialog>`;
  }

  private renderQuoted(quote: Quote) {
    return html`<div class="quoted"><wx-quote .quote=${quote} .customer=${this.customer}></wx-quote>
      <button type="button" class="tool" aria-label="Do not quote" @click=${() => this.dispatchEvent(new Event('quote-clear'))}>${icon('close', 17)}</button></div>`;
  }

  /** There are words, or files that are all here. */
  private get canSend(): boolean {
    const hasFiles = this.tray ? !this.tray.isEmpty : false;
    return hasFiles ? this.tray.isReady : this.draft.trim() !== '';
  }

  private renderChannels() {
    if (this.channels.length < 2) {
      return html`<span class="chip ${this.channel}">${icon(this.channel, 14)} ${NAMES[this.channel]}</span>`;
    }
    return html`<div class="channels" role="radiogroup" aria-label="Send by">
      ${this.channels.map(
        channel => html`<label class="chip ${channel}">
          <input type="radio" name="channel" class="visually-hidden" .checked=${channel === this.channel} @change=${() => this.choose(channel)} />
          ${icon(channel, 14)} <span class="name">${NAMES[channel]}</span>
        </label>`,
      )}
    </div>`;
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
    if (!this.canSend) return;
    const text = this.draft.trim();
    this.keep('');
    this.sendFiles(text);
    this.stopTyping();
  }

  /** The words stand below the first file that can have some, else for themselves, after the files. */
  private sendFiles(text: string) {
    const files = this.tray.take();
    const captioned = files.findIndex(takesCaption);
    for (const [index, file] of files.entries()) this.tell(saidFile(file, index === captioned ? text : ''));
    if (text !== '' && captioned < 0) this.tell(saidText(text));
  }

  private tell(said: Said) {
    this.dispatchEvent(new MessageSubmitEvent(said, this.channel));
  }

  private pick() {
    this.tray.add(this.picker.files ?? []);
    this.picker.value = '';
    this.area.focus();
  }

  private paste(event: ClipboardEvent) {
    const files = event.clipboardData?.files;
    if (!files || files.length === 0) return;
    event.preventDefault();
    this.tray.add(files);
  }

  private dragOver(event: DragEvent) {
    if (!event.dataTransfer?.types.includes('Files') || this.area.disabled) return;
    event.preventDefault();
    this.isDropping = true;
  }

  private dragLeave(event: DragEvent) {
    const goesTo = event.relatedTarget;
    if (!(goesTo instanceof Node && this.renderRoot.contains(goesTo))) this.isDropping = false;
  }

  private drop(event: DragEvent) {
    if (!this.isDropping || !event.dataTransfer) return;
    event.preventDefault();
    this.isDropping = false;
    this.tray.add(event.dataTransfer.files);
    this.area.focus();
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
