import { html } from 'hono/html';
import { PICTURE } from '../art/studio.ts';
import { leadTime, type Product, pictureUrl, priceOf, productUrl } from '../catalogue/product.ts';
import { euros } from '../money.ts';
import type { Html } from './layout.ts';

/** A product in a list, under a heading of level 2 or, inside a titled section, 3. What is seen first loads at once, the rest when it comes near. */
export function productCard(product: Product, { level = 3, eager = false } = {}): Html {
  const [finish] = product.finishes;
  const cheapest = Math.min(...product.finishes.map(each => priceOf(product, each)));
  const varies = product.finishes.some(each => priceOf(product, each) !== cheapest);
  return html`
    <li class="card">
      <a href="${productUrl(product)}">
        <img src="${pictureUrl(product, finish)}" alt="" width="${PICTURE.width}" height="${PICTURE.height}" loading="${eager ? 'eager' : 'lazy'}" decoding="async">
        ${level === 2 ? html`<h2>${product.name}</h2>` : html`<h3>${product.name}</h3>`}
      </a>
      <p class="price">${varies ? 'from ' : ''}${euros(cheapest)}</p>
      <p class="quiet">${product.finishes.length} finishes · ${leadTime(product)}</p>
    </li>`;
}
