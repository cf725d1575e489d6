import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TimelineEntry } from '../../contract/journey.ts';
import type { JourneyItem } from '../../contract/journey-event.ts';
import { eventWords, formatAmount, reasonWords, STAGE_WORDS } from '../state/event-words.ts';
import { dayOf, formatDay, formatExact, formatTime } from '../state/time.ts';
import { shared } from '../styles/shared.ts';

type EventEntry = Extract<TimelineEntry, { kind: 'event' }>;

/** What happened with a customer, newest first, by day. */
@customElement('wx-timeline')
export class WxTimeline extends LitElement {
  static override styles = [
    shared,
    css`
      h3 {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
        padding: 10px 0 6px;
        background: var(--wx-surface);
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
        font-weight: 600;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 4.4rem 14px minmax(0, 1fr);
        gap: 10px;
        padding-block: 5px;
      }
      time {
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
        font-variant-numeric: tabular-nums;
        line-height: 1.7;
        white-space: nowrap;
      }
      .dot {
        inline-size: 9px;
        block-size: 9px;
        margin-block-start: 6px;
        border: 2px solid var(--wx-line-strong);
        border-radius: 50%;
      }
      .order .dot,
      .quote .dot {
        border-color: var(--wx-accent);
        background: var(--wx-accent);
      }
      .cart .dot,
      .checkout .dot {
        border-color: var(--wx-accent);
      }
      .score .dot {
        border-color: var(--wx-warning);
        background: var(--wx-warning);
      }
      .message .dot {
        border-color: var(--wx-read);
        background: var(--wx-read);
      }
      .what {
        overflow-wrap: anywhere;
      }
      .quiet {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
      .items {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-block-start: 4px;
      }
      .item {
        display: flex;
        gap: 8px;
        align-items: center;
        max-inline-size: 100%;
        padding: 4px 10px 4px 4px;
        border: 1px solid var(--wx-line);
        border-radius: var(--wx-radius);
        font-size: 0.8125rem;
      }
      .item:not(:has(img)) {
        padding-inline-start: 10px;
      }
      img {
        inline-size: 44px;
        block-size: 34px;
        border-radius: 5px;
        object-fit: cover;
      }
      blockquote {
        margin: 2px 0 0;
        padding: 5px 10px;
        border-radius: var(--wx-radius);
        background: var(--wx-sunken);
        white-space: pre-wrap;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
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

  @property({ attribute: false }) entries: readonly TimelineEntry[] = [];
  @property({ attribute: false }) now = Date.now();

  override render() {
    const days = Map.groupBy(this.entries, ({ at }) => dayOf(at));
    return [...days.values()].map(
      entries => html`<section>
        <h3>${formatDay(entries[0]!.at, this.now)}</h3>
        <ol>${entries.map(entry => this.renderEntry(entry))}</ol>
      </section>`,
    );
  }

  private renderEntry(entry: TimelineEntry) {
    const kind = entry.kind === 'event' ? (entry.name.split('_')[0] ?? '') : entry.kind;
    return html`<li class=${kind}>
      <time datetime=${entry.at} title=${formatExact(entry.at)}>${formatTime(entry.at)}</time>
      <span class="dot" aria-hidden="true"></span>
      <div class="what">${this.renderWhat(entry)}</div>
    </li>`;
  }

  private renderWhat(entry: TimelineEntry) {
    switch (entry.kind) {
      case 'event':
        return this.renderEvent(entry);
      case 'message':
        return html`<span>${AUTHORS[entry.author]}${entry.channel === 'whatsapp' ? ' by WhatsApp' : ''}</span>
          <blockquote dir="auto">${entry.text}</blockquote>`;
      case 'score':
        return html`<strong>Lead score ${entry.from} → ${entry.to}</strong>${entry.becameHot ? ' · turned hot' : nothing}${
          entry.stageFrom !== entry.stageTo ? ` · now ${STAGE_WORDS[entry.stageTo].toLowerCase()}` : nothing
        }
          <div class="quiet">${entry.reasons.map(reasonWords).join(', ')}</div>`;
      case 'merge':
        return html`Became one with ${entry.merge.from.fullName ?? 'a guest'}${entry.merge.undoneAt ? ' (undone)' : ''}`;
    }
  }

  private renderEvent({ name, source, page, properties }: EventEntry) {
    const { items, value, currency, term, number, status, tracking, ...rest } = properties as Record<string, unknown>;
    const money =
      typeof value === 'number' && value > 0 && !Array.isArray(items)
        ? formatAmount(value, String(currency ?? ''))
        : null;
    const isOwn = name.startsWith('custom.');
    return html`<span><strong>${eventWords(name)}</strong>${
      typeof term === 'string' ? html`${' '}<q dir="auto">${term}</q>` : nothing
    }${typeof number === 'string' ? ` ${number}` : nothing}${typeof status === 'string' ? ` · ${status}` : nothing}${
      money ? ` · ${money}` : nothing
    }${name === 'page_viewed' && page ? html`${' · '}${this.link(page)}` : nothing}</span>
      ${source === 'web' || source === 'woodex' ? nothing : html`${' '}<span class="quiet">told by ${SOURCES[source]}</span>`}
      ${Array.isArray(items) && items.length > 0 ? html`<div class="items">${items.slice(0, 6).map(item => this.renderItem(item as JourneyItem, currency))}${items.length > 6 ? html`<span class="quiet">and ${items.length - 6} more</span>` : nothing}</div>` : nothing}
      ${isOwn && Object.keys(rest).length > 0 ? html`<dl>${Object.entries(rest).map(([key, inner]) => html`<dt>${key}</dt><dd dir="auto">${typeof inner === 'object' ? JSON.stringify(inner) : String(inner)}</dd>`)}</dl>` : nothing}`;
  }

  private renderItem({ id, name, variant, price, quantity, image }: JourneyItem, currency: unknown) {
    const isPicture = typeof image === 'string' && /^https?:\/\//.test(image);
    return html`<span class="item">
      ${isPicture ? html`<img src=${image} alt="" loading="lazy" referrerpolicy="no-referrer" @error=${(event: Event) => (event.target as Element).remove()}>` : nothing}
      <span>${quantity && quantity > 1 ? `${quantity} × ` : ''}<bdi>${name ?? id}</bdi>${variant ? html`${' '}<span class="quiet">${variant}</span>` : nothing}
      ${typeof price === 'number' ? html`${' '}<span class="quiet">${formatAmount(price, String(currency ?? ''))}</span>` : nothing}</span>
    </span>`;
  }

  private link({ url, title }: { url: string; title: string }) {
    const words = title || url;
    return /^https?:\/\//.test(url)
      ? html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow" dir="auto">${words}</a>`
      : html`<bdi>${words}</bdi>`;
  }
}

const AUTHORS = { shopper: 'The customer wrote', agent: 'An agent wrote', system: 'Notice' };
const SOURCES = { api: 'the shop', shopify: 'Shopify', woocommerce: 'WooCommerce', web: '', woodex: '' };
