import { html, LitElement, nothing, type PropertyValues } from 'lit';
import type { Conversation } from '../conversation/conversation.ts';
import { define } from '../define.ts';
import { WoodexEvent } from '../events.ts';
import { LABELS, pickLanguage } from '../language.ts';
import { chatStyles } from './woodex-chat.styles.ts';
import type { WoodexPanel } from './woodex-panel.ts';

const SPEECH =
  'M12 4c-4.8 0-8.5 3.2-8.5 7.3 0 2.2 1.1 4.2 2.9 5.5L6 20.2l3.6-1.9c.8.2 1.6.3 2.4.3 4.8 0 8.5-3.2 8.5-7.3S16.8 4 12 4ZM8.5 10h7m-7 3H13';
const DOWN = 'm6 9.5 6 6 6-6';
/** Below that width the panel is a sheet over the whole screen. */
const PHONE = '(max-width: 480px)';

/**
 * The bubble, and the dialog that the panel is loaded into once somebody wants it.
 *
 * Attributes (properties): `merchant-key` (`merchantKey`), `api`, `lang`, `theme` (auto, light, dark), `position` (end, start),
 * `color`, `open`. Fires `woodex-open`, `woodex-close`, `woodex-message`, `woodex-unread`. Only the first one on a page is alive.
 */
export class WoodexChat extends LitElement {
  /** The one that is alive. */
  static current: WoodexChat | undefined;
  static override styles = chatStyles;
  static override properties = {
    merchantKey: { attribute: 'merchant-key' },
    api: {},
    color: {},
    lang: { reflect: true },
    theme: { reflect: true },
    position: { reflect: true },
    open: { type: Boolean, reflect: true },
    unread: { state: true },
    _load: { state: true },
  };

  declare merchantKey: string;
  declare api: string;
  declare color: string | undefined;
  declare theme: 'auto' | 'light' | 'dark';
  declare position: 'end' | 'start';
  declare open: boolean;
  /** Agents' messages that the shopper has not read. */
  declare unread: number;
  declare private _load: 'idle' | 'loading' | 'ready' | 'failed';
  private _conversation: Conversation | undefined;
  private _begun: Promise<Conversation> | undefined;
  private _opener: HTMLElement | null = null;
  private _life: AbortController | undefined;
  private _takesFocus = false;
  private _phone = matchMedia(PHONE);

  constructor() {
    super();
    this.api = new URL(import.meta.url).origin;
    this.merchantKey = this.lang = '';
    this.theme = 'auto';
    this.position = 'end';
    this.open = false;
    this.unread = 0;
    this._load = 'idle';
  }

  override connectedCallback() {
    super.connectedCallback();
    if (WoodexChat.current && WoodexChat.current !== this) return;
    WoodexChat.current = this;
    this._life = new AbortController();
    const { signal } = this._life;
    this._phone.addEventListener('change', () => this._showDialog(), { signal });
    // Another tab has begun, or this browser has before.
    addEventListener('storage', ({ key }) => key === this._storageName && this._begin(), { signal });
    this._conversation?.start();
    try {
      if (localStorage.getItem(this._storageName)) {
        (window.requestIdleCallback ?? setTimeout)(() => this.isConnected && this._begin());
      }
    } catch {
      // Storage is forbidden here: nothing can be kept, so nothing is.
    }
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this._life?.abort();
    this._conversation?.stop();
    if (WoodexChat.current === this) WoodexChat.current = undefined;
  }

  /** Opens the panel. Called by a script it leaves the focus where it is. */
  show() {
    this.open = true;
  }

  /** Closes the panel; the focus goes back to where it came from if it was inside. */
  hide() {
    this.open = false;
  }

  private get _storageName() {
    return `woodex:${this.merchantKey}`;
  }

  private get _language() {
    return pickLanguage([this.lang, document.documentElement.lang, ...navigator.languages]);
  }

  /** Wakes the conversation: the stored one at idle time, else with the panel. */
  private _begin() {
    this._begun ??= import('../conversation/in-browser.ts').then(({ conversationInBrowser }) => {
      const conversation = conversationInBrowser(this.api, this.merchantKey);
      this._conversation = conversation;
      conversation.watch(() => this._follow(conversation));
      conversation.onMessage(message => this.dispatchEvent(new WoodexEvent('message', { message })));
      if (this.isConnected) conversation.start();
      return conversation;
    });
    this._begun.catch(() => {
      this._begun = undefined;
    });
    return this._begun;
  }

