import { html, raw } from 'hono/html';
import { PICTURE } from '../art/studio.ts';
import { finishOf, productsIn } from '../catalogue/catalogue.ts';
import {
  CATEGORIES,
  type Finish,
  leadTime,
  type Product,
  pictureUrl,
  priceOf,
  productUrl,
  skuOf,
} from '../catalogue/product.ts';
import { euros } from '../money.ts';
import { ga4Item, structuredProduct } from './items.ts';
import type { Html, Page } from './layout.ts';
import { productCard } from './product-card.ts';

/** The product in one finish: the one named in the address, else the first. */
export function productPage(product: Product, finishId: string | undefined, origin: string): Page {
  const finish = finishOf(product, finishId);
  const { name: category } = CATEGORIES[product.category];
  return {
    name: 'product',
    title: `${product.name} · WoodEx`,
    description: `${product.tagline} ${product.materials[0]}. ${euros(priceOf(product, finish))}, delivered in ${leadTime(product)}.`,
    path: productUrl(product),
    section: product.category,
    image: pictureUrl(product, finish),
    items: product.finishes.map(each => ga4Item(product, each)),
    structured: structuredProduct(product, origin),
    content: html`
      <nav class="crumbs" aria-label="Breadcrumb"><a href="/">Home</a> <span aria-hidden="true">/</span> <a href="/${product.category}">${category}</a></nav>
      <article class="product">
        <div class="gallery">
          ${picture(pictureUrl(product, finish), `${product.name} in ${finish.name}`, 'fetchpriority="high" data-main-picture')}
          <div class="gallery-row">
            ${picture(`/art/closeups/${skuOf(product, finish)}.svg`, `Close-up of the ${finish.name}`, 'data-closeup-picture')}
            ${picture(`/art/drawings/${product.slug}.svg`, `Drawing with dimensions: ${dimensions(product)}`, '')}
          </div>
        </div>
        <div class="buy">
          <p class="eyebrow">${category}</p>
          <h1>${product.name}</h1>
          <p class="tagline">${product.tagline}</p>
          <p class="price big" data-price>${euros(priceOf(product, finish))}</p>
          <p class="quiet">including VAT · delivered in ${leadTime(product)}</p>
          <form method="get" action="/products/${product.slug}" data-buy>
            <fieldset class="finishes">
              <legend>Finish: <output data-finish-name>${finish.name}</output></legend>
              ${product.finishes.map(each => finishChoice(product, each, each === finish))}
            </fieldset>
            <noscript><button class="button plain">Show this finish</button></noscript>
            <div class="buy-row">
              <label>Quantity <input type="number" name="quantity" value="1" min="1" max="50" inputmode="numeric"></label>
              <button class="button" type="button" data-add-to-cart>Add to cart</button>
            </div>
            <p class="actions"><a class="button plain wide" href="/quote?sku=${skuOf(product, finish)}" data-quote-link>Request a quote</a></p>
            <p class="added" role="status" data-added></p>
          </form>
          <noscript><p class="quiet">To order without JavaScript, call us on +49 30 23125 140.</p></noscript>
          <ul class="assurances">
            <li>Made to order in our workshop</li>
            <li>30 days to return, 10 years’ warranty</li>
            <li>On show in Berlin, Hamburg and Munich</li>
          </ul>
        </div>
        <div class="details">
          <section><h2>About it</h2><p>${product.description}</p></section>
          <section><h2>Materials</h2><ul>${product.materials.map(material => html`<li>${material}</li>`)}</ul></section>
          <section>
            <h2>Dimensions</h2>
            <dl>
              <div><dt>Width</dt><dd>${product.size.w} cm</dd></div>
              <div><dt>Depth</dt><dd>${product.size.d} cm</dd></div>
              <div><dt>Height</dt><dd>${product.size.h} cm</dd></div>
              <div><dt>Weight</dt><dd>${product.weightKg} kg</dd></div>
              <div><dt>Lead time</dt><dd>${leadTime(product)}</dd></div>
            </dl>
          </section>
          <section><h2>Care</h2><p>${product.care}</p></section>
        </div>
      </article>
      <section class="band" aria-labelledby="more">
        <h2 id="more">Goes well with it</h2>
        <ul class="cards">${companions(product).map(each => productCard(each))}</ul>
      </section>`,
  };
}

function finishChoice(product: Product, finish: Finish, checked: boolean): Html {
  return html`
    <label class="finish">
      <input type="radio" name="finish" value="${finish.id}"${checked ? raw(' checked') : ''} data-sku="${skuOf(product, finish)}" data-name="${finish.name}" data-price="${euros(priceOf(product, finish))}">
      <img src="/art/swatches/${finish.swatch}.svg" alt="" width="96" height="96" decoding="async">
      <span>${finish.name}</span>
    </label>`;
}

const picture = (src: string, alt: string, attributes: string) =>
  html`<img src="${src}" alt="${alt}" width="${PICTURE.width}" height="${PICTURE.height}" decoding="async" ${raw(attributes)}>`;

const dimensions = ({ size: { w, d, h } }: Product) => `${w} × ${d} × ${h} cm`;

/** The two next to it in its own category, and two from the one that usually stands beside it. */
function companions(product: Product): Product[] {
  const beside = {
    sofas: 'lighting',
    tables: 'chairs',
    chairs: 'tables',
    beds: 'storage',
    storage: 'lighting',
    lighting: 'sofas',
  } as const;
  const own = productsIn(product.category).filter(other => other !== product);
  return [...own.slice(0, 2), ...productsIn(beside[product.category]).slice(0, 2)];
}
