import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { LineItem, Order, Quote } from '../../contract/commerce.ts';
import type { CustomerJourney, Merge, TimelineEntry, TimelineFilter } from '../../contract/journey.ts';
import type { ApiClient } from '../api/client.ts';
import { getCustomer, getTimeline, undoMerge } from '../api/customers.ts';
import { apiContext, liveContext } from '../contexts/contexts.ts';
import { JourneyWatch } from '../contexts/journey-live.ts';
import type { Live } from '../contexts/live.ts';
import { Loaded } from '../controllers/loaded.ts';
import { customerName } from '../state/customer.ts';
import { formatAmount } from '../state/event-words.ts';
import { formatDay, formatExact } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import '../elements/wx-avatar.ts';
import '../elements/wx-journey.ts';
import '../elements/wx-timeline.ts';
import { customerPageStyles } from './customer-page.styles.ts';

type Entries = { entries: readonly TimelineEntry[]; next: string | null };

const FILTERS: Record<TimelineFilter, string> = {
  pages: 'Pages',
  products: 'Products',
  carts: 'Carts',
  chats: 'Chats',
  'quotes-orders': 'Quotes and orders',
  scores: 'Lead score',
};

const REASONS: Record<Merge['reason'], string> = {
  'whatsapp-reference': 'the chat went on in WhatsApp',
  'signed-identity': 'they signed in at the shop',
  'order-of-record': 'an order of the shop says so',
  'whatsapp-phone': 'WhatsApp has proven the phone',
};

/** One customer: who, where they stand and why, what they have, and everything that happened, live. */
@customElement('wx-customer-page')
export class WxCustomerPage extends LitElement {
  static override styles = [shared, customerPageStyles];

