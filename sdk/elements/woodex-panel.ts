import { html, LitElement, nothing, type PropertyValues } from 'lit';
import type { Message } from '../../contract/message.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { define } from '../define.ts';
import { type Locale, localeOf } from '../locales/index.ts';
import { baseStyles } from './base.styles.ts';
import type { ChooseEvent, LinkRequestEvent } from './content-events.ts';
import { closeIcon } from './icons.ts';
import { PhoneSheet } from './phone-sheet.ts';
import type { DraftChangeEvent, FilesSubmitEvent, MessageSubmitEvent, WoodexComposer } from './woodex-composer.ts';
import './woodex-composer.ts';
import type { MessageActionEvent, WoodexMessage } from './woodex-message.ts';
import { panelStyles } from './woodex-panel.styles.ts';
import type { WoodexTranscript } from './woodex-transcript.ts';
import './woodex-transcript.ts';
import './woodex-whatsapp-link.ts';

export { loadLocale } from '../locales/index.ts';

/** A short loss of the link is not worth a word. */
const TROUBLE_SHOWS_AFTER = 1500;

/** The conversation as the shopper sees it. It passes acts on to the conversation and draws what that says. */
export class WoodexPanel extends LitElement {
  static override styles = [baseStyles, panelStyles];
  static override properties = {
    conversation: { attribute: false },
    language: {},
    open: { type: Boolean },
    full: { type: Boolean },
    _announcement: { state: true },
    _isTroubled: { state: true },
    _dividerAfter: { state: true },
    _fileWords: { state: true },
  };

  declare conversation: Conversation;
  declare language: string;
  declare open: boolean;
  /** It covers the whole screen. */
  declare full: boolean;
  declare private _announcement: string;
  declare private _isTroubled: boolean;
  declare private _dividerAfter: number;
  /** What becomes of a file that is being brought. */
  declare private _fileWords: string;
  private _sheet = new PhoneSheet(this, () => this._close());
  private _life: AbortController | undefined;
  private _troubleTimer: ReturnType<typeof setTimeout> | undefined;
  private _stops: (() => void)[] = [];

  constructor() {
    super();
    this._announcement = '';
    this._isTroubled = false;
    this._dividerAfter = 0;
    this._fileWords = '';
  }

  override connectedCallback() {
    super.connectedCallback();
    this._life = new AbortController();
    const { signal } = this._life;
    const redraw = () => this.requestUpdate();
    addEventListener('online', redraw, { signal });
    addEventListener('offline', redraw, { signal });
    document.addEventListener('visibilitychange', () => this._markRead(), { signal });
    this._stops = [
      this.conversation.watch(() => this._follow()),
      this.conversation.onMessage(message => this._announce(message)),
    ];
    this._follow();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this._life?.abort();
    clearTimeout(this._troubleTimer);
    for (const stop of this._stops) stop();
  }

  /** Puts the focus where the shopper writes. */
  takeFocus() {
    void this.updateComplete.then(() => this._composer?.focus());
  }

  private get _locale(): Locale {
    return localeOf(this.language);
  }

  private get _composer() {
    return this.renderRoot.querySelector<WoodexComposer>('woodex-composer');
  }

  private get _transcript() {
    return this.renderRoot.querySelector<WoodexTranscript>('woodex-transcript');
  }

  private _follow() {
    const isTroubled = this.conversation.state.link === 'trouble';
    if (!isTroubled) {
      clearTimeout(this._troubleTimer);
      this._troubleTimer = undefined;
      this._isTroubled = false;
    } else {
      this._troubleTimer ??= setTimeout(() => {
        this._isTroubled = true;
      }, TROUBLE_SHOWS_AFTER);
    }
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues) {
    if (!changed.has('open') || !this.open) return;
    void this.conversation.loadConfig();
    const { thread } = this.conversation.state;
    this._dividerAfter = thread?.unread ? Math.max(thread.readUpTo, 0.5) : 0;
  }

  protected override updated(changed: PropertyValues) {
    if (changed.has('open') && this.open) this._transcript?.toEnd();
    this._sheet.cover(this.open && this.full);
    this._markRead();
  }

  /** What is in front of the shopper's eyes is read. */
  private _markRead() {
    if (this.open && document.visibilityState === 'visible' && this._transcript?.isAtEnd !== false)
      this.conversation.markRead();
  }

