import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { findProduct, findVariant } from '../catalogue/catalogue.ts';
import { SHOWROOMS } from '../catalogue/showrooms.ts';
import { closeup, dimensionDrawing, swatch } from './details.ts';
import { furnish } from './furnish.ts';
import { showroomMap } from './map.ts';
import { MATERIALS, type Material } from './materials.ts';
import { scenePicture } from './scene.ts';
import { SCENES } from './scenes.ts';
import { studioPicture } from './studio.ts';

/** Every picture of the shop, drawn when it is first asked for: `/products`, `/closeups`, `/drawings`, `/swatches`, `/scenes`, `/maps`. */
export function artRoutes(): Hono {
  const drawn = new Map<string, string>();
  const pictures = new Hono().use(etag());
  for (const [shelf, draw] of Object.entries(SHELVES)) {
    pictures.get(`/${shelf}/:file{.+\\.svg}`, c => {
      const svg = drawn.get(c.req.path) ?? draw(c.req.param('file').slice(0, -'.svg'.length));
      if (svg === undefined) return c.notFound();
      drawn.set(c.req.path, svg);
      return c.body(svg, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' });
    });
  }
  return pictures;
}

const SHELVES: Record<string, (name: string) => string | undefined> = {
  products: sku => {
    const variant = findVariant(sku);
    if (!variant) return undefined;
    const { product, finish } = variant;
    return studioPicture(furnish(product, finish), `${product.name}, ${finish.name}`, product.hanging);
  },
  closeups: sku => {
    const variant = findVariant(sku);
    return variant && closeup(variant.finish);
  },
  drawings: slug => {
    const product = findProduct(slug);
    return product && dimensionDrawing(product);
  },
  swatches: name => {
    const material: Material | undefined = Object.values(MATERIALS).find(({ id }) => id === name);
    return material && swatch(material);
  },
  scenes: name => {
    const scene = Object.hasOwn(SCENES, name) ? SCENES[name] : undefined;
    return scene && scenePicture(scene);
  },
  maps: id => {
    const showroom = SHOWROOMS.find(each => each.id === id);
    return showroom && showroomMap(showroom);
  },
};
