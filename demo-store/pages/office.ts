import { html } from 'hono/html';
import { euros } from '../money.ts';
import { NEXT_OF_ORDER, NEXT_OF_QUOTE, type OrderStatus, type QuoteStatus } from '../orders/life.ts';
import type { Order, OrderBook, Quote } from '../orders/order-book.ts';
import type { Html, Page } from './layout.ts';

const ORDER_STEP: Record<OrderStatus, string> = {
  placed: 'Place',
  paid: 'Mark as paid',
  shipped: 'Ship',
  delivered: 'Mark as delivered',
  cancelled: 'Cancel',
  refunded: 'Refund',
};

const QUOTE_STEP: Record<Exclude<QuoteStatus, 'created' | 'requested' | 'viewed'>, string> = {
  sent: 'Send to the customer',
  accepted: 'Mark as accepted',
  rejected: 'Mark as rejected',
};

/** Where the shop's people work on requests and orders. In the demo everybody may. */
export function officePage(book: OrderBook): Page {
  return {
    name: 'office',
    title: 'Back office · WoodEx',
    description: 'Requests and orders of the shop.',
    path: '/back-office',
    content: html`
      <section class="office">
        <h1>Back office</h1>
        <p class="lead">What the shop’s own people do here is told to the CRM, as any shop system would tell it.</p>
        <h2>Requests for a quote</h2>
        ${list(book.quotes(), quoteRow, 'Nobody has asked for a quote yet.')}
        <h2>Orders</h2>
        ${list(book.orders(), orderRow, 'Nothing was ordered yet.')}
      </section>`,
  };
}

const list = <T>(entries: T[], row: (entry: T) => Html, none: string) =>
  entries.length > 0 ? html`<ul class="office-list">${entries.map(row)}</ul>` : html`<p class="quiet">${none}</p>`;

const orderRow = ({ request, number, status, total, tracking }: Order) => html`
  <li>
    <p><strong><a href="/orders/${request.id}">${number}</a></strong> · ${request.name} · ${euros(total)} <span class="status">${status}</span>${tracking ? html` <span class="quiet">${tracking}</span>` : ''}</p>
    <form method="post" action="/back-office/orders/${request.id}">
      ${NEXT_OF_ORDER[status].map(next => html`<button class="button plain" name="status" value="${next}">${ORDER_STEP[next]}</button>`)}
    </form>
  </li>`;

const quoteRow = (quote: Quote) => html`
  <li>
    <p><strong><a href="/quotes/${quote.request.id}">${quote.number}</a></strong> · ${quote.request.name}${quote.offer ? html` · ${euros(quote.offer.total)}` : ''} <span class="status">${quote.status}</span></p>
    <p class="quiet">${quote.request.message}</p>
    ${quote.status === 'requested' ? offerForm(quote) : ''}
    <form method="post" action="/back-office/quotes/${quote.request.id}">
      ${NEXT_OF_QUOTE[quote.status].map(next => (next in QUOTE_STEP ? html`<button class="button plain" name="status" value="${next}">${QUOTE_STEP[next as keyof typeof QUOTE_STEP]}</button>` : ''))}
    </form>
  </li>`;

const offerForm = ({ request, lines }: Quote) => html`
  <form method="post" action="/back-office/quotes/${request.id}" class="offer">
    <input type="hidden" name="status" value="created">
    <label>Price in euros <input name="euros" type="number" min="1" max="1000000" step="0.01" required value="${lines.reduce((sum, { total }) => sum + total, 0) / 100 || ''}"></label>
    <label>Good for (days) <input name="days" type="number" min="1" max="90" required value="14"></label>
    <button class="button">Make the offer</button>
  </form>`;
