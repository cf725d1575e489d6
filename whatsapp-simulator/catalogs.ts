import { z } from 'zod';

const Product = z.strictObject({
  /** The content id: what messages call it. */
  retailerId: z.string().min(1),
  name: z.string().min(1),
  price: z.number().min(0),
  currency: z.string().length(3),
});
export type CatalogProduct = z.infer<typeof Product>;

/** A catalogue of Meta's that is connected to an account. */
export const Catalog = z.strictObject({ id: z.string().min(1), products: z.array(Product) });
export type Catalog = z.infer<typeof Catalog>;

/** The products of a message, by their names in it; null: there is no such catalogue, or not all of them are in it. */
export function findProducts(catalogs: readonly Catalog[], catalogId: string, ids: readonly string[]) {
  const catalog = catalogs.find(({ id }) => id === catalogId);
  const found = ids.map(id => catalog?.products.find(({ retailerId }) => retailerId === id));
  return found.every(product => product !== undefined) ? found : null;
}
