import { html, LitElement, nothing } from 'lit';
import type { MessageContent } from '../../contract/message.ts';
import type { Attachment } from '../../contract/message-parts.ts';
import { define } from '../define.ts';
import type { Locale } from '../locales/index.ts';
import { baseStyles } from './base.styles.ts';
import { ChooseEvent, LinkRequestEvent } from './content-events.ts';
import { contentStyles } from './woodex-content.styles.ts';

type Kind<K extends MessageContent['kind']> = Extract<MessageContent, { kind: K }>;

/** What a message carries besides text. Loaded when the first such message is drawn. Nothing in it is ever taken as markup. */
export class WoodexContent extends LitElement {
  static override properties = {
    content: { attribute: false },
    origin: {},
    locale: { attribute: false },
    own: { type: Boolean },
    _url: { state: true },
  };
  declare content: MessageContent;
  /** Of the API: links to files begin there. */
  declare origin: string;
  declare locale: Locale;
  /** The shopper's own: its answers are not to be tapped. */
  declare own: boolean;
  declare private _url: string | undefined;
  private _hasRenewed = false;

  static override styles = [baseStyles, contentStyles];

  protected override render() {
    const { content, locale } = this;
    switch (content.kind) {
      case 'attachment':
        return this._attachment(content);
      case 'location': {
        const { latitude, longitude, name, address } = content;
        const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
        return html`<strong dir="auto">${name ?? locale.location}</strong>${address ? words(address) : nothing}${link(href, locale.openMap)}`;
      }
      case 'contacts':
        return (content.cards ?? content.names.map(name => ({ name, phones: [], emails: [] }))).map(
          card => html`<strong dir="auto">${card.name}</strong>${card.phones.map(({ phone }) => link(`tel:${phone.replace(/[^+\d]/g, '')}`, phone))}
            ${card.emails.map(({ email }) => html`<small dir="auto">${email}</small>`)}`,
        );
      case 'buttons':
        return html`${content.media ? this._attachment(content.media) : nothing}${framed(content)}${this._answers(content.buttons)}`;
      case 'list':
        return html`${framed(content)}<details><summary dir="auto">${content.button}</summary>${content.sections.map(
          section =>
            html`${section.title ? html`<strong dir="auto">${section.title}</strong>` : nothing}${this._answers(section.rows)}`,
        )}</details>`;
      case 'template':
        return html`${framed({ ...content, text: content.body })}<small dir="auto">${content.buttons.join(' · ')}</small>`;
      case 'product':
        return html`<strong>${locale.product}</strong><small dir="auto">${content.productId}</small>${content.text ? words(content.text) : nothing}`;
      case 'product-list':
        return html`${framed(content)}${content.sections.map(
          ({ title, productIds }) =>
            html`${title ? html`<strong dir="auto">${title}</strong>` : nothing}<ul>${productIds.map(id => html`<li dir="auto">${id}</li>`)}</ul>`,
        )}`;
      case 'order':
        return html`<strong>${locale.order}</strong><ul>${content.items.map(
          ({ quantity, productId }) => html`<li dir="auto">${quantity} × ${productId}</li>`,
        )}</ul>${content.text ? words(content.text) : nothing}`;
      case 'edited':
        return html`<small>${locale.edited}</small>${content.text ? words(content.text) : nothing}`;
      case 'revoked':
        return html`<small>${locale.deleted}</small>`;
      default:
        return words(locale.unsupported);
    }
  }

  private _attachment(file: Attachment) {
    const { type, caption, filename, mimeType = '', width, height, state } = file;
    const { locale } = this;
    const name = filename ?? locale.attachment[type] ?? type;
    const path = this._url ?? file.url;
    if (state !== 'stored' || !path) {
      return html`<strong dir="auto">${name}</strong><small>${state === 'lost' ? locale.fileLost : locale.fileComing}</small>${captioned(caption)}`;
    }
    const url = path.startsWith('blob:') ? path : this.origin + path;
    const isPicture = (type === 'image' || type === 'sticker') && mimeType.startsWith('image/');
    const shown = isPicture
      ? html`<a href=${url} target="_blank" rel="noopener noreferrer"><img class=${type} src=${url} alt=${caption ?? name} width=${width ?? nothing} height=${height ?? nothing} loading="lazy" @error=${this._renew} /></a>`
      : type === 'video'
        ? html`<video controls preload="metadata" playsinline src=${url} aria-label=${name} @error=${this._renew}></video>`
        : type === 'audio'
          ? html`<audio controls preload="metadata" src=${url} aria-label=${name} @error=${this._renew}></audio>`
          : html`<strong dir="auto">${link(url, name)}</strong><small>${sizeOf(file.size, locale.lang)}</small>`;
    return html`${shown}${captioned(caption)}`;
  }

  private _answers(answers: readonly { id: string; title: string; description?: string | undefined }[]) {
    return html`<div class="answers">${answers.map(
      ({ id, title, description }) => html`<button dir="auto" ?disabled=${this.own}
        @click=${() => this.dispatchEvent(new ChooseEvent(id, title))}>${title}${description ? html`<small>${description}</small>` : nothing}</button>`,
    )}</div>`;
  }

  /** Its hour is over: once, a new link is asked for. */
  private _renew = () => {
    const { content } = this;
    const file = content.kind === 'buttons' ? content.media : content.kind === 'attachment' ? content : undefined;
    if (this._hasRenewed || !file?.mediaId) return;
    this._hasRenewed = true;
    this.dispatchEvent(
      new LinkRequestEvent(file.mediaId, url => {
        this._url = url;
      }),
    );
  };
}

const words = (text: string) => html`<span class="words" dir="auto">${text}</span>`;
const captioned = (caption: string | undefined) => (caption ? words(caption) : nothing);
const link = (href: string, text: string) =>
  html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow" dir="auto">${text}</a>`;

const framed = ({ header, text, footer }: Pick<Kind<'buttons'>, 'header' | 'text' | 'footer'>) =>
  html`${header ? html`<strong dir="auto">${header}</strong>` : nothing}${words(text)}${footer ? html`<small dir="auto">${footer}</small>` : nothing}`;

function sizeOf(bytes: number | undefined, lang: string): string {
  if (!bytes) return '';
  const [value, unit] = bytes < 1_000_000 ? [Math.max(1, bytes / 1000), 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return value.toLocaleString(lang, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 });
}

define('woodex-content', WoodexContent);
