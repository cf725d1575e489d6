import type { Material } from './materials.ts';
import { add, type Vec } from './space.ts';

/** A block with rounded edges (a board, a cushion). `lean` moves its top backwards, in centimetres. */
export type Box = {
  kind: 'box';
  at: Vec;
  size: Vec;
  radius: number;
  material: Material;
  lean: number;
  grain: 'x' | 'y' | 'z';
};

/** An upright, possibly tapered and tilted, round post: a leg, a disc, a shade. Radii in centimetres. */
export type Post = {
  kind: 'post';
  from: Vec;
  to: Vec;
  radii: readonly [bottom: number, top: number];
  material: Material;
};

/** A bent round bar: rails, spindles, frames, cables. */
export type Bar = { kind: 'bar'; points: readonly Vec[]; radius: number; material: Material };

/** An upright spheroid: globes, vases, knobs. */
export type Globe = { kind: 'globe'; at: Vec; radii: readonly [level: number, up: number]; material: Material };

/** A level plate with any convex outline, given as points around its centre. */
export type Plate = {
  kind: 'plate';
  at: Vec;
  outline: readonly (readonly [x: number, z: number])[];
  thickness: number;
  material: Material;
};

export type Part = Box | Post | Bar | Globe | Plate;

type BoxLook = { radius?: number; lean?: number; grain?: Box['grain'] };

/** A block by its lowest, leftmost, rearmost corner. The grain runs along its longest side unless told otherwise. */
export function box(material: Material, at: Vec, size: Vec, look: BoxLook = {}): Box {
  const longest = size[0] >= size[1] && size[0] >= size[2] ? 'x' : size[1] >= size[2] ? 'y' : 'z';
  return {
    kind: 'box',
    at,
    size,
    radius: look.radius ?? 0.5,
    material,
    lean: look.lean ?? 0,
    grain: look.grain ?? longest,
  };
}

export const post = (material: Material, from: Vec, to: Vec, bottom: number, top = bottom): Post => ({
  kind: 'post',
  from,
  to,
  radii: [bottom, top],
  material,
});

export const bar = (material: Material, radius: number, ...points: Vec[]): Bar => ({
  kind: 'bar',
  points,
  radius,
  material,
});

export const globe = (material: Material, at: Vec, level: number, up = level): Globe => ({
  kind: 'globe',
  at,
  radii: [level, up],
  material,
});

/** A plate whose outline is a superellipse: power 2 is an oval, larger is squarer. */
export function plate(material: Material, at: Vec, width: number, depth: number, thickness: number, power = 2): Plate {
  const outline = Array.from({ length: 56 }, (_, i) => {
    const angle = (i / 56) * 2 * Math.PI;
    const along = (value: number) => Math.sign(value) * Math.abs(value) ** (2 / power);
    return [(width / 2) * along(Math.cos(angle)), (depth / 2) * along(Math.sin(angle))] as const;
  });
  return { kind: 'plate', at, outline, thickness, material };
}

/** The same parts, standing elsewhere in the room. */
export function moved(parts: readonly Part[], by: Vec): Part[] {
  return parts.map((part): Part => {
    switch (part.kind) {
      case 'post':
        return { ...part, from: add(part.from, by), to: add(part.to, by) };
      case 'bar':
        return { ...part, points: part.points.map(point => add(point, by)) };
      default:
        return { ...part, at: add(part.at, by) };
    }
  });
}

/** An upright block around something: its lowest and its highest corner. */
export type Extent = { low: Vec; high: Vec };

/** The smallest block around a part. */
export function extent(part: Part): Extent {
  switch (part.kind) {
    case 'box': {
      const [x, y, z] = part.at;
      const back = Math.max(part.lean, 0);
      const front = Math.max(-part.lean, 0);
      return { low: [x, y, z - back], high: [x + part.size[0], y + part.size[1], z + part.size[2] + front] };
    }
    case 'post':
      return around([
        [part.from, part.radii[0], 0],
        [part.to, part.radii[1], 0],
      ]);
    case 'bar':
      return around(part.points.map(point => [point, part.radius, part.radius]));
    case 'globe':
      return around([[part.at, part.radii[0], part.radii[1]]]);
    case 'plate': {
      const width = Math.max(...part.outline.map(([x]) => x));
      const depth = Math.max(...part.outline.map(([, z]) => z));
      const [x, y, z] = part.at;
      return { low: [x - width, y, z - depth], high: [x + width, y + part.thickness, z + depth] };
    }
  }
}

/** The smallest block around all the parts. */
export function extentOf(parts: readonly Part[]): Extent {
  const all = parts.map(extent);
  const pick = (axis: 0 | 1 | 2) => [
    Math.min(...all.map(({ low }) => low[axis])),
    Math.max(...all.map(({ high }) => high[axis])),
  ];
  const [x, y, z] = [pick(0), pick(1), pick(2)];
  return { low: [x[0]!, y[0]!, z[0]!], high: [x[1]!, y[1]!, z[1]!] };
}

function around(points: (readonly [Vec, number, number])[]): { low: Vec; high: Vec } {
  const bound = (axis: 0 | 1 | 2, side: 1 | -1) => {
    const values = points.map(([point, level, up]) => point[axis] + side * (axis === 1 ? up : level));
    return side === 1 ? Math.max(...values) : Math.min(...values);
  };
  return { low: [bound(0, -1), bound(1, -1), bound(2, -1)], high: [bound(0, 1), bound(1, 1), bound(2, 1)] };
}
