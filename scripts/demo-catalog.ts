import { PRODUCTS } from '../demo-store/catalogue/catalogue.ts';
import { priceOf, skuOf } from '../demo-store/catalogue/product.ts';

/** The shop's own products as the catalogue of the demo's account at Meta; a product's content id is its stock number. */
export const demoCatalog = {
  id: '400000000000001',
  products: PRODUCTS.flatMap(product =>
    product.finishes.map(finish => ({
      retailerId: skuOf(product, finish),
      name: `${product.name}, ${finish.name}`,
      price: priceOf(product, finish) / 100,
      currency: 'EUR',
    })),
  ),
};
