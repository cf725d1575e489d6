import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MessageContent } from '../../contract/message.ts';
import type { AskedProduct } from '../../contract/message-parts.ts';
import { linkify } from '../state/linkify.ts';
import { noticeText, previewText } from '../state/preview.ts';
import { type IconName, icon } from '../styles/icons.ts';
import { shared } from '../styles/shared.ts';
import './wx-attachment.ts';

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
      .card + .text,
      .card + wx-attachment,
      wx-attachment + .text {
        margin-block-start: 6px;
      }
      .card + .card {
        margin-block-start: 6px;
      }
      ul {
        margin: 6px 0 0;
        padding: 0;
        list-style: none;
      }
      .answers li {
        margin-block-start: 4px;
        padding: 4px 12px;
        border-radius: 8px;
        background: color-mix(in srgb, currentColor 6%, transparent);
        text-align: center;
        font-weight: 600;
        font-size: 0.875rem;
      }
      .price {
        margin-inline-start: 8px;
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
    const about = 'about' in content ? content.about : undefined;
    return about ? html`${this.product('About product', about)}${this.said(content)}` : this.said(content);
  }

  private said(content: MessageContent): TemplateResult {
    switch (content.kind) {
      case 'text':
        return this.text(content.text);
      case 'attachment':
        return this.attachment(content);
      case 'location':
        return this.location(content);
      case 'contacts':
        return this.contacts(content);
      case 'buttons':
        return this.asked(
          content,
          content.buttons.map(({ title }) => title),
        );
      case 'list':
        return this.asked(
          content,
          content.sections.flatMap(({ rows }) => rows.map(({ title }) => title)),
        );
      case 'product':
        return html`${this.product('Product', content)}
          ${content.text ? this.text(content.text) : nothing}`;
      case 'product-list':
        return this.products(content);
      case 'order':
        return this.order(content);
      case 'edited':
      case 'revoked':
        return html`<span class="quiet" dir="auto">${previewText(content)}</span>`;
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

  private attachment(file: Kind<'attachment'>) {
    return html`<wx-attachment .file=${file}></wx-attachment>${file.caption ? this.text(file.caption) : nothing}`;
  }

  private asked(question: Kind<'buttons'> | Kind<'list'>, answers: string[]) {
    const { header, text, footer } = question;
    const above = question.kind === 'buttons' ? question.media : undefined;
    return html`${above ? html`<wx-attachment .file=${above}></wx-attachment>` : nothing}
      ${header ? html`<strong class="text" dir="auto">${header}</strong>` : nothing}${this.text(text)}
      ${footer ? html`<span class="quiet" dir="auto">${footer}</span>` : nothing}
      <ul class="answers" aria-label="Answers to tap">${answers.map(answer => html`<li dir="auto">${answer}</li>`)}</ul>`;
  }

  private contacts({ names, cards }: Kind<'contacts'>): TemplateResult {
    if (!cards) return this.card('person', names.join(', '), names.length === 1 ? 'Contact' : 'Contacts');
    return html`${cards.map(({ name, phones, emails, organization }) => {
      const ways = [...phones.map(({ phone }) => phone), ...emails.map(({ email }) => email)];
      return this.card('person', name, [organization, ...ways].filter(Boolean).join(' · ') || 'Contact');
    })}`;
  }

  private product(what: string, { productId, catalogId }: AskedProduct) {
    return this.card('product', `${what} ${productId}`, catalogId ? `Catalogue ${catalogId}` : '');
  }

  private products({ header, text, footer, catalogId, sections }: Kind<'product-list'>) {
    const count = sections.flatMap(({ productIds }) => productIds).length;
    return html`${this.card('product', header, `${count === 1 ? 'One product' : `${count} products`} of the catalogue ${catalogId}`)}${this.text(text)}
      ${footer ? html`<span class="quiet" dir="auto">${footer}</span>` : nothing}
      <ul class="answers" aria-label="Products">${sections.map(
        ({ title, productIds }) => html`<li dir="auto">${title ? `${title}: ` : ''}${productIds.join(', ')}</li>`,
      )}</ul>`;
  }

  private order({ items, text }: Kind<'order'>) {
    return html`${this.card('product', 'Order from the WhatsApp catalogue', '')}
      <ul class="items">${items.map(
        ({ productId, quantity, price, currency }) =>
          html`<li dir="auto">${quantity} × ${productId}${price === null ? nothing : html`<span class="quiet price">${formatPrice(price, currency)}</span>`}</li>`,
      )}</ul>
      ${text ? this.text(text) : nothing}`;
  }

  private location({ latitude, longitude, name, address }: Kind<'location'>) {
    const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
    const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
    return html`${this.card('location', name ?? 'Location', address ?? place)}
      <a class="quiet" href=${href} target="_blank" rel="noopener noreferrer nofollow">Show on a map</a>`;
  }

  private card(symbol: IconName, title: string, detail: string) {
    return html`<div class="card">${icon(symbol, 22)}
      <span><strong><bdi>${title}</bdi></strong><bdi class="quiet">${detail}</bdi></span>
    </div>`;
  }
}

/** An amount as people here write it; a currency that nobody knows is only named. */
function formatPrice(price: number, currency: string | null): string {
  try {
    return currency ? price.toLocaleString(undefined, { style: 'currency', currency }) : price.toLocaleString();
  } catch {
    return `${price} ${currency}`;
  }
}
