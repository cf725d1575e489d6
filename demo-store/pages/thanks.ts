import { html } from 'hono/html';
import { findVariant } from '../catalogue/catalogue.ts';
import { SHOWROOMS } from '../catalogue/showrooms.ts';
import { euros } from '../money.ts';
import type { Order, Quote } from '../orders/order-book.ts';
import { DELIVERIES, type PricedLine, vatIn } from '../orders/pricing.ts';
import { ga4Item } from './items.ts';
import type { Html, Page } from './layout.ts';

/** The page after an order; its address holds the order's secret id, so only who placed it finds it. */
export function orderPlacedPage({ number, request, lines, delivery, total, status, tracking }: Order): Page {
  return {
    name: 'order-placed',
    title: `Order ${number} · WoodEx`,
    description: 'Thank you for your order.',
    path: `/orders/${request.id}`,
    items: lines.map(purchased),
    content: html`
      <section class="narrow thanks" data-number="${number}" data-value="${total / 100}" data-shipping="${delivery / 100}" data-tax="${vatIn(total) / 100}">
        <p class="eyebrow">Order ${status}${tracking ? html` · ${tracking}` : ''}</p>
        <h1>Thank you, ${firstName(request.name)}.</h1>
        <p class="lead">Your order has the number <strong>${number}</strong>. We read every order ourselves and confirm it to ${request.email} within one working day.</p>
        <div class="summary">
          <h2>What we will make</h2>
          ${lineList(lines)}
          <dl>
            <div><dt>${DELIVERIES[request.delivery].name}</dt><dd>${delivery === 0 ? 'free' : euros(delivery)}</dd></div>
            <div class="total"><dt>Total with VAT</dt><dd>${euros(total)}</dd></div>
          </dl>
          <p class="quiet">${whereTo(request)}</p>
        </div>
        <h2>What happens next</h2>
        <ol class="steps">
          <li>We confirm the order and send the invoice for a deposit of 30 %.</li>
          <li>Your furniture is made. You get a photograph when it is oiled.</li>
          <li>We agree on a day, and bring it.</li>
        </ol>
        <p class="actions"><a class="button plain" href="/">Back to the shop</a></p>
      </section>`,
  };
}

/** The request, and from when the office has sent it the offer with its answer buttons. */
export function quoteSentPage(quote: Quote, now: Date): Page {
  const { number, request, lines, status } = quote;
  const isOffered = quote.offer && !['requested', 'created'].includes(status);
  return {
    name: 'quote-sent',
    title: `${isOffered ? 'Offer' : 'Request'} ${number} · WoodEx`,
    description: 'Your request for a quote.',
    path: `/quotes/${request.id}`,
    items: lines.map(purchased),
    content: html`
      <section class="narrow thanks" data-number="${number}" data-status="${status}">
        ${isOffered ? offer(quote, now) : received(quote)}
        ${lines.length > 0 ? html`<div class="summary"><h2>About</h2>${lineList(lines)}</div>` : ''}
        <p class="actions"><a class="button plain" href="/">Back to the shop</a> <a class="button plain" href="/showrooms">See our showrooms</a></p>
      </section>`,
  };
}

const received = ({ number, request }: Quote) => html`
  <p class="eyebrow">Request received</p>
  <h1>Thank you, ${firstName(request.name)}.</h1>
  <p class="lead">Your request has the number <strong>${number}</strong>. A person from the workshop answers to ${request.email} within one working day.</p>`;

function offer({ number, request, status, offer }: Quote, now: Date): Html {
  const { total, expiresAt } = offer!;
  const isOpen = status === 'viewed' && now < new Date(expiresAt);
  const end = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(new Date(expiresAt));
  const answer: Partial<Record<typeof status, string>> = {
    accepted: 'You have accepted it. We are at work.',
    rejected: 'You have turned it down. Tell us what would suit you better.',
  };
  return html`
    <p class="eyebrow">Our offer ${number}</p>
    <h1>${euros(total)} for you, ${firstName(request.name)}.</h1>
    <p class="lead">${answer[status] ?? (isOpen ? `Good until ${end}.` : `It was good until ${end}. Ask us for a new one.`)}</p>
    ${
      isOpen
        ? html`<form method="post"><p class="actions"><button class="button" name="answer" value="accepted">Accept the offer</button> <button class="button plain" name="answer" value="rejected">Turn it down</button></p></form>`
        : ''
    }`;
}

const lineList = (lines: PricedLine[]): Html => html`
  <ul class="mini-lines">
    ${lines.map(
      line =>
        html`<li><img src="${line.image}" alt="" width="960" height="720"><div><strong>${line.quantity} × ${line.name}</strong><br><span class="quiet">${line.finish}, ${euros(line.total)} · ${line.leadTime}</span></div></li>`,
    )}
  </ul>`;

function purchased({ sku, quantity }: PricedLine): object {
  const { product, finish } = findVariant(sku)!;
  return { ...ga4Item(product, finish), quantity };
}

function whereTo(request: Order['request']): string {
  if (request.delivery !== 'showroom') return `To ${request.street}, ${request.postcode} ${request.city}.`;
  const showroom = SHOWROOMS.find(({ id }) => id === request.showroom)!;
  return `To be collected at ${showroom.name}, ${showroom.street}, ${showroom.postcode}.`;
}

const firstName = (name: string) => name.split(/\s+/)[0]!;
