import { MATERIALS } from './materials.ts';
import { bar, box, globe, type Part, post } from './part.ts';
import { at, spread } from './pieces/piece.ts';
import { randomFrom } from './random.ts';

/** An olive tree in a clay pot, standing at (x, z); about 150 cm high. */
export function tree(x: number, z: number): Part[] {
  const random = randomFrom('olive');
  const bark = MATERIALS.walnut;
  const twigs = spread(-1, 1, 9).map(t => {
    const top = 118 + random() * 42 - Math.abs(t) * 22;
    return [at(x + t * 34, top, z + (random() - 0.5) * 26), 84 + random() * 18] as const;
  });
  const leaves = twigs.flatMap(([[tx, ty, tz], from]) =>
    spread(0.35, 1.06, 8).flatMap(t =>
      [-1, 1].map(side => {
        const [lx, ly, lz] = [x + (tx - x) * t, from + (ty - from) * t, z + (tz - z) * t];
        const tint = { ...MATERIALS.leaf, color: ['#66785a', '#7c8c69', '#566a4d'][Math.floor(random() * 3)]! };
        return bar(tint, 1.25, at(lx, ly, lz), at(lx + side * (4 + random() * 3), ly + 3 + random() * 4, lz));
      }),
    ),
  );
  return [
    post(MATERIALS.clay, at(x, 0, z), at(x, 34, z), 13, 18),
    bar(bark, 1.5, at(x, 32, z), at(x + 2, 60, z), at(x - 1, 92, z)),
    ...twigs.map(([tip, from]) => bar(bark, 0.5, at(x - 1, Math.min(from, 92), z), tip)),
    ...leaves,
  ];
}

/** A vase with a few dry stems, standing on height y. */
export const vase = (x: number, y: number, z: number): Part[] => [
  globe(MATERIALS.stoneware, at(x, y + 8, z), 8, 8),
  post(MATERIALS.stoneware, at(x, y + 14, z), at(x, y + 21, z), 3, 2.6),
  ...spread(-1, 1, 5).flatMap(t => [
    bar(MATERIALS.sand, 0.25, at(x, y + 20, z), at(x + t * 5, y + 36, z), at(x + t * 13, y + 48 - Math.abs(t) * 5, z)),
    bar(
      MATERIALS.oak,
      1.3,
      at(x + t * 10.5, y + 43 - Math.abs(t) * 4, z),
      at(x + t * 13.4, y + 51 - Math.abs(t) * 5, z),
    ),
  ]),
];

/** A pile of books, lying on height y. */
export const books = (x: number, y: number, z: number): Part[] =>
  [MATERIALS.clay, MATERIALS.cream, MATERIALS.forest].map((cover, i) =>
    box({ ...cover, texture: 'plain' }, at(x - 12 + i * 1.5, y + i * 2.6, z - 8 + i), at(25 - i * 3, 2.5, 17 - i * 2), {
      radius: 0.25,
    }),
  );

/** A bowl, standing on height y. */
export const bowl = (x: number, y: number, z: number): Part[] => [
  post(MATERIALS.stoneware, at(x, y, z), at(x, y + 7, z), 6, 13),
];
