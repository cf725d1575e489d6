import { html } from 'hono/html';
import { findProduct } from '../catalogue/catalogue.ts';
import type { Page } from './layout.ts';
import { productCard } from './product-card.ts';

export function notFoundPage(path: string): Page {
  return {
    name: 'not-found',
    title: 'Not here · WoodEx',
    description: 'This page does not exist.',
    path,
    content: html`
      <section class="band ask">
        <p class="eyebrow">404</p>
        <h1>This is not here any more, or never was</h1>
        <p>Perhaps one of these is what you were looking for.</p>
        <ul class="cards">${['vara-lounge-chair', 'kiesel-coffee-table', 'korb-cabinet', 'luna-lantern'].map(slug => productCard(findProduct(slug)!, { level: 2 }))}</ul>
      </section>`,
  };
}
