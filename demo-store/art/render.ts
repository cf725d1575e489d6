import { type Material, shade, texturePattern } from './materials.ts';
import { paintOrder } from './order.ts';
import { silhouette } from './outline.ts';
import { type Palette, paint } from './paint.ts';
import { extent, extentOf, type Part } from './part.ts';
import { randomFrom } from './random.ts';
import { type Camera, hull, n, project, toPath } from './space.ts';

/** Furniture as SVG: what belongs into `<defs>`, and what is drawn, shadow on the floor first. */
export type Rendering = { defs: string; body: string };

/** Draws pieces, and the parts of each, from back to front; every part casts a soft shadow on what it touches, and on the floor if there is one. */
export function render(
  pieces: readonly (readonly Part[])[],
  camera: Camera,
  seed: string,
  { floor = true } = {},
): Rendering {
  const defs = new Map<string, string>(SHARED);
  const random = randomFrom(seed);
  const palette: Palette = {
    random,
    texture: (material, upright = false) => textureOf(material, upright, camera, defs),
    round: material => {
      const id = `ball-${material.id}`;
      defs.set(id, ball(id, material));
      return id;
    },
    blur: radius => {
      const id = `b${Math.max(1, Math.round(radius))}`;
      defs.set(
        id,
        `<filter id="${id}" x="-60%" y="-60%" width="220%" height="220%"><feGaussianBlur stdDeviation="${id.slice(1)}"/></filter>`,
      );
      return id;
    },
  };
  const ordered = paintOrder(pieces, extentOf).flatMap(parts => paintOrder(parts, extent));
  const body = ordered.map((part, i) => {
    const id = `s${i}`;
    if (part.kind !== 'bar') {
      defs.set(id, silhouette(part, camera, `id="${id}"`));
      if (part.kind === 'box' && part.radius >= 1.5)
        defs.set(`k${id}`, `<clipPath id="k${id}"><use href="#${id}"/></clipPath>`);
    }
    return contactShadow(ordered, i, camera, palette, defs) + paint(part, id, camera, palette);
  });
  const shadow = floor ? floorShadow(ordered, camera, palette) : '';
  return { defs: [...defs.values()].join(''), body: shadow + body.join('') };
}

/** The dark seam where a part touches those behind it. */
function contactShadow(
  ordered: Part[],
  i: number,
  camera: Camera,
  palette: Palette,
  defs: Map<string, string>,
): string {
  const part = ordered[i]!;
  if (part.kind === 'bar' || part.material.texture === 'glow' || isSlight(part)) return '';
  const touched = ordered
    .slice(0, i)
    .flatMap((other, j) => (other.kind !== 'bar' && near(part, other) ? [`<use href="#s${j}"/>`] : []));
  if (touched.length === 0) return '';
  defs.set(`c${i}`, `<clipPath id="c${i}">${touched.join('')}</clipPath>`);
  const blur = palette.blur(2.2 * camera.scale);
  const shift = n(1.1 * camera.scale);
  return `<g clip-path="url(#c${i})"><use href="#s${i}" fill="#24140a" opacity=".42" filter="url(#${blur})" transform="translate(${shift} ${shift})"/></g>`;
}

/** Too slender for its shadow to be seen. */
function isSlight(part: Part): boolean {
  const { low, high } = extent(part);
  return high[0] - low[0] < 6 && high[2] - low[2] < 6;
}

function near(a: Part, b: Part): boolean {
  const gap = 4;
  const [one, other] = [extent(a), extent(b)];
  return ([0, 1, 2] as const).every(
    axis => one.low[axis] - gap < other.high[axis] && other.low[axis] - gap < one.high[axis],
  );
}

/** The light falls from the upper left front, so every shadow lies to the right and behind; feet have a tight dark one too. */
function floorShadow(parts: Part[], camera: Camera, palette: Palette): string {
  const wide: string[] = [];
  const tight: string[] = [];
  for (const part of parts) {
    const { low, high } = extent(part);
    if (low[1] > 120) continue;
    const level = [low[1], Math.min(high[1], 110)].flatMap(y =>
      [low[0], high[0]].flatMap(x => [low[2], high[2]].map(z => project(camera, [x + y * 0.3, 0, z - y * 0.16]))),
    );
    wide.push(toPath(hull(level)));
    if (low[1] > 3) continue;
    const foot = [low[0] - 0.8, high[0] + 1.6].flatMap(x =>
      [low[2] - 0.8, high[2] + 0.8].map(z => project(camera, [x, 0, z])),
    );
    tight.push(toPath(hull(foot)));
  }
  return (
    `<g opacity=".26" filter="url(#${palette.blur(6 * camera.scale)})"><path d="${wide.join('')}" fill="#3a2412"/></g>` +
    `<g opacity=".5" filter="url(#${palette.blur(1.3 * camera.scale)})"><path d="${tight.join('')}" fill="#2a180c"/></g>`
  );
}

/** Patterns are drawn in centimetres; off the flat faces they are scaled to the picture, and turned for upright posts. */
function textureOf(material: Material, upright: boolean, camera: Camera, defs: Map<string, string>): string | null {
  const flat = `t-${material.id}`;
  const content = texturePattern(material, flat);
  if (!content) return null;
  defs.set(flat, content);
  if (material.texture === 'grain' && !upright) return flat;
  const id = `${flat}-${upright ? 'up' : 'on'}`;
  const turn = upright ? 'rotate(90)' : 'rotate(8)';
  defs.set(id, `<pattern id="${id}" href="#${flat}" patternTransform="${turn} scale(${n(camera.scale)})"/>`);
  return material.texture === 'grain' || material.texture === 'cane' ? (upright ? id : flat) : id;
}

function ball(id: string, { color, texture }: Material): string {
  const stops = texture === 'glow' ? [0.75, 0.35, 0, -0.12] : [0.45, 0.12, -0.1, -0.45];
  const marks = [0, 0.35, 0.7, 1].map((at, i) => `<stop offset="${at}" stop-color="${shade(color, stops[i]!)}"/>`);
  return `<radialGradient id="${id}" cx=".36" cy=".3" r=".78">${marks.join('')}</radialGradient>`;
}

const stop = (offset: number, color: string, opacity: number) =>
  `<stop offset="${offset}" stop-color="${color}" stop-opacity="${opacity}"/>`;
const linear = (id: string, direction: string, ...stops: string[]): [string, string] => [
  id,
  `<linearGradient id="${id}" ${direction}>${stops.join('')}</linearGradient>`,
];
const LIGHT = '#fff6e6';
const SHADE = '#20120a';

const SHARED: [string, string][] = [
  linear('front', 'x2="0" y2="1"', stop(0, LIGHT, 0.14), stop(0.45, LIGHT, 0), stop(1, SHADE, 0.2)),
  linear('side', 'x2="0" y2="1"', stop(0, SHADE, 0), stop(1, SHADE, 0.24)),
  linear('top', 'x2="1" y2=".5"', stop(0, LIGHT, 0.3), stop(0.6, LIGHT, 0.04), stop(1, SHADE, 0.08)),
  linear('turn', '', stop(0, SHADE, 0.12), stop(0.24, LIGHT, 0.26), stop(0.5, LIGHT, 0), stop(1, SHADE, 0.44)),
  linear(
    'glow',
    '',
    stop(0, '#d9a55a', 0.3),
    stop(0.3, '#fffaf0', 0.75),
    stop(0.6, '#fffaf0', 0.2),
    stop(1, '#b9762c', 0.36),
  ),
];
