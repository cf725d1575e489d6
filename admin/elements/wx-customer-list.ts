import '@lit-labs/virtualizer';
import type { LitVirtualizer } from '@lit-labs/virtualizer';
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { CustomerRow } from '../../contract/journey.ts';
import { Clock } from '../contexts/clock.ts';
import { customerName } from '../state/customer.ts';
import { formatAmount, STAGE_WORDS } from '../state/event-words.ts';
import { formatAgo, formatExact } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import { scoreReason } from './score-reason.ts';
import { customerListStyles } from './wx-customer-list.styles.ts';
import { MoreRequestEvent } from './wx-inbox-list.ts';
import './wx-avatar.ts';
import './wx-score.ts';

/** Rows from the end at which the next page is asked for. */
const AHEAD = 30;

/** Customers as a list that draws only what is looked at, however many there are. Each row is a link to one. */
@customElement('wx-customer-list')
export class WxCustomerList extends LitElement {
  static override styles = [shared, customerListStyles];

  @property({ attribute: false }) rows: readonly CustomerRow[] = [];
  /** How many there are with those that have not been read; null when nobody counted. */
  @property({ attribute: false }) total: number | null = null;
  @property({ type: Boolean }) hasMore = false;
  @query('lit-virtualizer') private list!: LitVirtualizer<CustomerRow>;
  private readonly clock = new Clock(this);
  private lastVisible = 0;

  /** Is the beginning of the list on the screen? */
  get isAtTop(): boolean {
    return this.list.scrollTop < 20;
  }

  protected override updated(changed: PropertyValues<this>) {
    if (changed.has('rows')) this.askForMore();
  }

  override render() {
    return html`<div class="head" aria-hidden="true"><span>Customer</span><span>Lead score</span><span>Stage</span><span>Why</span><span class="number">Last seen</span><span class="number">Visits</span><span class="number">Cart</span><span class="number">Orders</span></div>
      <lit-virtualizer scroller role="list" aria-label="Customers" .items=${this.rows as CustomerRow[]}
        .keyFunction=${(row: CustomerRow | undefined, index: number) => row?.id ?? index}
        .renderItem=${(row: CustomerRow | undefined, index: number) =>
          // When the list has just become shorter, the virtualizer may still ask for a row of before.
          row ? this.renderRow(row, index) : nothing}
        @rangeChanged=${this.takeRange}></lit-virtualizer>`;
  }

  private renderRow(row: CustomerRow, index: number) {
    const name = customerName(row);
    const { visits, orders, cart, topReason } = row;
    return html`<div class="row" role="listitem" aria-posinset=${index + 1} aria-setsize=${this.total ?? (this.hasMore ? -1 : this.rows.length)}>
      <a href="/admin/customers/${row.id}" data-id=${row.id}>
        <span class="who"><wx-avatar name=${name}></wx-avatar><span class="name cut"><bdi>${name}</bdi></span></span>
        <span><span class="visually-hidden">Lead score </span><wx-score .score=${row.score} .hot=${row.hot}></wx-score></span>
        <span class="stage quiet cut">${STAGE_WORDS[row.stage]}${row.kind === 'guest' ? ' · guest' : nothing}</span>
        <span class="why quiet cut">${topReason ? scoreReason(topReason) : nothing}</span>
        <span class="seen quiet number"><span class="visually-hidden">Last seen </span><time datetime=${row.lastSeenAt} title=${formatExact(row.lastSeenAt)}>${formatAgo(row.lastSeenAt, this.clock.now())}</time></span>
        <span class="number wide">${visits}<span class="visually-hidden"> ${visits === 1 ? 'visit' : 'visits'}</span></span>
        <span class="cart number">${cart ? html`<span class="visually-hidden">Cart </span>${formatAmount(cart.value, cart.currency)}` : none}</span>
        <span class="number wide">${orders > 0 ? html`${orders}<span class="visually-hidden"> ${orders === 1 ? 'order' : 'orders'}</span>` : none}</span>
      </a></div>`;
  }

  private takeRange(event: Event & { last?: number }) {
    this.lastVisible = event.last ?? 0;
    this.askForMore();
  }

  private askForMore() {
    if (this.hasMore && this.lastVisible >= this.rows.length - AHEAD) this.dispatchEvent(new MoreRequestEvent());
  }
}

const none = html`<span class="quiet wide" aria-hidden="true">–</span>`;

declare global {
  interface HTMLElementTagNameMap {
    'wx-customer-list': WxCustomerList;
  }
}
