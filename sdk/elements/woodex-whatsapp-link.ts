import { css, html, LitElement, nothing } from 'lit';
import type { WhatsAppLink } from '../../contract/storefront.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { define } from '../define.ts';
import type { Locale } from '../locales/index.ts';
import { baseStyles } from './base.styles.ts';
import { whatsappIcon } from './icons.ts';

/**
 * Goes on in WhatsApp, in a new tab. A tab may only be opened by the click itself: so the link is fetched as soon as the shopper
 * points at it, and a click that was faster opens an empty tab first. Who has not written yet becomes a guest by the click, not before.
 */
export class WoodexWhatsappLink extends LitElement {
  static override properties = {
    conversation: { attribute: false },
    locale: { attribute: false },
    _state: { state: true },
  };
  declare conversation: Conversation;
  declare locale: Locale;
  declare private _state: 'idle' | 'waiting' | 'ready' | 'failed';
  private _link: WhatsAppLink | undefined;

  static override styles = [
    baseStyles,
    css`
      .button {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 8px;
        inline-size: 100%;
        min-block-size: 44px;
        padding-inline: 12px;
        border-radius: 14px;
        font-size: 0.8125em;
        font-weight: 550;
        color: var(--_muted);
      }
      .button:hover {
        background: var(--_soft);
        color: var(--_text);
      }
      svg {
        inline-size: 19px;
        block-size: 19px;
        color: light-dark(#14773c, #58d386);
      }
      .failed {
        padding-inline: 12px;
        font-size: 0.75em;
        text-align: center;
        color: var(--_danger);
      }
    `,
  ];

  constructor() {
    super();
    this._state = 'idle';
  }

  protected override render() {
    const { locale, _link: link } = this;
    const isReady = this._state === 'ready' && link;
    return html`${
      isReady
        ? html`<a class="button" part="whatsapp" href=${link.url} target="_blank" rel="noopener" @click=${this._expire}>
            ${whatsappIcon}${locale.whatsapp}<span class="hidden"> (${locale.newWindow})</span></a>`
        : html`<button class="button" part="whatsapp" aria-disabled=${this._state === 'waiting' ? 'true' : nothing}
            @pointerenter=${this._prefetch} @focus=${this._prefetch} @click=${this._open}>
            ${whatsappIcon}${this._state === 'waiting' ? locale.whatsappWait : locale.whatsapp}<span class="hidden"> (${locale.newWindow})</span></button>`
    }
    <div role="alert" class="failed">${this._state === 'failed' ? locale.whatsappFailed : nothing}</div>`;
  }

  private async _fetch(): Promise<WhatsAppLink | undefined> {
    const link = await this.conversation.whatsappLink().catch(() => undefined);
    this._link = link && new Date(link.expiresAt) > new Date() ? link : undefined;
    return this._link;
  }

  private _prefetch = async () => {
    if (this._state !== 'idle' || !this.conversation.hasBegun || this._link) return;
    const link = await this._fetch();
    // Swapping the button under a finger that is down would lose its click.
    if (link && this._state === 'idle' && !this.matches(':active')) this._showLink();
  };

  private _showLink() {
    const hadFocus = this.shadowRoot?.activeElement;
    this._state = 'ready';
    if (hadFocus) void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.button')?.focus());
  }

  private _open = async () => {
    if (this._state === 'waiting') return;
    const tab = window.open(this._link?.url ?? 'about:blank', '_blank');
    if (tab) tab.opener = null;
    if (this._link) return this._showLink();
    this._state = 'waiting';
    const link = await this._fetch();
    if (link && tab) tab.location.href = link.url;
    else tab?.close();
    if (link) this._showLink();
    else this._state = 'failed';
  };

  /** The page may lie open for long: a link that has run out is fetched anew. */
  private _expire = (event: Event) => {
    if (this._link && new Date(this._link.expiresAt) > new Date()) return;
    event.preventDefault();
    this._link = undefined;
    this._state = 'idle';
    void this._open();
  };
}

define('woodex-whatsapp-link', WoodexWhatsappLink);
