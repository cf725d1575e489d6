import { html, LitElement, nothing } from 'lit';
import type { MessageContent } from '../../contract/message.ts';
import type { Quote } from '../../contract/message-parts.ts';
import { linkify } from '../conversation/linkify.ts';
import { define } from '../define.ts';
import { type Locale, regional } from '../locales/index.ts';
import { baseStyles } from './base.styles.ts';
import { stateIcons } from './icons.ts';
import { messageStyles } from './woodex-message.styles.ts';

/** What the shopper asks to be done with a message that was refused. */
export class MessageActionEvent extends Event {
  readonly clientId: string;

  constructor(type: 'retry-request' | 'discard-request', clientId: string) {
    super(type, { bubbles: true, composed: true });
    this.clientId = clientId;
  }
}

/** How far a message of the shopper has come. */
export type MessageState = 'sending' | 'waiting' | 'sent' | 'seen' | 'failed';

/** One message as the transcript wants it drawn. */
export type MessageView = {
  key: string;
  /** Of one that the server has. */
  id?: string;
  content: MessageContent;
  /** What it answers to. */
  quote?: Quote | null;
  reactions?: readonly string[];
  /** ISO 8601. */
  at: string;
  /** Who wrote it, in words. */
  sender: string;
  own: boolean;
  first: boolean;
  last: boolean;
  viaWhatsapp: boolean;
  /** Only of the shopper's own messages, and of those only where it is worth saying. */
  state?: MessageState;
  /** The problem code of a failed one. */
  reason?: string;
};

/** A speech bubble with its sender, time and state in words. It knows nothing of the conversation. */
export class WoodexMessage extends LitElement {
  static override properties = { view: { attribute: false }, locale: { attribute: false }, origin: {} };
  declare view: MessageView;
  declare locale: Locale;
  /** Of the API. */
  declare origin: string;

  static override styles = [baseStyles, messageStyles];

  protected override willUpdate() {
    for (const flag of ['own', 'first', 'last'] as const) this.toggleAttribute(flag, this.view[flag]);
  }

  protected override render() {
    const { content, quote, reactions, own, first, sender, state, at } = this.view;
    const time = formatTime(at, this.locale.lang);
    if (content.kind === 'notice') {
      const { linkedToWhatsapp, numberChanged, optedOut, optedOutOfOffers, optedIn } = this.locale;
      const told = {
        'whatsapp-linked': linkedToWhatsapp,
        'number-changed': numberChanged,
        'opted-out': optedOut,
        'opted-out-of-offers': optedOutOfOffers,
        'opted-in': optedIn,
      };
      return html`<div class="notice">${told[content.notice]}</div>`;
    }
    const about = 'about' in content ? content.about : undefined;
    return html`
      ${first && !own ? html`<div class="sender" aria-hidden="true">${sender}</div>` : nothing}
      <div class="speech ${state === 'failed' ? 'failed' : ''}" part="message"><span class="hidden">${sender}, ${time}: </span>${quote ? html`<span class="quote" dir="auto">${quote.text || this._kindName(quote.kind)}</span>` : nothing}${about ? html`<span class="quote" dir="auto">${this.locale.product} ${about.productId}</span>` : nothing}<span class="text" dir="auto">${this._renderContent(content)}</span></div>
      ${reactions?.length ? html`<div class="reactions">${reactions.join(' ')}</div>` : nothing}
      ${this._renderFoot(time)}`;
  }

  private _renderContent(content: MessageContent) {
    const { locale } = this;
    switch (content.kind) {
      case 'text':
      case 'choice':
        return renderText(content.text);
      case 'reaction':
        return content.emoji ?? locale.reactionRemoved;
      case 'unsupported':
        return locale.unsupported;
      default:
        return this._renderOther(content);
    }
  }

  /** Drawn by what is loaded when the first of them comes; in a word until then. */
  private _renderOther(content: MessageContent) {
    void import('./woodex-content.ts').catch(() => {});
    const kind = content.kind === 'attachment' ? content.type : content.kind;
    return html`<woodex-content .content=${content} .origin=${this.origin} .locale=${this.locale} .own=${this.view.own}>${this._kindName(kind)}</woodex-content>`;
  }

  private _kindName(kind: string) {
    const { locale } = this;
    const names: Record<string, string> = {
      ...locale.attachment,
      location: locale.location,
      contacts: locale.contacts,
    };
    return names[kind] ?? '…';
  }

  private _renderFoot(time: string) {
    const { last, state, reason, viaWhatsapp } = this.view;
    const { locale } = this;
    if (state === 'failed') {
      return html`<div class="foot failed">
        ${stateIcons.failed}<span>${reason === 'too-large' ? locale.failedTooLong : locale.failed}</span>
        <button @click=${() => this._act('retry-request')}>${locale.retry}</button>
        <button @click=${() => this._act('discard-request')}>${locale.discard}</button>
      </div>`;
    }
    if (!last && !state) return nothing;
    return html`<div class="foot">
      <time datetime=${this.view.at}>${time}</time>
      ${viaWhatsapp ? html`<span>· ${locale.viaWhatsapp}</span>` : nothing}
      ${state ? html`<span>· ${locale[state]}</span>${stateIcons[state === 'waiting' ? 'sending' : state]}` : nothing}
    </div>`;
  }

  private _act(type: 'retry-request' | 'discard-request') {
    this.dispatchEvent(new MessageActionEvent(type, this.view.key));
  }
}

/** Text stays text; only http(s) addresses become links. */
const renderText = (text: string) =>
  linkify(String(text)).map(piece =>
    typeof piece === 'string'
      ? piece
      : html`<a href=${piece.href} target="_blank" rel="noopener noreferrer nofollow">${piece.text}</a>`,
  );

/** The hour, as people in this language write it; '' for a time that makes no sense. */
export function formatTime(at: string, lang: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? ''
    : date.toLocaleTimeString(regional(lang), { hour: 'numeric', minute: '2-digit' });
}

define('woodex-message', WoodexMessage);
