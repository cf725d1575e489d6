import { consume } from '@lit/context';
import { html, LitElement, nothing } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Funnel } from '../../contract/journey.ts';
import type { ApiClient } from '../api/client.ts';
import { getFunnel } from '../api/customers.ts';
import { apiContext, liveContext, routerContext } from '../contexts/contexts.ts';
import { JourneyWatch } from '../contexts/journey-live.ts';
import type { Live } from '../contexts/live.ts';
import type { Router } from '../contexts/router.ts';
import { Subscription } from '../contexts/subscription.ts';
import { CustomersController } from '../controllers/customers-controller.ts';
import { Loaded } from '../controllers/loaded.ts';
import type { WxCustomerList } from '../elements/wx-customer-list.ts';
import { isNarrow, PERIODS, parseFilter, parsePeriod, SORTS, withWord } from '../state/customer-filter.ts';
import { STAGE_WORDS } from '../state/event-words.ts';
import { shared } from '../styles/shared.ts';
import '../elements/wx-customer-list.ts';
import '../elements/wx-funnel.ts';
import './customer-page.ts';
import { customersPageStyles } from './customers-page.styles.ts';

/** At most so often is the list asked anew, however many shoppers are at the shop. */
const REST = 5000;
/** After the last letter of a search. */
const PAUSE = 250;

const ALL = [['', 'All']] as const;
const KINDS = [...ALL, ['known', 'Known'], ['guest', 'Guests']] as const;

/** Customer Journey: the funnel, and everybody by score and stage; with an id in the address, one of them. */
@customElement('wx-customers-page')
export class WxCustomersPage extends LitElement {
  static override styles = [shared, customersPageStyles];

  @consume({ context: apiContext }) private api!: ApiClient;
  @consume({ context: liveContext }) private live!: Live;
  @consume({ context: routerContext }) private router!: Router;
  @query('wx-customer-list') private rows!: WxCustomerList | null;
  private readonly funnel = new Loaded<Funnel>(this);
  private readonly customers = new CustomersController(this, () => this.api);
  private shown: { list?: string; funnel?: number | null } = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  protected readonly route = new Subscription(this, () => this.router, 'change');
  protected readonly watch = new JourneyWatch(
    this,
    () => this.live,
    () => null,
    () => this.takeMove(),
    REST,
  );

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override willUpdate() {
    const { id } = this.router.place;
    this.toggleAttribute('person', id !== null);
    if (id !== null) {
      // Whoever comes back from a person wants them as they are then.
      this.shown = {};
      return;
    }
    const filter = parseFilter(this.router.search);
    const days = parsePeriod(this.router.search);
    const key = JSON.stringify(filter);
    if (this.shown.list !== key) {
      this.shown.list = key;
      void this.customers.load(filter);
    }
    if (this.shown.funnel !== days) this.loadFunnel(days);
  }

  override render() {
    const { id } = this.router.place;
    if (id !== null) return html`<wx-customer-page .customerId=${id}></wx-customer-page>`;
    const days = String(parsePeriod(this.router.search) ?? '');
    return html`
      <header>
        <div class="title">
          <h1>Customer Journey</h1>
          <label>First seen ${this.select('days', PERIODS, days)}</label>
        </div>
        ${this.renderFunnel()}
      </header>
      ${this.renderFilters()} ${this.renderList()}`;
  }

  private renderFunnel() {
    const { status, value } = this.funnel;
    if (status === 'error')
      return html`<p role="alert">The funnel could not be loaded. <button class="button small" @click=${() => this.loadFunnel(parsePeriod(this.router.search))}>Try again</button></p>`;
    return value ? html`<wx-funnel .funnel=${value}></wx-funnel>` : html`<p role="status">Loading the funnel…</p>`;
  }

  private renderFilters() {
    const { search } = this.router;
    const { stage, hot, kind, minScore, sort } = parseFilter(search);
    return html`<div class="filters" role="search">
      <input class="field" type="search" maxlength="200" placeholder="Name, e-mail or phone" aria-label="Search customers" .value=${search.get('q') ?? ''} @input=${this.search}>
      <label>Stage ${this.select('stage', [...ALL, ...Object.entries(STAGE_WORDS)], stage ?? '')}</label>
      <label>Who ${this.select('kind', KINDS, kind ?? '')}</label>
      <label>Score from <input class="field" type="number" min="0" max="100" .value=${minScore === null ? '' : String(minScore)}
        @change=${({ target }: Event) => this.change('minScore', (target as HTMLInputElement).value)}></label>
      <label><input type="checkbox" .checked=${hot} @change=${() => this.change('hot', hot ? '' : 'true')}> Hot only</label>
      <label>Sort ${this.select('sort', Object.entries(SORTS), sort)}</label>
      ${this.renderCount()}
    </div>`;
  }

  private renderCount() {
    const { list, status } = this.customers;
    if (status !== 'ready' || list.total === null) return nothing;
    return html`<span class="count" role="status">${list.total.toLocaleString()} ${list.total === 1 ? 'customer' : 'customers'}</span>
      ${this.customers.isReordered ? html`<button class="button small" @click=${() => this.customers.load()}>The order has changed: show it</button>` : nothing}`;
  }

  private select(name: string, options: readonly (readonly [string, string])[], value: string) {
    return html`<select class="field" @change=${({ target }: Event) => this.change(name, (target as HTMLSelectElement).value)}>
      ${options.map(([key, label]) => html`<option value=${key} .selected=${key === value}>${label}</option>`)}
    </select>`;
  }

  private renderList() {
    const { status, list, error, isBusy, isCutOff } = this.customers;
    if (status === 'pending') return html`<div class="message" role="status">Loading customers…</div>`;
    if (status === 'error') {
      return html`<div class="message" role="alert"><p>The customers could not be loaded.</p>
        <p>${error instanceof Error ? error.message : nothing}</p><button class="button" @click=${() => this.customers.load()}>Try again</button></div>`;
    }
    if (list.rows.length === 0) return this.renderNobody();
    const rows = html`<wx-customer-list ?busy=${isBusy} aria-busy=${isBusy} .rows=${list.rows} .total=${list.total} .hasMore=${list.next !== null && !isCutOff}
        @more-request=${() => this.customers.loadMore()}></wx-customer-list>`;
    return html`<div class="list">${keyed(this.customers.turn, rows)}
      ${isCutOff ? html`<p class="cut-off" role="alert">More customers could not be loaded. <button class="button small" @click=${() => this.customers.loadMore()}>Try again</button></p>` : nothing}</div>`;
  }

  private renderNobody() {
    return isNarrow(parseFilter(this.router.search))
      ? html`<div class="message"><p>Nobody fits.</p><a class="button" href="/admin/customers">Show everybody</a></div>`
      : html`<div class="message"><p>Nobody yet.</p><p>Customers appear here when shoppers agree that their way through the shop is remembered, when they write, or when your shop tells of an order.</p></div>`;
  }

  private search({ target }: Event) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.change('q', (target as HTMLInputElement).value, true), PAUSE);
  }

  private change(name: string, value: string, typed = false) {
    this.router.goTo(withWord(this.router.search, name, value), { replace: typed });
  }

  private loadFunnel(days: number | null) {
    this.shown.funnel = days;
    void this.funnel.load(signal => getFunnel(this.api, days, signal));
  }

  private takeMove() {
    if (this.router.place.id !== null) return;
    this.loadFunnel(parsePeriod(this.router.search));
    void this.customers.refresh(this.rows?.isAtTop ?? true);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'wx-customers-page': WxCustomersPage;
  }
}
