import { findProduct, finishOf } from '../catalogue/catalogue.ts';
import type { Finish, Product } from '../catalogue/product.ts';
import { MATERIALS } from './materials.ts';
import type { Part } from './part.ts';

/** The parts of a product in one of its finishes, standing in the middle of an empty room. */
export function furnish(product: Product, finish: Finish): Part[] {
  const { wood = 'oak', cloth = 'cream', accent = 'brass' } = finish;
  return product.piece(product.size, { wood: MATERIALS[wood], cloth: MATERIALS[cloth], accent: MATERIALS[accent] });
}

/** The same by name. Throws on a product that is not in the catalogue. */
export function drawnFor(slug: string, finish: string): Part[] {
  const product = findProduct(slug);
  if (!product) throw new Error(`No product is called ${slug}`);
  return furnish(product, finishOf(product, finish));
}
