import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MessageContent } from '../../contract/message.ts';
import { linkify } from '../state/linkify.ts';
import { attachmentName, noticeText, previewText } from '../state/preview.ts';
import { type IconName, icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';

type Kind<K extends MessageContent['kind']> = Extract<MessageContent, { kind: K }>;

/** What a message says, whatever kind it is. Nothing in it is ever taken as markup. */
@customElement('wx-message-content')
export class WxMessageContent extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        overflow-wrap: anywhere;
      }
      .text {
        white-space: pre-wrap;
      }
      .card {
        display: flex;
        gap: 10px;
        align-items: center;
        min-inline-size: 200px;
        padding: 8px 10px;
        border-radius: 8px;
        background: color-mix(in srgb, currentColor 6%, transparent);
      }
      .card strong {
        display: block;
        font-weight: 600;
      }
      .card + .text {
        margin-block-start: 6px;
      }
      .quiet {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) content!: MessageContent;

  override render(): TemplateResult {
    const { content } = this;
    switch (content.kind) {
      case 'text':
        return this.text(content.text);
      case 'attachment':
        return this.attachment(content);
      case 'location':
        return this.location(content);
      case 'contacts':
        return this.card('person', content.names.join(', '), content.names.length === 1 ? 'Contact' : 'Contacts');
      case 'choice':
        return html`${this.text(content.text)}<span class="quiet">Chosen from a list or button</span>`;
      case 'reaction':
        return html`<span class="quiet">${previewText(content)}</span>`;
      case 'template':
        return this.template(content);
      case 'notice':
        return html`${noticeText(content.notice)}`;
      case 'unsupported':
        return this.card('alert', 'This message cannot be shown here', `Open WhatsApp to see it (${content.type})`);
    }
  }

  private text(text: string) {
    // On one line: white space inside is kept as the author wrote it.
    return html`<div class="text" dir="auto">${linkify(text).map(part =>
      part.href
        ? html`<a href=${part.href} target="_blank" rel="noopener noreferrer nofollow">${part.text}</a>`
        : part.text,
    )}</div>`;
  }

  private template({ header, body, footer, buttons }: Kind<'template'>) {
    return html`${header ? html`<strong class="text" dir="auto">${header}</strong>` : nothing}${this.text(body)}
      ${footer ? html`<span class="quiet" dir="auto">${footer}</span>` : nothing}
      ${buttons.length > 0 ? html`<span class="quiet" dir="auto">${buttons.join(' · ')}</span>` : nothing}`;
  }

  private attachment({ type, filename, mimeType, caption }: Kind<'attachment'>) {
    const detail = [filename ? attachmentName(type) : null, mimeType, 'on the customer’s phone'].filter(Boolean);
    return html`${this.card(type, filename ?? attachmentName(type), detail.join(' · '))}
      ${caption ? this.text(caption) : nothing}`;
  }

  private location({ latitude, longitude, name, address }: Kind<'location'>) {
    const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
    const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
    return html`${this.card('location', name ?? 'Location', address ?? place)}
      <a class="quiet" href=${href} target="_blank" rel="noopener noreferrer nofollow">Show on a map</a>`;
  }

  private card(symbol: IconName, title: string, detail: string) {
    return html`<div class="card">${icon(symbol, 22)}
      <span><strong dir="auto">${title}</strong><span class="quiet" dir="auto">${detail}</span></span>
    </div>`;
  }
}
