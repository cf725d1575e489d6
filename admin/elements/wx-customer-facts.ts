import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LineItem, Order, Quote } from '../../contract/commerce.ts';
import type { CustomerJourney, Merge } from '../../contract/journey.ts';
import { serverNow } from '../contexts/server-time.ts';
import { isWebUrl } from '../state/event-properties.ts';
import { formatAmount, MERGE_WORDS } from '../state/event-words.ts';
import { dayWords, formatExact } from '../state/time.ts';
import { shared } from '../styles/shared.ts';

/** The agent wants two customers of one again. */
export class UndoRequestEvent extends Event {
  readonly merge: Merge;

  constructor(merge: Merge) {
    super('undo-request');
    this.merge = merge;
  }
}

/** What is known of a customer beside the score: contacts and how sure they are, orders, quotes, and who became part of them. */
@customElement('wx-customer-facts')
export class WxCustomerFacts extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 18px;
      }
      h2 {
        margin-block-end: 6px;
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
        font-weight: 600;
      }
      ul {
        display: grid;
        gap: 8px;
        margin: 0;
        padding: 0;
        list-style: none;
        overflow-wrap: anywhere;
      }
      .quiet {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
      .status {
        padding: 1px 8px;
        border-radius: 999px;
        background: var(--wx-sunken);
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      .status.warn {
        background: var(--wx-warning-surface);
        color: var(--wx-warning);
      }
    `,
  ];

  @property({ attribute: false }) customer!: CustomerJourney;

  override render() {
    const { orders, quotes, merges } = this.customer;
    return html`${this.renderContacts(this.customer)} ${section('Orders', orders.map(renderOrder))}
      ${section('Quotes', quotes.map(renderQuote))}
      ${section(
        'Became one with',
        merges.map(merge => this.renderMerge(merge)),
      )}`;
  }

  private renderContacts({ phone, contacts, identities, timeZone, language }: CustomerJourney) {
    const isProven = identities.some(({ kind }) => kind === 'wa_id');
    const accounts = identities.filter(({ kind }) => kind === 'shop_account');
    return section('Contact', [
      ...(phone
        ? [
            html`<li><a href="tel:${phone.replaceAll(' ', '')}" dir="ltr">${phone}</a> <span class="quiet">${isProven ? 'proven by WhatsApp' : 'given at the shop, not proven'}</span></li>`,
          ]
        : []),
      ...contacts
        .filter(({ value }) => value !== phone)
        .map(
          ({ kind, value }) =>
            html`<li>${kind === 'email' ? html`<a href="mailto:${value}" dir="ltr">${value}</a>` : html`<bdi>${value}</bdi>`} <span class="quiet">given at the shop, not proven</span></li>`,
        ),
      ...accounts.map(
        ({ value }) =>
          html`<li><bdi>${value.replace(/^api:/, '')}</bdi> <span class="quiet">account at the shop</span></li>`,
      ),
      ...(timeZone
        ? [html`<li class="quiet">${timeZone}${language ? `, ${languageName(language)}` : nothing}</li>`]
        : []),
    ]);
  }

  private renderMerge(merge: Merge) {
    return html`<li><bdi>${merge.from.fullName ?? 'A guest'}</bdi>
      <span class="quiet"><time datetime=${merge.at} title=${formatExact(merge.at)}>${dayWords(merge.at, serverNow())}</time>, because ${MERGE_WORDS[merge.reason]}</span>
      ${merge.undoneAt ? html`<span class="status">undone</span>` : nothing}
      ${merge.undoableUntil ? html`<button class="button small" @click=${() => this.dispatchEvent(new UndoRequestEvent(merge))}>Undo…</button>` : nothing}</li>`;
  }
}

function section(title: string, parts: unknown[]) {
  return parts.length > 0 ? html`<section><h2>${title}</h2><ul>${parts}</ul></section>` : nothing;
}

function renderOrder({ number, status, total, refunded, currency, items, placedAt, url, tracking }: Order) {
  return html`<li><strong>${linked(number ?? 'Order', url)}</strong> · ${formatAmount(total, currency)} <span class="status">${status}</span>
    <div class="quiet">${dayWords(placedAt, serverNow())}: ${wordsOf(items)}</div>
    ${Number(refunded) > 0 ? html`<div class="quiet">${formatAmount(refunded, currency)} given back</div>` : nothing}
    ${tracking?.number ? html`<div class="quiet">${tracking.company ?? 'Parcel'} ${linked(tracking.number, tracking.url ?? null)}</div>` : nothing}</li>`;
}

function renderQuote({ number, status, total, currency, items, expiresAt, expiring, url }: Quote) {
  return html`<li><strong>${linked(number ?? 'Quote', url)}</strong>${total ? ` · ${formatAmount(total, currency)}` : nothing}
    <span class="status">${status}</span> ${expiring ? html`<span class="status warn">running out</span>` : nothing}
    <div class="quiet">${wordsOf(items)}${expiresAt ? ` · until ${dayWords(expiresAt, serverNow())}` : nothing}</div></li>`;
}

const linked = (words: string, url: string | null) =>
  isWebUrl(url)
    ? html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow"><bdi>${words}</bdi></a>`
    : html`<bdi>${words}</bdi>`;

const wordsOf = (items: readonly LineItem[]) =>
  items.map(({ quantity, name }) => (quantity > 1 ? `${quantity} × ${name}` : name)).join(', ');

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(undefined, { type: 'language' }).of(tag) ?? tag;
  } catch {
    // What a browser tells need not be a language.
    return tag;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-customer-facts': WxCustomerFacts;
  }
}
