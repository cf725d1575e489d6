import { type Finish, type Product, skuOf } from '../catalogue/product.ts';
import { furnish } from './furnish.ts';
import { GRAIN_TILE, MATERIALS, type Material, shade, texturePattern } from './materials.ts';
import { paintOrder } from './order.ts';
import { silhouette } from './outline.ts';
import { box, extent, extentOf } from './part.ts';
import { at } from './pieces/piece.ts';
import { render } from './render.ts';
import { type Camera, n, project } from './space.ts';
import { PICTURE } from './studio.ts';

const open = (width: number, height: number, title: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><title>${title}</title>`;

/** A square sample of a material, for the finish picker. */
export function swatch(material: Material): string {
  return `${open(96, 96, material.id)}<defs>${texturePattern(material, 't')}<linearGradient id="l" x2="1" y2="1"><stop stop-color="#fff" stop-opacity=".3"/><stop offset="1" stop-color="#20120a" stop-opacity=".22"/></linearGradient></defs><rect width="96" height="96" fill="${material.color}"/><g transform="rotate(-12) scale(5)"><rect x="-10" y="-10" width="${GRAIN_TILE.width}" height="40" fill="${material.texture === 'grain' ? 'url(#t)' : 'none'}"/></g><g transform="scale(3)"><rect width="32" height="32" fill="${material.texture === 'grain' ? 'none' : 'url(#t)'}"/></g><rect width="96" height="96" fill="url(#l)"/></svg>`;
}

/** The finish from near: its cover laid over a board of its timber, or the boards alone. */
export function closeup(finish: Finish): string {
  const wood = MATERIALS[finish.wood ?? 'oak'];
  const main = MATERIALS[finish.swatch];
  const boards = main.texture === 'grain' ? [main, main, main] : [wood, wood, wood];
  const camera: Camera = { yaw: 32, pitch: 38, scale: 17, origin: [PICTURE.width / 2, PICTURE.height * 0.62] };
  const parts = [
    ...boards.map((board, i) => box(board, at(-60, -6, -45 + i * 26), at(120, 6, 25.7), { radius: 0.7 })),
    ...(main.texture === 'grain'
      ? [box(main, at(-19, 0, -13), at(38, 3, 24), { radius: 0.5 })]
      : [
          box(main, at(-16, 0, -14), at(34, 7, 24), { radius: 3.2 }),
          box(main, at(-12, 7, -12), at(28, 6, 19), { radius: 2.9 }),
        ]),
  ];
  const { defs, body } = render([parts], camera, finish.id);
  return `${open(PICTURE.width, PICTURE.height, finish.name)}<defs>${defs}</defs><rect width="100%" height="100%" fill="${shade(wood.color, -0.1)}"/>${body}</svg>`;
}

/** The piece in elevation, as a draughtsman gives it: outlines, with width and height. */
export function dimensionDrawing(product: Product): string {
  const parts = furnish(product, product.finishes[0]);
  const { low, high } = extentOf(parts);
  const scale = Math.min(620 / (high[0] - low[0]), 440 / (high[1] - low[1]));
  const camera: Camera = {
    yaw: 0,
    pitch: 0,
    scale,
    origin: [500 - ((low[0] + high[0]) / 2) * scale, 330 + ((low[1] + high[1]) / 2) * scale],
  };
  const [left, bottom] = project(camera, [low[0], low[1], 0]);
  const [right, top] = project(camera, [high[0], high[1], 0]);
  const lines = paintOrder(parts, extent).map(part =>
    part.kind === 'bar'
      ? silhouette({ ...part, radius: part.radius + 0.8 / scale }, camera, 'stroke="#6b5641"') +
        silhouette({ ...part, radius: part.radius - 0.8 / scale }, camera, 'stroke="#fbf7ef"')
      : silhouette(part, camera, 'fill="#fbf7ef" stroke="#6b5641" stroke-width="1.6"'),
  );
  const { w, h } = product.size;
  const under = bottom + 48;
  const beside = left - 48;
  return (
    `${open(PICTURE.width, PICTURE.height, `${skuOf(product, product.finishes[0])}, dimensions`)}<rect width="100%" height="100%" fill="#f1e8da"/>` +
    `<g stroke-linejoin="round">${lines.join('')}</g><g fill="none" stroke="#a5744a" stroke-width="1.6">` +
    `<path d="M${n(left)} ${n(under)}H${n(right)}M${n(left)} ${n(under - 9)}v18M${n(right)} ${n(under - 9)}v18M${n(beside)} ${n(top)}V${n(bottom)}M${n(beside - 9)} ${n(top)}h18M${n(beside - 9)} ${n(bottom)}h18"/></g>` +
    `<g fill="#5b4632" font-family="system-ui, sans-serif" font-size="30" text-anchor="middle"><text x="${n((left + right) / 2)}" y="${n(under + 38)}">${w} cm</text>` +
    `<text transform="translate(${n(beside - 20)} ${n((top + bottom) / 2)}) rotate(-90)">${h} cm</text></g></svg>`
  );
}
