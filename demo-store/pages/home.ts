import { html } from 'hono/html';
import { SCENE } from '../art/scene.ts';
import { findProduct, productsIn } from '../catalogue/catalogue.ts';
import { CATEGORIES, type CategoryId } from '../catalogue/product.ts';
import { ga4Item } from './items.ts';
import type { Page } from './layout.ts';
import { productCard } from './product-card.ts';

const FAVOURITES = [
  'holm-sofa',
  'lund-dining-table',
  'rohr-chair',
  'lamell-sideboard',
  'rille-sofa',
  'nord-bed',
  'korb-cabinet',
  'topf-table-lamp',
];

export function homePage(): Page {
  const favourites = FAVOURITES.map(slug => findProduct(slug)!);
  return {
    name: 'home',
    title: 'WoodEx · Furniture of solid timber, made to order',
    description:
      'Sofas, tables, chairs, beds, storage and lighting of solid timber, made to order in our own workshop.',
    path: '/',
    items: favourites.map((product, index) => ({
      ...ga4Item(product, product.finishes[0], index),
      item_list_name: 'Favourites',
    })),
    structured: {
      '@context': 'https://schema.org',
      '@type': 'FurnitureStore',
      name: 'WoodEx',
      priceRange: '€€',
      email: 'hello@woodex.example',
    },
    content: html`
      <section class="hero">
        <img src="/art/scenes/home.svg" alt="A living room in afternoon light: a pale sofa, a stone coffee table and an oak shelf" width="${SCENE.width}" height="${SCENE.height}" fetchpriority="high">
        <div class="hero-text">
          <p class="eyebrow">The autumn collection</p>
          <h1>Furniture that grows old with you</h1>
          <p>Solid timber, honest joints and covers you can order again in ten years. Made for you, in our own workshop.</p>
          <p class="actions"><a class="button" href="/sofas">Shop sofas</a> <a class="button plain" href="/showrooms">Visit a showroom</a></p>
        </div>
      </section>
      <section class="band" aria-labelledby="rooms">
        <h2 id="rooms">Every room, one workshop</h2>
        <ul class="categories">${(Object.keys(CATEGORIES) as CategoryId[]).map(categoryTile)}</ul>
      </section>
      <section class="band" aria-labelledby="favourites">
        <h2 id="favourites">Favourites</h2>
        <ul class="cards">${favourites.map(product => productCard(product))}</ul>
      </section>
      <section class="band promises" aria-label="What we promise">
        <div><h2>Made to order</h2><p>Your timber, your cover. Most pieces leave the workshop within six weeks.</p></div>
        <div><h2>Carried to the room</h2><p>Two people, no cardboard left behind. Thirty days to change your mind.</p></div>
        <div><h2>Ten years’ warranty</h2><p>And after that, spare parts: every joint, zip and slat can be had again.</p></div>
      </section>
      <section class="band split">
        <img src="/art/scenes/beds.svg" alt="A bedroom with a bed, a bedside table and a paper lantern" width="${SCENE.width}" height="${SCENE.height}" loading="lazy" decoding="async">
        <div>
          <h2>Furnishing a whole home, or an office?</h2>
          <p>Send us a plan or a wish list. We come back within one working day with a price for all of it, fabric samples, and a date.</p>
          <p class="actions"><a class="button" href="/quote">Request a quote</a></p>
        </div>
      </section>`,
  };
}

function categoryTile(id: CategoryId) {
  const { name } = CATEGORIES[id];
  return html`
    <li>
      <a href="/${id}">
        <img src="/art/scenes/${id}.svg" alt="" width="${SCENE.width}" height="${SCENE.height}" loading="lazy" decoding="async">
        <span class="tile-text"><strong>${name}</strong> <span class="quiet">${productsIn(id).length} pieces</span></span>
      </a>
    </li>`;
}
