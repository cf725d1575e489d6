import { BEDS } from './beds.ts';
import { CHAIRS } from './chairs.ts';
import { LIGHTING } from './lighting.ts';
import type { CategoryId, Finish, Product } from './product.ts';
import { skuOf } from './product.ts';
import { SOFAS } from './sofas.ts';
import { STORAGE } from './storage.ts';
import { TABLES } from './tables.ts';

export const PRODUCTS: Product[] = [...SOFAS, ...TABLES, ...CHAIRS, ...BEDS, ...STORAGE, ...LIGHTING];

const bySlug = new Map(PRODUCTS.map(product => [product.slug, product]));
const bySku = new Map(
  PRODUCTS.flatMap(product => product.finishes.map(finish => [skuOf(product, finish), { product, finish }] as const)),
);

export const findProduct = (slug: string): Product | undefined => bySlug.get(slug);

/** The product and finish that a stock number names. */
export const findVariant = (sku: string): { product: Product; finish: Finish } | undefined => bySku.get(sku);

export const productsIn = (category: CategoryId) => PRODUCTS.filter(product => product.category === category);

/** The finish with this id, or the product's first. */
export const finishOf = (product: Product, id: string | undefined): Finish =>
  product.finishes.find(finish => finish.id === id) ?? product.finishes[0];
