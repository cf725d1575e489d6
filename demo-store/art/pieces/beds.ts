import { MATERIALS } from '../materials.ts';
import { bar, box, type Part, post } from '../part.ts';
import { at, corners, type Piece, spread } from './piece.ts';

/** A platform of solid timber with a headboard of upright slats. */
export const slatBed: Piece = ({ w, h, d }, { wood }) => {
  const parts: Part[] = corners({ w, d }, 10).map(([x, z]) => post(wood, at(x, 0, z), at(x, 18, z), 2.6, 3.4));
  const back = -d / 2;
  parts.push(box(wood, at(-w / 2, h - 7, back), at(w, 7, 4), { radius: 1 }));
  for (const x of spread(-w / 2 + 1, w / 2 - 6, Math.round(w / 9)))
    parts.push(box(wood, at(x, 18, back + 0.6), at(5, h - 25, 2.6)));
  parts.push(box(wood, at(-w / 2, 18, back + 4), at(w, 14, d - 4), { radius: 1, grain: 'x' }));
  return [...parts, ...bedding(w - 10, d - 12, 30)];
};

/** A bed with two wide upholstered cushions for a headboard. */
export const cloudBed: Piece = ({ w, h, d }, { wood, cloth }) => {
  const back = -d / 2;
  return [
    ...corners({ w, d }, 14).map(([x, z]) => post(wood, at(x, 0, z), at(x, 9, z), 3)),
    box(cloth, at(-w / 2, 9, back + 16), at(w, 24, d - 16), { radius: 5 }),
    ...[0, 1].map(i =>
      box(cloth, at(-w / 2 - 4 + (i * (w + 8)) / 2, 12, back), at((w + 8) / 2 - 0.6, h - 12, 16), {
        radius: 7.5,
        lean: 3,
      }),
    ),
    ...bedding(w - 16, d - 26, 31, 6),
  ];
};

/** A daybed: a long mattress, two bolsters and a rail of bent timber. */
export const daybed: Piece = ({ w, h, d }, { wood, cloth }) => [
  ...corners({ w, d }, 8).map(([x, z]) => post(wood, at(x, 0, z), at(x, 26, z), 1.8, 2.8)),
  box(wood, at(-w / 2, 24, -d / 2), at(w, 7, d), { radius: 1 }),
  ...spread(-w / 2 + 4, w / 2 - 4, 13).map(x => bar(wood, 0.9, at(x, 30, -d / 2 + 1), at(x, h - 4, -d / 2 - 8))),
  bar(wood, 2, at(-w / 2 + 2, h - 3, -d / 2 - 8), at(w / 2 - 2, h - 3, -d / 2 - 8)),
  box(cloth, at(-w / 2 + 2, 31, -d / 2 + 6), at(w - 4, 16, d - 8), { radius: 4.5 }),
  ...[0, 1, 2].map(i =>
    box(cloth, at(-w / 2 + 4 + (i * (w - 8)) / 3, 47, -d / 2 + 9), at((w - 8) / 3 - 1, 32, 14), {
      radius: 6.8,
      lean: 6,
    }),
  ),
];

/** A small table beside the bed: one drawer, one open shelf. */
export const nightstand: Piece = ({ w, h, d }, { wood, accent }) => [
  ...corners({ w, d }, 4).map(([x, z]) => post(wood, at(x, 0, z), at(x, h - 24, z), 1.3, 2)),
  box(wood, at(-w / 2 + 3, 14, -d / 2 + 3), at(w - 6, 1.8, d - 6)),
  box(MATERIALS.linenWhite, at(-12, 15.8, -11), at(22, 3.2, 17)),
  box(MATERIALS.clay, at(-11, 19, -10), at(19, 2.4, 15)),
  box(wood, at(-w / 2, h - 24, -d / 2), at(w, 22, d - 1)),
  box(wood, at(-w / 2 + 2, h - 21, d / 2 - 1), at(w - 4, 17, 1.6)),
  bar(accent, 0.9, at(-5, h - 12, d / 2 + 2), at(5, h - 12, d / 2 + 2)),
  box(wood, at(-w / 2 - 0.6, h - 2.2, -d / 2), at(w + 1.2, 2.2, d + 1), { radius: 0.8 }),
];

function bedding(w: number, d: number, y: number, shift = 2): Part[] {
  const { linenWhite, cream, sand, sage } = MATERIALS;
  const [x, back] = [-w / 2, -d / 2 + shift];
  return [
    box(linenWhite, at(x, y, back), at(w, 17, d), { radius: 5 }),
    ...[0, 1].map(i =>
      box(cream, at(x + 4 + (i * w) / 2, y + 16, back + 1), at(w / 2 - 8, 34, 15), { radius: 7, lean: 5 }),
    ),
    ...[0, 1].map(i =>
      box(linenWhite, at(x + 8 + (i * w) / 2, y + 16, back + 17), at(w / 2 - 16, 26, 14), { radius: 6.8, lean: 5 }),
    ),
    box(cream, at(x - 3, y - 6, back + 62), at(w + 6, 26, d - 60), { radius: 6 }),
    box(sand, at(x - 4, y - 8, d / 2 - 55), at(w + 8, 29.5, 46), { radius: 4 }),
    box(sage, at(-24, y + 18, back + 34), at(48, 24, 12), { radius: 5.8, lean: 4 }),
  ];
}
