import { html, raw } from 'hono/html';
import { SHOWROOMS } from '../catalogue/showrooms.ts';
import { priceBasket } from '../orders/pricing.ts';
import { ORDER_UPDATES } from '../orders/requests.ts';
import { errorPlace, field, NO_SCRIPT, select, textArea } from './field.ts';
import type { Page } from './layout.ts';

export function checkoutPage(): Page {
  const { deliveries } = priceBasket([]);
  return {
    name: 'checkout',
    title: 'Check out · WoodEx',
    description: 'Address, delivery, and done.',
    path: '/checkout',
    content: html`
      <section class="narrow">
        <h1>Check out</h1>
        ${NO_SCRIPT}
        <form class="two" data-order novalidate>
          <div class="form-main">
            <p class="form-error" role="alert" data-form-error></p>
            <fieldset><legend>You</legend>
              ${field({ name: 'name', label: 'Full name', autocomplete: 'name' })}
              ${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email', hint: 'For the confirmation and the date.' })}
              ${field({ name: 'phone', label: 'Phone', type: 'tel', autocomplete: 'tel', optional: true, hint: 'So that the driver can reach you.' })}
              <label class="choice"><input type="checkbox" name="orderUpdates"><span>${ORDER_UPDATES}</span></label>
            </fieldset>
            <fieldset data-field="delivery"><legend>Delivery</legend>
              ${deliveries.map(
                ({ id, name, about }, i) => html`
                  <label class="choice">
                    <input type="radio" name="delivery" value="${id}"${i === 0 ? raw(' checked') : ''}>
                    <span><strong>${name}</strong> <span class="choice-price" data-delivery-price="${id}"></span><br><span class="quiet">${about}</span></span>
                  </label>`,
              )}
              ${errorPlace('delivery')}
            </fieldset>
            <fieldset data-address><legend>Address</legend>
              ${field({ name: 'street', label: 'Street and number', autocomplete: 'street-address' })}
              <div class="pair">
                ${field({ name: 'postcode', label: 'Postcode', autocomplete: 'postal-code' })}
                ${field({ name: 'city', label: 'City', autocomplete: 'address-level2' })}
              </div>
              ${select('country', 'Country', [
                ['DE', 'Germany'],
                ['AT', 'Austria'],
                ['NL', 'Netherlands'],
              ])}
            </fieldset>
            <fieldset data-collect hidden><legend>Showroom</legend>
              ${select(
                'showroom',
                'Collect at',
                SHOWROOMS.map(({ id, city, street }) => [id, `${city}, ${street}`] as const),
              )}
            </fieldset>
            ${textArea('note', 'Anything we should know?', 'Stairs, a lift, a dog, a deadline.', true)}
          </div>
          <aside class="summary" aria-label="Your order">
            <h2>Your order</h2>
            <p class="note" role="status" data-checkout-status></p>
            <ul class="mini-lines" data-checkout-lines></ul>
            <div data-checkout-totals hidden>
            <dl>
              <div><dt>Subtotal</dt><dd data-subtotal></dd></div>
              <div><dt>Delivery</dt><dd data-delivery></dd></div>
              <div class="total"><dt>Total with VAT</dt><dd data-total></dd></div>
            </dl>
            <button class="button wide">Place the order</button>
            <p class="quiet">You pay a deposit of 30 % by bank transfer when we confirm, the rest before delivery. Thirty days to return.</p>
            </div>
          </aside>
        </form>
      </section>`,
  };
}