  private _follow({ state }: Conversation) {
    const unread = state.thread?.unread ?? 0;
    if (unread !== this.unread) {
      this.unread = unread;
      this.dispatchEvent(new WoodexEvent('unread', { unread }));
    }
    this.color ||= state.config?.color;
  }

  /** The shopper may want the panel soon. */
  private _prepare = async () => {
    if (this._load === 'loading' || this._load === 'ready') return;
    this._load = 'loading';
    try {
      const [panel] = await Promise.all([import('./woodex-panel.ts'), this._begin()]);
      await panel.loadLocale(this._language);
      this._load = 'ready';
    } catch {
      this._load = 'failed';
    }
  };

  private _toggle = () => {
    this._takesFocus = !this.open;
    this.open = !this.open;
  };

  /** Escape, or the browser's own way to dismiss a modal sheet. */
  private _dismiss = (event: Event) => {
    if (event instanceof KeyboardEvent && (event.key !== 'Escape' || event.isComposing)) return;
    event.preventDefault();
    event.stopPropagation();
    this.hide();
  };

  private _find<T extends HTMLElement>(selector: string) {
    return this.renderRoot.querySelector<T>(selector);
  }

  /** A modal sheet on a phone, a window beside the page elsewhere. */
  private _showDialog() {
    const dialog = this._find<HTMLDialogElement>('dialog');
    if (!dialog) return;
    const modal = this.open && this._phone.matches;
    if (dialog.open && (!this.open || modal !== dialog.matches(':modal'))) dialog.close();
    if (this.open && !dialog.open) {
      if (modal) dialog.showModal();
      // Unlike show(), this does not move the focus.
      else dialog.open = true;
    }
    this.requestUpdate();
  }

  protected override updated(changed: PropertyValues) {
    if (changed.has('color') && this.color && CSS.supports('color', this.color)) {
      this._find('.root')?.style.setProperty('--_merchant-color', this.color);
    }
    if (changed.has('open') && (this.open || changed.get('open'))) this._onOpenChange();
    if (this.open && this._load === 'ready' && this._takesFocus) {
      this._takesFocus = false;
      this._find<WoodexPanel>('woodex-panel')?.takeFocus();
    }
  }

  private _onOpenChange() {
    const dialog = this._find<HTMLDialogElement>('dialog');
    if (this.open) {
      this._opener = document.activeElement as HTMLElement | null;
      void this._prepare();
      this._showDialog();
      if (this._takesFocus) dialog?.focus();
    } else {
      const hadFocus = dialog?.contains(this.shadowRoot?.activeElement ?? null);
      this._showDialog();
      const opener = this._opener;
      const isElsewhere = opener?.isConnected && opener !== this && opener !== document.body;
      if (hadFocus) (isElsewhere ? opener : this._find('.bubble'))?.focus();
    }
    this.dispatchEvent(new WoodexEvent(this.open ? 'open' : 'close'));
  }

  protected override render() {
    if (WoodexChat.current !== this) return nothing;
    const language = this._language;
    const [chat, unread, failed] = LABELS[language]!;
    const count = this.unread && !this.open ? this.unread : 0;
    const label = count ? `${chat}, ${unread.replace('{n}', count.toLocaleString(language))}` : chat;
    const name = this._conversation?.state.config?.merchant.name;
    return html`<div class="root" part="root" dir=${!this.lang ? nothing : language === 'ar' ? 'rtl' : 'ltr'}>
      <button class="bubble" part="bubble" aria-haspopup="dialog" aria-expanded=${this.open} aria-label=${label}
        @click=${this._toggle} @pointerenter=${this._prepare} @pointerdown=${this._prepare} @focus=${this._prepare}>
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${this.open ? DOWN : SPEECH} /></svg>
        ${count ? html`<span class="badge" part="badge" aria-hidden="true">${count > 99 ? '99+' : count}</span>` : nothing}
      </button>
      <dialog part="panel" tabindex="-1" autofocus aria-label=${name ?? chat} @keydown=${this._dismiss} @cancel=${this._dismiss}>
        ${
          this._load === 'ready'
            ? html`<woodex-panel exportparts="header, transcript, message, composer, attach, send, whatsapp"
            .conversation=${this._conversation} .language=${language} .open=${this.open} .full=${this._phone.matches}
            @close-request=${this.hide}></woodex-panel>`
            : this._renderWait(failed)
        }
      </dialog>
    </div>`;
  }

  private _renderWait(failed: string) {
    return html`<div class="wait" role="status">${this._load === 'failed' ? html`<button @click=${this._prepare}>${failed}</button>` : '…'}</div>`;
  }
}

define('woodex-chat', WoodexChat);
