import { randomFrom } from './random.ts';
import { n } from './space.ts';

export type Texture =
  | 'grain'
  | 'linen'
  | 'boucle'
  | 'velvet'
  | 'leather'
  | 'cane'
  | 'stone'
  | 'plain'
  | 'metal'
  | 'glow';

/** What a part is made of: a base colour, and the texture laid over it. */
export type Material = { id: string; color: string; texture: Texture };

const material = (id: string, color: string, texture: Texture): Material => ({ id, color, texture });

export const MATERIALS = {
  oak: material('oak', '#c99f6c', 'grain'),
  walnut: material('walnut', '#7d5237', 'grain'),
  ash: material('ash', '#dcc29b', 'grain'),
  smoked: material('smoked', '#4b3a30', 'grain'),
  black: material('black', '#33302d', 'grain'),
  oat: material('oat', '#e4d9c6', 'boucle'),
  cream: material('cream', '#efe7da', 'linen'),
  sand: material('sand', '#cdb99c', 'linen'),
  sage: material('sage', '#8f9c80', 'linen'),
  slate: material('slate', '#727c83', 'linen'),
  rust: material('rust', '#b1603d', 'velvet'),
  forest: material('forest', '#41584a', 'velvet'),
  ink: material('ink', '#3b4a5e', 'velvet'),
  blush: material('blush', '#cfa08c', 'velvet'),
  cognac: material('cognac', '#a3683c', 'leather'),
  cane: material('cane', '#dcc08c', 'cane'),
  travertine: material('travertine', '#dccdb6', 'stone'),
  brass: material('brass', '#b8904f', 'metal'),
  steel: material('steel', '#3a3a3a', 'metal'),
  paper: material('paper', '#f8ecd2', 'glow'),
  opal: material('opal', '#fdf1da', 'glow'),
  clay: material('clay', '#b98467', 'plain'),
  stoneware: material('stoneware', '#e6ddcf', 'plain'),
  moss: material('moss', '#5f6e51', 'plain'),
  leaf: material('leaf', '#66785a', 'plain'),
  linenWhite: material('linenWhite', '#f6f1e8', 'linen'),
} satisfies Record<string, Material>;

export type MaterialName = keyof typeof MATERIALS;

