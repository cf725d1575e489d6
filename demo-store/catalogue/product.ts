import type { MaterialName } from '../art/materials.ts';
import type { Piece, Size } from '../art/pieces/piece.ts';

export const CATEGORIES = {
  sofas: { name: 'Sofas', line: 'Deep seats on frames that are built to be re-covered, not replaced.' },
  tables: { name: 'Tables', line: 'One tree, one top: boards matched by hand and oiled three times.' },
  chairs: { name: 'Chairs', line: 'Comfortable on the third hour of dinner, light enough for one hand.' },
  beds: { name: 'Beds', line: 'Quiet joints, good slats, and headboards you will want to lean on.' },
  storage: { name: 'Storage', line: 'Drawers that close softly and backs as finished as the fronts.' },
  lighting: { name: 'Lighting', line: 'Paper, linen and opal glass, for light that flatters a room.' },
} as const;

export type CategoryId = keyof typeof CATEGORIES;

/** One way a product can be had. `surcharge` is in cents on top of the product's price. */
export type Finish = {
  id: string;
  name: string;
  surcharge: number;
  swatch: MaterialName;
  wood?: MaterialName;
  cloth?: MaterialName;
  accent?: MaterialName;
};

/** Something for sale. Prices are in euro cents with VAT; sizes in centimetres; `leadWeeks` from order to delivery. */
export type Product = {
  slug: string;
  name: string;
  category: CategoryId;
  tagline: string;
  description: string;
  materials: string[];
  care: string;
  price: number;
  size: Size;
  weightKg: number;
  leadWeeks: readonly [from: number, to: number];
  finishes: readonly [Finish, ...Finish[]];
  piece: Piece;
  hanging?: boolean;
};

export const skuOf = (product: Product, finish: Finish) => `${product.slug}.${finish.id}`;
export const priceOf = (product: Product, finish: Finish) => product.price + finish.surcharge;
export const productUrl = (product: Product, finish?: Finish) =>
  `/products/${product.slug}${finish && finish !== product.finishes[0] ? `?finish=${finish.id}` : ''}`;
export const pictureUrl = (product: Product, finish: Finish) => `/art/products/${skuOf(product, finish)}.svg`;
export const leadTime = ({ leadWeeks: [from, to] }: Product) => `${from}–${to} weeks`;
