import type { Material } from '../materials.ts';
import type { Part } from '../part.ts';
import type { Vec } from '../space.ts';

/** Width, height and depth over all, in centimetres. */
export type Size = { w: number; h: number; d: number };

/** What a finish decides: the timber, the cover, and the metal or stone beside them. */
export type Stuff = { wood: Material; cloth: Material; accent: Material };

/** A piece of furniture, built around x = 0, z = 0, standing on y = 0. */
export type Piece = (size: Size, stuff: Stuff) => Part[];

/** The four corners of a plan, `inset` from its edges, rearmost first. */
export function corners({ w, d }: Pick<Size, 'w' | 'd'>, inset: number): [x: number, z: number][] {
  const [x, z] = [w / 2 - inset, d / 2 - inset];
  return [
    [-x, -z],
    [x, -z],
    [-x, z],
    [x, z],
  ];
}

/** `count` places spread evenly from `from` to `to`, both ends included. */
export const spread = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

export const at = (x: number, y: number, z: number): Vec => [x, y, z];
