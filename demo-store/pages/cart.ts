import { html } from 'hono/html';
import { PICTURE } from '../art/studio.ts';
import type { Page } from './layout.ts';

/** The cart lives in the browser; the shop's script asks the server for its prices and fills this page in. */
export function cartPage(): Page {
  return {
    name: 'cart',
    title: 'Your cart · WoodEx',
    description: 'What you have chosen so far.',
    path: '/cart',
    content: html`
      <section class="narrow">
        <h1>Your cart</h1>
        <noscript><p class="note">The cart needs JavaScript. You can also order on +49 30 23125 140.</p></noscript>
        <p class="note" role="status" data-cart-status></p>
        <div data-cart-empty hidden>
          <p>Nothing in here yet. Most people begin with a chair.</p>
          <p class="actions"><a class="button" href="/chairs">Look at chairs</a> <a class="button plain" href="/sofas">or sofas</a></p>
        </div>
        <div class="cart" data-cart-full hidden>
          <ul class="lines" data-cart-lines></ul>
          <aside class="summary" aria-label="Summary">
            <h2>Summary</h2>
            <dl>
              <div><dt>Subtotal</dt><dd data-subtotal></dd></div>
              <div><dt>Delivery to the kerb</dt><dd data-kerb></dd></div>
              <div class="total"><dt>Total with VAT</dt><dd data-total></dd></div>
            </dl>
            <a class="button wide" href="/checkout">Check out</a>
            <a class="button plain wide" href="/quote">Request a quote instead</a>
            <p class="quiet">You pay a deposit of 30 % when we confirm, the rest before delivery.</p>
          </aside>
        </div>
        <template data-cart-line>
          <li class="line">
            <img alt="" width="${PICTURE.width}" height="${PICTURE.height}">
            <div>
              <h2><a></a></h2>
              <p class="quiet" data-finish></p>
              <label>Quantity <input type="number" min="1" max="50" inputmode="numeric"></label>
              <button class="link" type="button">Remove</button>
            </div>
            <p class="price"></p>
          </li>
        </template>
      </section>`,
  };
}
