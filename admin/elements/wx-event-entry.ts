import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TimelineEntry } from '../../contract/journey.ts';
import type { JourneyItem } from '../../contract/journey-event.ts';
import { isWebUrl, propertyRows } from '../state/event-properties.ts';
import { eventWords, formatAmount } from '../state/event-words.ts';
import { shared } from '../styles/shared.ts';

const SOURCES = { api: 'the shop', shopify: 'Shopify', woocommerce: 'WooCommerce', web: null, woodex: null };

/** Things of one event that are shown; the rest is counted. */
const MOST = 6;

/** A journey event: its name in words, the things it is about with their pictures, and what else is known of it. */
@customElement('wx-event-entry')
export class WxEventEntry extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .quiet {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
      .items {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin: 4px 0 0;
        padding: 0;
        list-style: none;
      }
      .item {
        display: flex;
        gap: 8px;
        align-items: center;
        max-inline-size: 100%;
        padding-block: 4px;
        padding-inline: 4px 10px;
        border: 1px solid var(--wx-line);
        border-radius: var(--wx-radius);
        font-size: 0.8125rem;
      }
      .item:not(:has(img:not([hidden]))) {
        padding-inline-start: 10px;
      }
      img {
        inline-size: 44px;
        block-size: 34px;
        border-radius: 5px;
        object-fit: cover;
      }
      dl {
        display: grid;
        grid-template-columns: fit-content(45%) minmax(0, 1fr);
        gap: 0 10px;
        margin: 3px 0 0;
        font-size: 0.8125rem;
      }
      dt {
        color: var(--wx-text-quiet);
      }
      dd {
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) entry!: Extract<TimelineEntry, { kind: 'event' }>;

  override render() {
    const { name, source, page, properties } = this.entry;
    const { items, value, currency, term, number, status } = properties;
    const things = Array.isArray(items) ? (items as JourneyItem[]) : [];
    const told = SOURCES[source];
    const rows = propertyRows(name, properties);
    return html`<strong><bdi>${eventWords(name)}</bdi></strong>
      ${typeof term === 'string' ? html`<q dir="auto">${term}</q>` : nothing}
      ${typeof number === 'string' ? html`<bdi>${number}</bdi>` : nothing}
      ${typeof status === 'string' ? html`· <bdi>${status}</bdi>` : nothing}
      ${typeof value === 'number' && value > 0 && things.length !== 1 ? `· ${formatAmount(value, String(currency ?? ''))}` : nothing}
      ${name === 'page_viewed' && page ? html`· ${link(page)}` : nothing}
      ${told ? html`<span class="quiet">told by ${told}</span>` : nothing}
      ${things.length > 0 ? html`<ul class="items">${things.slice(0, MOST).map(item => renderItem(item, currency))}${things.length > MOST ? html`<li class="item quiet">and ${things.length - MOST} more</li>` : nothing}</ul>` : nothing}
      ${rows.length > 0 ? html`<dl>${rows.map(([key, words]) => html`<dt><bdi>${key}</bdi></dt><dd dir="auto">${words}</dd>`)}</dl>` : nothing}`;
  }
}

function renderItem({ id, name, variant, price, quantity, image }: JourneyItem, currency: unknown) {
  return html`<li class="item">
    ${isWebUrl(image) ? html`<img src=${image} alt="" loading="lazy" referrerpolicy="no-referrer" @error=${vanish}>` : nothing}
    <span>${quantity && quantity > 1 ? `${quantity} × ` : nothing}<bdi>${name ?? id}</bdi>
      ${variant ? html`<span class="quiet"><bdi>${variant}</bdi></span>` : nothing}
      ${typeof price === 'number' ? html`<span class="quiet">${formatAmount(price, String(currency ?? ''))}</span>` : nothing}</span>
  </li>`;
}

/** A picture that the shop no longer has is better not there. It is hidden, not taken out: the template still knows its place. */
const vanish = (event: Event) => {
  (event.target as HTMLElement).hidden = true;
};

function link({ url, title }: { url: string; title: string }) {
  const words = title || url;
  return isWebUrl(url)
    ? html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow" dir="auto">${words}</a>`
    : html`<bdi>${words}</bdi>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-event-entry': WxEventEntry;
  }
}
