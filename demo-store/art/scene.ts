import { drawnFor } from './furnish.ts';
import { MATERIALS, shade, texturePattern } from './materials.ts';
import { moved, type Part } from './part.ts';
import { render } from './render.ts';
import { type Camera, n, planeMatrix } from './space.ts';

/** The size of every room picture, in picture units. */
export const SCENE = { width: 1600, height: 1000 };

/** A furnished corner of a room: what stands where, and the colours of wall and rug. */
export type Scene = {
  title: string;
  wall: string;
  rug?: { color: string; at: readonly [x: number, z: number]; size: readonly [width: number, depth: number] };
  picture?: readonly [x: number, y: number, width: number, height: number];
  /** Centimetres: the point of the room in the middle of the picture, and how many picture units one takes. */
  middle: readonly [x: number, y: number];
  scale: number;
  pieces: readonly (readonly [slug: string, finish: string, x: number, z: number, y?: number])[];
  extras?: readonly (readonly Part[])[];
};

/** The back wall stands this far behind the middle of the room, in centimetres. */
export const BACK = -150;
const VIEW = { yaw: 22, pitch: 13 };
const WIDE = 700;

export function scenePicture(scene: Scene): string {
  const { width, height } = SCENE;
  const at = [width / 2 - scene.middle[0] * scene.scale, height / 2 + scene.middle[1] * scene.scale] as const;
  const camera: Camera = { ...VIEW, scale: scene.scale, origin: at };
  const pieces = scene.pieces.map(([slug, finish, x, z, y = 0]) => moved(drawnFor(slug, finish), [x, y, z]));
  const { defs, body } = render([...pieces, ...(scene.extras ?? [])], camera, scene.title);
  const planks = { ...MATERIALS.ash, id: 'planks', color: '#c7a478' };
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><title>${scene.title}</title>` +
    `<defs>${ROOM}${texturePattern(planks, 't-planks')}${boards()}${defs}</defs>` +
    room(scene, camera) +
    `${body}<rect width="${width}" height="${height}" fill="url(#mood)"/></svg>`
  );
}

function room(scene: Scene, camera: Camera): string {
  const wall = planeMatrix(camera, [0, 0, BACK], [1, 0, 0], [0, -1, 0]);
  const floor = planeMatrix(camera, [0, 0, BACK], [1, 0, 0], [0, 0, 1]);
  const area = (y: number, high: number, fill: string) =>
    `<rect x="${-WIDE}" y="${y}" width="${2 * WIDE}" height="${high}" fill="${fill}"/>`;
  return (
    `<g transform="${wall}">${area(-500, 500, scene.wall)}${area(-500, 500, 'url(#plaster)')}${daylight(scene.middle[0])}` +
    `${area(-11, 11, shade(scene.wall, 0.35))}<path d="M${-WIDE} -11H${WIDE}" stroke="#20120a" stroke-width=".6" opacity=".25"/>${wallPicture(scene)}</g>` +
    `<g transform="${floor}">${area(0, 600, '#c9a77c')}${area(0, 600, 'url(#t-planks)')}${area(0, 600, 'url(#boards)')}${area(0, 26, 'url(#corner)')}${rug(scene)}</g>`
  );
}

/** Sun through a window we do not see: four slanted panes on the wall. */
function daylight(x: number): string {
  const pane = (dx: number, y: number) => `<path d="M${n(x + dx)} ${-y}l62 26v78l-62 -26z"/>`;
  return `<g fill="#fff3d6" opacity=".42" filter="url(#pane)">${pane(-190, 230)}${pane(-120, 201)}${pane(-190, 144)}${pane(-120, 115)}</g>`;
}

function wallPicture({ picture }: Scene): string {
  if (!picture) return '';
  const [x, y, width, height] = picture;
  const [left, top] = [x - width / 2, -y - height];
  const hill = (lift: number, bend: number, color: string) =>
    `<path d="M${n(left + 6)} ${n(top + height * lift)}q${n((width - 12) * 0.3)} ${n(-height * bend)} ${n((width - 12) * 0.55)} ${n(-height * 0.02)}t${n((width - 12) * 0.45)} ${n(-height * 0.05)}V${n(top + height - 6)}H${n(left + 6)}z" fill="${color}"/>`;
  return (
    `<rect x="${n(left + 2)}" y="${n(top + 3)}" width="${width}" height="${height}" fill="#24140a" opacity=".35" filter="url(#pane)"/>` +
    `<rect x="${n(left)}" y="${n(top)}" width="${width}" height="${height}" fill="#a9804f"/>` +
    `<rect x="${n(left + 1.6)}" y="${n(top + 1.6)}" width="${n(width - 3.2)}" height="${n(height - 3.2)}" fill="#f6efe2"/>` +
    `<rect x="${n(left + 6)}" y="${n(top + 6)}" width="${n(width - 12)}" height="${n(height - 12)}" fill="#ecd9bd"/>` +
    `<circle cx="${n(x + width * 0.14)}" cy="${n(top + height * 0.34)}" r="${n(width * 0.11)}" fill="#c9744a"/>` +
    hill(0.62, 0.16, '#b9a184') +
    hill(0.74, 0.1, '#8b8166') +
    hill(0.86, 0.06, '#5c5f4c')
  );
}

function rug({ rug: spec }: Scene): string {
  if (!spec) return '';
  const [width, depth] = spec.size;
  const [x, y] = [spec.at[0] - width / 2, spec.at[1] - BACK - depth / 2];
  const line = (inset: number, thickness: number, color: string) =>
    `<rect x="${x + inset}" y="${y + inset}" width="${width - 2 * inset}" height="${depth - 2 * inset}" fill="none" stroke="${color}" stroke-width="${thickness}"/>`;
  return (
    `<rect x="${x}" y="${y + 1.5}" width="${width + 2}" height="${depth}" rx="2" fill="#24140a" opacity=".3" filter="url(#pane)"/>` +
    `<rect x="${x}" y="${y}" width="${width}" height="${depth}" rx="2" fill="${spec.color}"/><rect x="${x}" y="${y}" width="${width}" height="${depth}" rx="2" fill="url(#pile)"/>` +
    line(9, 1.6, shade(spec.color, -0.22)) +
    line(14, 0.7, shade(spec.color, -0.22))
  );
}

/** The joints between floorboards: long seams, and butt ends that step from row to row. */
function boards(): string {
  const rows = [0, 1, 2, 3].map(i => `M0 ${i * 14}H220M${[30, 140, 85, 195][i]} ${i * 14}v14`).join('');
  return `<pattern id="boards" width="220" height="56" patternUnits="userSpaceOnUse"><path d="M0 14h220v14h-220z" fill="#fff3dc" opacity=".12"/><path d="M0 42h220v14h-220z" fill="#20120a" opacity=".05"/><path d="${rows}" stroke="#3a2412" stroke-width=".45" opacity=".5" fill="none"/></pattern>`;
}

const ROOM =
  '<linearGradient id="plaster" x2="1" y2="1"><stop stop-color="#fff8e8" stop-opacity=".3"/><stop offset=".5" stop-color="#fff8e8" stop-opacity="0"/><stop offset="1" stop-color="#20120a" stop-opacity=".22"/></linearGradient>' +
  '<linearGradient id="corner" x2="0" y2="1"><stop stop-color="#20120a" stop-opacity=".34"/><stop offset="1" stop-color="#20120a" stop-opacity="0"/></linearGradient>' +
  '<radialGradient id="mood" cx=".3" cy=".3" r=".95"><stop stop-color="#fff2d4" stop-opacity=".2"/><stop offset=".5" stop-color="#fff2d4" stop-opacity="0"/><stop offset="1" stop-color="#2a160a" stop-opacity=".3"/></radialGradient>' +
  '<pattern id="pile" width="2.4" height="2.4" patternUnits="userSpaceOnUse"><path d="M0 .6h1.2M1.2 1.8h1.2" stroke="#fff" stroke-width=".5" opacity=".22"/><path d="M0 1.8h1.2M1.2 .6h1.2" stroke="#20120a" stroke-width=".5" opacity=".12"/></pattern>' +
  '<filter id="pane" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="1.6"/></filter>';
