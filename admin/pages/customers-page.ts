import { consume } from '@lit/context';
import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Funnel } from '../../contract/journey.ts';
import type { Stage } from '../../contract/lead-score.ts';
import type { ApiClient } from '../api/client.ts';
import { type CustomerFilter, getFunnel, listCustomers } from '../api/customers.ts';
import { apiContext, liveContext, routerContext } from '../contexts/contexts.ts';
import { JourneyWatch } from '../contexts/journey-live.ts';
import type { Live } from '../contexts/live.ts';
import type { Router } from '../contexts/router.ts';
import { Subscription } from '../contexts/subscription.ts';
import { Loaded } from '../controllers/loaded.ts';
import { type CustomerRows, withPage } from '../state/customer-rows.ts';
import { STAGE_WORDS } from '../state/event-words.ts';
import { shared } from '../styles/shared.ts';
import '../elements/wx-customer-list.ts';
import '../elements/wx-funnel.ts';
import './customer-page.ts';

const SORTS = { score: 'Lead score', 'last-seen': 'Last seen', name: 'Name' } as const;
const PERIODS = { '': 'All time', 7: 'Last 7 days', 30: 'Last 30 days', 90: 'Last 90 days' } as const;
const NONE: CustomerRows = { rows: [], next: null, total: null };

/** Customer Journey: the funnel, and everybody by score and stage; with an id in the address, one of them. */
@customElement('wx-customers-page')
export class WxCustomersPage extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-rows: auto auto minmax(0, 1fr);
        block-size: 100%;
        background: var(--wx-surface);
      }
      :host([person]) {
        display: block;
        overflow-y: auto;
      }
      header {
        display: grid;
        gap: 14px;
        padding: 16px 18px;
        border-block-end: 1px solid var(--wx-line);
      }
      .title,
      .filters {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 12px;
        align-items: center;
      }
      .title h1 {
        flex: 1;
        font-size: 1.125rem;
      }
      .filters {
        padding: 10px 18px;
        border-block-end: 1px solid var(--wx-line);
      }
      .filters .field {
        inline-size: auto;
        min-inline-size: 0;
      }
      input[type='search'] {
        flex: 1 1 11rem;
      }
      label {
        white-space: nowrap;
        display: inline-flex;
        gap: 6px;
        align-items: center;
      }
      .count {
        color: var(--wx-text-quiet);
        font-variant-numeric: tabular-nums;
      }
      .message {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 12px;
        padding: 24px;
        color: var(--wx-text-quiet);
        text-align: center;
      }
    `,
  ];

  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: liveContext }) private live!: Live;
  @consume({ context: routerContext }) private router!: Router;
  private readonly funnel = new Loaded<Funnel>(this);
  private readonly list = new Loaded<CustomerRows>(this);
  private shown: string | undefined;
  private isLoadingMore = false;
  protected readonly route = new Subscription(this, () => this.router, 'change');
  protected readonly watch = new JourneyWatch(
    this,
    () => this.live,
    () => null,
    () => void this.refresh(),
  );

  protected override willUpdate() {
    const { id } = this.router.place;
    this.toggleAttribute('person', id !== null);
    const key = this.router.search.toString();
    if (id !== null || key === this.shown) return;
    this.shown = key;
    this.list.forget();
    void this.refresh();
  }

  override render() {
    const { id } = this.router.place;
    if (id !== null) return html`<wx-customer-page .customerId=${id}></wx-customer-page>`;
    return html`
      <header>
        <div class="title">
          <h1>Customer Journey</h1>
          <label>First seen ${this.select('days', PERIODS, this.router.search.get('days') ?? '')}</label>
          <a class="button" href="/admin/settings">Lead score…</a>
        </div>
        ${this.funnel.value ? html`<wx-funnel .funnel=${this.funnel.value}></wx-funnel>` : nothing}
      </header>
      ${this.renderFilters()} ${this.renderList()}`;
  }

  private renderFilters() {
    const { stage, hot, q, sort } = this.filter;
    const total = this.list.value?.total;
    return html`<div class="filters" role="search">
      <input class="field" type="search" placeholder="Name, e-mail or phone" aria-label="Search customers" .value=${q}
        @input=${(event: InputEvent) => this.change('q', (event.target as HTMLInputElement).value, true)}>
      <label>Stage ${this.select('stage', { '': 'All', ...STAGE_WORDS }, stage ?? '')}</label>
      <label>Sort ${this.select('sort', SORTS, sort)}</label>
      <label><input type="checkbox" .checked=${hot} @change=${() => this.change('hot', hot ? '' : 'true')}> Hot only</label>
      <span class="count" role="status">${total === null || total === undefined ? nothing : html`${total.toLocaleString()} ${total === 1 ? 'customer' : 'customers'}`}</span>
    </div>`;
  }

  private select(name: string, options: Record<string, string>, value: string) {
    return html`<select class="field" aria-label=${name} @change=${(event: Event) => this.change(name, (event.target as HTMLSelectElement).value)}>
      ${Object.entries(options)
        .sort(([a], [b]) => Number(a !== '') - Number(b !== ''))
        .map(([key, label]) => html`<option value=${key} ?selected=${key === value}>${label}</option>`)}
    </select>`;
  }

  private renderList() {
    const { status, value, error } = this.list;
    if (status === 'pending') return html`<div class="message" role="status">Loading customers…</div>`;
    if (status === 'error') {
      return html`<div class="message" role="alert"><p>The customers could not be loaded.</p>
        <p>${error instanceof Error ? error.message : nothing}</p><button class="button" @click=${() => this.refresh()}>Try again</button></div>`;
    }
    if (value!.rows.length === 0) {
      const isNarrow = this.router.search.size > 0;
      return html`<div class="message"><p>${isNarrow ? 'Nobody fits.' : 'Nobody yet. Customers appear here when shoppers agree that their way through the shop is remembered, when they write, or when your shop tells of an order.'}</p>
        ${isNarrow ? html`<a class="button" href="/admin/customers">Show everybody</a>` : nothing}</div>`;
    }
    return html`<wx-customer-list .rows=${value!.rows} .hasMore=${value!.next !== null} @more-request=${this.loadMore}></wx-customer-list>`;
  }

  private get filter(): CustomerFilter {
    const { search } = this.router;
    const stage = search.get('stage');
    const sort = search.get('sort') as keyof typeof SORTS;
    return {
      stage: stage && stage in STAGE_WORDS ? (stage as Stage) : null,
      hot: search.get('hot') === 'true',
      q: search.get('q') ?? '',
      sort: sort in SORTS ? sort : 'score',
    };
  }

  private change(name: string, value: string, typed = false) {
    const { search } = this.router;
    if (value === '' || (name === 'sort' && value === 'score')) search.delete(name);
    else search.set(name, value);
    this.router.goTo(`/admin/customers${search.size > 0 ? `?${search}` : ''}`, { replace: typed });
  }

  private refresh() {
    if (this.router.place.id !== null) return;
    const days = Number(this.router.search.get('days')) || null;
    void this.funnel.load(signal => getFunnel(this.api, days, signal));
    return this.list.load(async signal => withPage(NONE, await listCustomers(this.api, this.filter, null, signal)));
  }

  private async loadMore() {
    const { value } = this.list;
    if (this.isLoadingMore || !value?.next) return;
    this.isLoadingMore = true;
    try {
      await this.list.load(async signal =>
        withPage(value, await listCustomers(this.api, this.filter, value.next, signal)),
      );
    } finally {
      this.isLoadingMore = false;
    }
  }
}