  /** Said once, when it is whole; the transcript itself is silent. */
  private _announce(message: Message) {
    if (!this.open) return;
    const { author, content } = message;
    const text = 'text' in content ? content.text : '';
    this._announcement = `${author.kind === 'agent' ? author.name : this._locale.shop}: ${text}`;
  }

  private _close() {
    this.dispatchEvent(new Event('close-request'));
  }

  private _onSubmit = ({ text }: MessageSubmitEvent) => {
    this._dividerAfter = 0;
    this.conversation.typing(false);
    this.conversation.send(text);
  };

  private _onDraft = ({ draft, typing }: DraftChangeEvent) => {
    this.conversation.draft = draft;
    this.conversation.typing(typing);
  };

  private _onChoose = (event: Event) => {
    const { id, text } = event as ChooseEvent;
    const message = (event.composedPath() as Partial<WoodexMessage>[]).find(element => element.view)?.view?.id;
    if (message) this.conversation.choose(id, text, message);
  };

  private _onLink = async ({ mediaId, renew }: LinkRequestEvent) => {
    const url = await this.conversation.mediaLink(mediaId);
    if (url) renew(url);
  };

  private _onFiles = async ({ files }: FilesSubmitEvent) => {
    const locale = this._locale;
    this._fileWords = locale.uploading;
    try {
      for (const file of files) await this.conversation.sendFile(file);
      this._fileWords = '';
    } catch (error) {
      const code = (error as { code?: string }).code;
      this._fileWords = code === 'too-large' ? locale.fileTooLarge : locale.fileFailed;
    }
  };

  private _isSeen = (message: Message) => this.conversation.isSeen(message);
  private _onRetry = ({ clientId }: MessageActionEvent) => this.conversation.retry(clientId);
  private _onDiscard = ({ clientId }: MessageActionEvent) => this.conversation.discard(clientId);

  private get _linkWords(): string {
    const locale = this._locale;
    if (!navigator.onLine) return locale.offline;
    if (!this._isTroubled) return '';
    return this.conversation.state.thread ? locale.reconnecting : locale.unreachable;
  }

  private get _typingWords(): string {
    return this._fileWords || (this.conversation.state.typing ? this._locale.typing : '');
  }

  protected override render() {
    const locale = this._locale;
    const { conversation } = this;
    const { state } = conversation;
    const name = state.config?.merchant.name;
    return html`
      <header part="header" dir=${locale.dir} lang=${locale.lang}>
        ${name ? html`<div class="mark" aria-hidden="true">${[...name][0]}</div>` : nothing}
        <div class="names"><h2>${name ?? locale.title}</h2><p>${locale.subtitle}</p></div>
        <button class="close" aria-label=${locale.close} @click=${this._close}>${closeIcon}</button>
      </header>
      <div class="link" role="status" dir=${locale.dir} lang=${locale.lang}>${this._linkWords}</div>
      <woodex-transcript exportparts="transcript, message" dir=${locale.dir} lang=${locale.lang}
        .state=${state} .locale=${locale} .dividerAfter=${this._dividerAfter} .isOnline=${navigator.onLine} .isSeen=${this._isSeen}
        .origin=${conversation.origin} @choose-request=${this._onChoose} @link-request=${this._onLink}
        .greeting=${state.config?.greeting || locale.greeting}
        @older-request=${() => conversation.loadOlder()} @newest-seen=${this._markRead}
        @retry-request=${this._onRetry} @discard-request=${this._onDiscard}></woodex-transcript>
      <footer dir=${locale.dir} lang=${locale.lang}>
        <div class="status" role="status">${this._typingWords}</div>
        <div class="hidden" aria-live="polite">${this._announcement}</div>
        <woodex-composer exportparts="composer, attach, send" .locale=${locale} .draft=${conversation.draft}
          @message-submit=${this._onSubmit} @files-submit=${this._onFiles} @draft-change=${this._onDraft}></woodex-composer>
        ${state.config?.whatsapp ? html`<woodex-whatsapp-link exportparts="whatsapp" .conversation=${conversation} .locale=${locale}></woodex-whatsapp-link>` : nothing}
      </footer>`;
  }
}

define('woodex-panel', WoodexPanel);
