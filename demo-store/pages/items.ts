import { CATEGORIES, type Finish, type Product, pictureUrl, priceOf, productUrl, skuOf } from '../catalogue/product.ts';

/** A product as a GA4 ecommerce item; the price is in euros. */
export function ga4Item(product: Product, finish: Finish, index?: number) {
  return {
    item_id: skuOf(product, finish),
    item_name: product.name,
    item_brand: 'WoodEx',
    item_category: CATEGORIES[product.category].name,
    item_variant: finish.name,
    price: priceOf(product, finish) / 100,
    quantity: 1,
    item_url: productUrl(product, finish),
    item_image: pictureUrl(product, finish),
    ...(index === undefined ? {} : { index }),
  };
}

/** schema.org Product, with one offer for each finish. */
export function structuredProduct(product: Product, origin: string): object {
  const [finish] = product.finishes;
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: product.name,
    sku: product.slug,
    description: product.description,
    category: CATEGORIES[product.category].name,
    image: origin + pictureUrl(product, finish),
    brand: { '@type': 'Brand', name: 'WoodEx' },
    material: product.materials.join('; '),
    width: centimetres(product.size.w),
    height: centimetres(product.size.h),
    depth: centimetres(product.size.d),
    weight: { '@type': 'QuantitativeValue', value: product.weightKg, unitCode: 'KGM' },
    offers: product.finishes.map(offered => ({
      '@type': 'Offer',
      sku: skuOf(product, offered),
      url: origin + productUrl(product, offered),
      price: (priceOf(product, offered) / 100).toFixed(2),
      priceCurrency: 'EUR',
      availability: 'https://schema.org/MadeToOrder',
    })),
  };
}

const centimetres = (value: number) => ({ '@type': 'QuantitativeValue', value, unitCode: 'CMT' });
