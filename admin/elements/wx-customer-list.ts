import '@lit-labs/virtualizer';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CustomerRow } from '../../contract/journey.ts';
import { Clock } from '../contexts/clock.ts';
import { customerName } from '../state/customer.ts';
import { formatAmount, reasonWords, STAGE_WORDS } from '../state/event-words.ts';
import { formatAgo, formatExact } from '../state/time.ts';
import { shared } from '../styles/shared.ts';
import { MoreRequestEvent } from './wx-inbox-list.ts';
import './wx-avatar.ts';
import './wx-score.ts';

/** Rows from the end at which the next page is asked for. */
const AHEAD = 30;

/** Customers as a list that draws only what is looked at, however many there are. */
@customElement('wx-customer-list')
export class WxCustomerList extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        min-block-size: 0;
      }
      .head,
      a {
        display: grid;
        grid-template-columns: minmax(10rem, 2fr) 9.5rem 8.5rem minmax(8rem, 2fr) 6.5rem 7rem 5rem;
        gap: 12px;
        align-items: center;
        inline-size: 100%;
        padding: 0 18px;
      }
      .head {
        block-size: 32px;
        border-block-end: 1px solid var(--wx-line);
        color: var(--wx-text-quiet);
        font-size: 0.75rem;
      }
      a {
        block-size: 54px;
        border-block-end: 1px solid var(--wx-line);
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        background: var(--wx-hover);
      }
      a:focus-visible {
        outline-offset: -2px;
      }
      .who {
        display: flex;
        gap: 10px;
        align-items: center;
        min-inline-size: 0;
      }
      wx-avatar {
        --size: 30px;
      }
      .cut {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .name {
        font-weight: 550;
      }
      .quiet {
        color: var(--wx-text-quiet);
        font-size: 0.8125rem;
      }
      .number {
        font-variant-numeric: tabular-nums;
      }
      lit-virtualizer {
        block-size: 100%;
        scrollbar-width: thin;
      }
      @media (max-width: 1000px) {
        .head {
          display: none;
        }
        a {
          grid-template: auto auto / minmax(0, 1fr) auto;
          gap: 2px 12px;
          block-size: 72px;
          align-content: center;
        }
        .wide {
          display: none;
        }
        .stage {
          order: 3;
        }
        .seen {
          order: 4;
          text-align: end;
        }
      }
    `,
  ];

  @property({ attribute: false }) rows: readonly CustomerRow[] = [];
  @property({ type: Boolean }) hasMore = false;
  private readonly clock = new Clock(this);

  override render() {
    return html`<div class="head" aria-hidden="true"><span>Customer</span><span>Lead score</span><span>Stage</span><span>Why</span><span>Last seen</span><span>Cart</span><span>Orders</span></div>
      <lit-virtualizer scroller role="list" aria-label="Customers" .items=${[...this.rows]}
        .keyFunction=${(row: CustomerRow | undefined, index: number) => row?.id ?? index}
        .renderItem=${(row: CustomerRow | undefined, index: number) => (row ? this.renderRow(row, index) : nothing)}
        @rangeChanged=${this.takeRange}></lit-virtualizer>`;
  }

  private renderRow(row: CustomerRow, index: number) {
    const name = customerName(row);
    return html`<a role="listitem" href="/admin/customers/${row.id}" aria-posinset=${index + 1} aria-setsize=${this.hasMore ? -1 : this.rows.length}>
      <span class="who"><wx-avatar name=${name}></wx-avatar><span class="name cut"><bdi>${name}</bdi></span></span>
      <span><span class="visually-hidden">Lead score </span><wx-score .score=${row.score} .hot=${row.hot}></wx-score></span>
      <span class="stage quiet cut">${STAGE_WORDS[row.stage]}${row.kind === 'guest' ? ' · guest' : ''}</span>
      <span class="quiet cut wide">${row.topReason ? reasonWords(row.topReason) : ''}</span>
      <time class="seen quiet number" datetime=${row.lastSeenAt} title=${formatExact(row.lastSeenAt)}>${formatAgo(row.lastSeenAt, this.clock.now())}</time>
      <span class="number wide">${row.cart ? formatAmount(row.cart.value, row.cart.currency) : html`<span class="quiet">–</span>`}</span>
      <span class="number wide">${row.orders || html`<span class="quiet">–</span>`}</span>
    </a>`;
  }

  private takeRange(event: Event & { last?: number }) {
    if (this.hasMore && (event.last ?? 0) >= this.rows.length - AHEAD) this.dispatchEvent(new MoreRequestEvent());
  }
}