  @property({ attribute: false }) customerId = '';
  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: liveContext }) private live!: Live;
  @state() private show: TimelineFilter | null = null;
  @state() private trouble = '';
  private readonly customer = new Loaded<CustomerJourney>(this);
  private readonly timeline = new Loaded<Entries>(this);
  protected readonly watch = new JourneyWatch(
    this,
    () => this.live,
    () => this.customer.value?.id ?? this.customerId,
    () => this.refresh(),
  );

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('customerId')) return;
    this.customer.forget();
    this.timeline.forget();
    this.refresh();
  }

  override render() {
    const { status, value, error } = this.customer;
    if (status === 'pending') return html`<p class="message" role="status">Loading…</p>`;
    if (status === 'error') {
      return html`<div class="message" role="alert"><p>${error instanceof Error ? error.message : 'This customer could not be loaded.'}</p>
        <button class="button" @click=${() => this.refresh()}>Try again</button> <a class="button" href="/admin/customers">All customers</a></div>`;
    }
    const customer = value!;
    const name = customerName(customer);
    return html`
      <nav><a class="button quiet" href="/admin/customers">← All customers</a></nav>
      <div class="columns">
        <aside aria-label="About ${name}">
          <header>
            <wx-avatar name=${name}></wx-avatar>
            <div><h1 dir="auto">${name}</h1><p class="quiet">${customer.kind === 'known' ? 'Known customer' : 'Guest'} since <time datetime=${customer.firstSeenAt} title=${formatExact(customer.firstSeenAt)}>${dayWords(customer.firstSeenAt)}</time></p></div>
          </header>
          ${customer.conversationId ? html`<p><a class="button primary" href="/admin/conversations/${customer.conversationId}">Open the conversation</a></p>` : nothing}
          <section><h2>Lead</h2><wx-journey .journey=${customer}></wx-journey></section>
          ${this.renderContacts(customer)}
          ${this.section(
            'Orders',
            customer.orders.map(order => this.renderOrder(order)),
          )}
          ${this.section(
            'Quotes',
            customer.quotes.map(quote => this.renderQuote(quote)),
          )}
          ${this.section(
            'Became one with',
            customer.merges.map(merge => this.renderMerge(merge)),
          )}
          ${this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : nothing}
        </aside>
        <section class="timeline" aria-label="What happened">
          <div class="filters" role="group" aria-label="Show">
            ${this.chip(null, 'All')}${Object.entries(FILTERS).map(([key, label]) => this.chip(key as TimelineFilter, label))}
          </div>
          ${this.renderTimeline()}
        </section>
      </div>`;
  }

  private chip(show: TimelineFilter | null, label: string) {
    return html`<button class="button small" aria-pressed=${this.show === show} @click=${() => this.narrow(show)}>${label}</button>`;
  }

  private renderTimeline() {
    const { status, value } = this.timeline;
    if (status === 'error')
      return html`<p class="message" role="alert">The timeline could not be loaded. <button class="button" @click=${() => this.refresh()}>Try again</button></p>`;
    if (!value) return html`<p class="message" role="status">Loading…</p>`;
    if (value.entries.length === 0) return html`<p class="message">Nothing yet.</p>`;
    return html`<wx-timeline .entries=${value.entries} .now=${Date.now()}></wx-timeline>
      ${value.next ? html`<p><button class="button" @click=${() => this.loadMore(value)}>Show earlier</button></p>` : nothing}`;
  }

  private section(title: string, parts: unknown[]) {
    return parts.length > 0 ? html`<section><h2>${title}</h2><ul>${parts}</ul></section>` : nothing;
  }

  private renderContacts({ phone, contacts, identities, timeZone, language }: CustomerJourney) {
    const parts = [
      ...(phone ? [html`<li><a href="tel:${phone.replaceAll(' ', '')}" dir="ltr">${phone}</a></li>`] : []),
      ...contacts
        .filter(({ value }) => value !== phone)
        .map(
          ({ kind, value }) =>
            html`<li>${kind === 'email' ? html`<a href="mailto:${value}">${value}</a>` : html`<bdi>${value}</bdi>`} <span class="quiet">given at the shop, not proven</span></li>`,
        ),
      ...identities
        .filter(({ kind }) => kind === 'shop_account')
        .map(
          ({ value }) =>
            html`<li><span class="quiet">Account at the shop</span> <bdi>${value.replace(/^api:/, '')}</bdi></li>`,
        ),
      ...(timeZone ? [html`<li class="quiet">${timeZone}${language ? `, ${language}` : ''}</li>`] : []),
    ];
    return this.section('Contact', parts);
  }

  private renderOrder({ number, status, total, currency, items, placedAt, url }: Order) {
    return html`<li><strong>${this.linked(number ?? 'Order', url)}</strong>${` · ${formatAmount(total, currency)} `}<span class="status">${status}</span>
      <div class="quiet">${dayWords(placedAt)}: ${wordsOf(items)}</div></li>`;
  }

  private renderQuote({ number, status, total, currency, items, expiresAt, expiring, url }: Quote) {
    return html`<li><strong>${this.linked(number ?? 'Quote', url)}</strong>${total ? ` · ${formatAmount(total, currency)}` : nothing}
      <span class="status">${status}</span>${expiring ? html`${' '}<span class="status warn">running out</span>` : nothing}
      <div class="quiet">${wordsOf(items)}${expiresAt ? ` · until ${dayWords(expiresAt)}` : nothing}</div></li>`;
  }

  private linked(words: string, url: string | null) {
    return url && /^https?:\/\//.test(url)
      ? html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow">${words}</a>`
      : words;
  }

  private renderMerge(merge: Merge) {
    return html`<li><bdi>${merge.from.fullName ?? 'A guest'}</bdi> <span class="quiet">${dayWords(merge.at)}, because ${REASONS[merge.reason]}</span>
      ${merge.undoneAt ? html`<span class="status">undone</span>` : nothing}
      ${merge.undoableUntil ? html`<button class="button small" @click=${() => this.undo(merge)}>Undo…</button>` : nothing}</li>`;
  }

  private async undo(merge: Merge) {
    const until = dayWords(merge.undoableUntil!);
    if (
      !window.confirm(
        `Make two customers of these again? What each brought goes back; what came since stays here. It can be done until ${until}.`,
      )
    )
      return;
    try {
      await undoMerge(this.api, merge.id);
      this.trouble = '';
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : 'It could not be undone.';
    }
    this.refresh();
  }

  private narrow(show: TimelineFilter | null) {
    this.show = show;
    this.timeline.forget();
    this.refresh();
  }

  private refresh() {
    void this.customer.load(signal => getCustomer(this.api, this.customerId, signal));
    const shown = this.timeline.value?.entries.length ?? 0;
    const limit = Math.min(100, Math.max(50, shown));
    void this.timeline.load(signal =>
      getTimeline(this.api, this.customerId, { show: this.show, cursor: null, limit }, signal),
    );
  }

  private loadMore(before: Entries) {
    void this.timeline.load(async signal => {
      const page = await getTimeline(this.api, this.customerId, { show: this.show, cursor: before.next }, signal);
      return { entries: [...before.entries, ...page.entries], next: page.next };
    });
  }
}

/** A day within a sentence. */
const dayWords = (iso: string) => formatDay(iso, Date.now()).replace(/^(Today|Yesterday)$/, day => day.toLowerCase());

const wordsOf = (items: readonly LineItem[]) =>
  items.map(({ quantity, name }) => (quantity > 1 ? `${quantity} × ${name}` : name)).join(', ');