/** `color` moved towards white (amount > 0) or towards a warm black (amount < 0); amount from -1 to 1. */
export function shade(color: string, amount: number): string {
  const target = amount > 0 ? [255, 250, 240] : [28, 16, 8];
  const channels = [1, 3, 5].map((at, i) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16);
    return Math.round(value + (target[i]! - value) * Math.abs(amount));
  });
  return `#${channels.map(channel => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** The size in centimetres of the repeating grain tile; faces start at a random place in it. */
export const GRAIN_TILE = { width: 170, height: 26 };

/** The `<pattern>` that draws this material's texture, in centimetres, or nothing where it is smooth. */
export function texturePattern(material: Material, id: string): string {
  switch (material.texture) {
    case 'grain':
      return pattern(id, GRAIN_TILE.width, GRAIN_TILE.height, grain(material));
    case 'linen':
      return pattern(id, 1.6, 1.6, weave(material));
    case 'boucle':
      return pattern(id, BOUCLE_TILE, BOUCLE_TILE, loops(material));
    case 'leather':
      return pattern(id, 14, 14, speckle(material, 26, 0.5, 0.1));
    case 'stone':
      return pattern(id, 60, 40, speckle(material, 90, 1.3, 0.26));
    case 'cane':
      return pattern(id, 3, 3, webbing(material));
    default:
      return '';
  }
}

const pattern = (id: string, width: number, height: number, content: string) =>
  `<pattern id="${id}" width="${width}" height="${height}" patternUnits="userSpaceOnUse">${content}</pattern>`;

function grain({ id, color }: Material): string {
  const random = randomFrom(`grain ${id}`);
  const { width, height } = GRAIN_TILE;
  const dark = shade(color, -0.42);
  const light = shade(color, 0.4);
  const line = (y: number, bend: number, stroke: string, thickness: number, opacity: number) => {
    const step = width / 8;
    const path = `M0 ${y.toFixed(2)}q${n(step / 2)} ${bend.toFixed(2)} ${n(step)} 0${`t${n(step)} 0`.repeat(7)}`;
    return `<path d="${path}" stroke="${stroke}" stroke-width="${thickness.toFixed(2)}" opacity="${opacity.toFixed(2)}"/>`;
  };
  const lines = Array.from({ length: 46 }, (_, i) => {
    const y = ((i + random() * 0.9) / 46) * height;
    return line(y, random() * 1.2 - 0.6, random() < 0.7 ? dark : light, 0.07 + random() * 0.3, 0.1 + random() * 0.32);
  });
  const flames = [0, 1].flatMap(k => {
    const x = 35 + k * 85 + random() * 15;
    const y = 7 + k * 12;
    return Array.from(
      { length: 5 },
      (_, i) =>
        `<ellipse cx="${n(x + i * 1.5)}" cy="${n(y)}" rx="${n(34 - i * 6)}" ry="${(2.7 - i * 0.5).toFixed(2)}" stroke="${dark}" stroke-width=".22" opacity=".24"/>`,
    );
  });
  return `<g fill="none">${lines.join('')}${flames.join('')}</g>`;
}

const weave = ({ color }: Material) =>
  `<path d="M0 .4H.8M.8 1.2H1.6" stroke="${shade(color, 0.5)}" stroke-width=".35" opacity=".3"/>` +
  `<path d="M.4 .8V1.6M1.2 0V.8" stroke="${shade(color, -0.5)}" stroke-width=".3" opacity=".15"/>`;

function loops({ id, color }: Material): string {
  const random = randomFrom(`loops ${id}`);
  const curl = (i: number) => {
    const [x, y, r] = [random() * BOUCLE_TILE, random() * BOUCLE_TILE, 0.28 + random() * 0.26];
    const copies = [0, BOUCLE_TILE].flatMap(dx =>
      [0, BOUCLE_TILE].map(dy => `M${n2(x - dx - r)} ${n2(y - dy)}a${n2(r)} ${n2(r)} 0 1 1 ${n2(r)} ${n2(r)}`),
    );
    // A curl that crosses an edge comes in again at the opposite one; the copies that lie outside are left out.
    const seen = copies.filter((_, k) => (k < 2 || x > BOUCLE_TILE - 1) && (k % 2 === 0 || y > BOUCLE_TILE - 1));
    return `<path d="${seen.join('')}" stroke="${shade(color, i % 3 ? 0.7 : -0.32)}" opacity="${i % 3 ? 0.5 : 0.26}"/>`;
  };
  return `<g fill="none" stroke-width=".24">${Array.from({ length: 110 }, (_, i) => curl(i)).join('')}</g>`;
}

const BOUCLE_TILE = 11;
const n2 = (value: number) => value.toFixed(2);

function speckle({ id, color }: Material, count: number, size: number, opacity: number): string {
  const random = randomFrom(`speckle ${id}`);
  const [width, height] = size > 1 ? [60, 40] : [14, 14];
  const dots = Array.from({ length: count }, (_, i) => {
    const fill = shade(color, i % 2 ? -0.4 : 0.4);
    const rx = (0.3 + random()) * size;
    return `<ellipse cx="${n(random() * width)}" cy="${n(random() * height)}" rx="${n(rx)}" ry="${n(rx * 0.45)}" fill="${fill}"/>`;
  });
  return `<g opacity="${opacity}">${dots.join('')}</g>`;
}

const webbing = ({ color }: Material) =>
  `<path d="M0 .8H3M0 2.2H3M.8 0V3M2.2 0V3M0 0L3 3M3 0L0 3" stroke="${shade(color, -0.55)}" stroke-width=".26" opacity=".6" fill="none"/>`;
