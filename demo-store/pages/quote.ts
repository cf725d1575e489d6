import { html } from 'hono/html';
import { PICTURE } from '../art/studio.ts';
import { findVariant } from '../catalogue/catalogue.ts';
import { pictureUrl, priceOf } from '../catalogue/product.ts';
import { SHOWROOMS } from '../catalogue/showrooms.ts';
import { euros } from '../money.ts';
import { field, NO_SCRIPT, select, textArea } from './field.ts';
import type { Page } from './layout.ts';

/** A quote for one product (named by `sku`), else for what is in the cart, else for whatever the message says. */
export function quotePage(sku: string | undefined): Page {
  const variant = sku === undefined ? undefined : findVariant(sku);
  return {
    name: 'quote',
    title: 'Request a quote · WoodEx',
    description: 'Tell us what you have in mind; we answer within one working day.',
    path: '/quote',
    content: html`
      <section class="narrow">
        <h1>Request a quote</h1>
        <p class="lead">For a whole home, an office, another size or your own fabric. We answer within one working day, and it binds you to nothing.</p>
        ${NO_SCRIPT}
        <form class="two" data-quote ${variant ? html`data-sku="${sku}"` : ''} novalidate>
          <div class="form-main">
            <p class="form-error" role="alert" data-form-error></p>
            ${textArea('message', 'What do you have in mind?', 'Rooms, sizes, timbers, a date. A sentence is enough.')}
            ${field({ name: 'name', label: 'Full name', autocomplete: 'name' })}
            ${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email' })}
            ${field({ name: 'phone', label: 'Phone', type: 'tel', autocomplete: 'tel', optional: true, hint: 'If you would rather talk.' })}
            ${select('showroom', 'Nearest showroom', [['', 'No preference'], ...SHOWROOMS.map(({ id, city }) => [id, city] as const)])}
            <p class="actions"><button class="button">Send the request</button></p>
          </div>
          <aside class="summary" aria-label="What the quote is about">
            <h2>About</h2>
            ${
              variant
                ? html`<ul class="mini-lines"><li>
                    <img src="${pictureUrl(variant.product, variant.finish)}" alt="" width="${PICTURE.width}" height="${PICTURE.height}">
                    <div><strong>${variant.product.name}</strong><br><span class="quiet">${variant.finish.name}, ${euros(priceOf(variant.product, variant.finish))}</span></div></li></ul>
                    <label>Quantity <input type="number" name="quantity" value="1" min="1" max="50" inputmode="numeric"></label>`
                : html`<p class="quiet" data-quote-free>Whatever you write on this page.</p><ul class="mini-lines" data-quote-lines></ul>`
            }
          </aside>
        </form>
      </section>`,
  };
}
