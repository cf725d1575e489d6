import { html } from 'hono/html';
import { SCENE } from '../art/scene.ts';
import { productsIn } from '../catalogue/catalogue.ts';
import { CATEGORIES, type CategoryId } from '../catalogue/product.ts';
import { ga4Item } from './items.ts';
import type { Page } from './layout.ts';
import { productCard } from './product-card.ts';

export function categoryPage(id: CategoryId): Page {
  const { name, line } = CATEGORIES[id];
  const products = productsIn(id);
  return {
    name: 'category',
    title: `${name} of solid timber · WoodEx`,
    description: `${line} ${products.map(product => product.name).join(', ')}.`,
    path: `/${id}`,
    section: id,
    image: `/art/scenes/${id}.svg`,
    items: products.map((product, index) => ({
      ...ga4Item(product, product.finishes[0], index),
      item_list_name: name,
    })),
    content: html`
      <header class="category-head">
        <div>
          <h1>${name}</h1>
          <p>${line}</p>
        </div>
        <img src="/art/scenes/${id}.svg" alt="" width="${SCENE.width}" height="${SCENE.height}" fetchpriority="high">
      </header>
      <section class="band" aria-label="${name}">
        <ul class="cards wide">${products.map((product, i) => productCard(product, { level: 2, eager: i < 2 }))}</ul>
      </section>
      <section class="band ask">
        <h2>Cannot decide?</h2>
        <p>Sit on it first: everything here stands in our showrooms, with all its covers and timbers.</p>
        <p class="actions"><a class="button plain" href="/showrooms">Find a showroom</a></p>
      </section>`,
  };
}
