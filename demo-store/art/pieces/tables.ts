import { bar, box, type Part, plate, post } from '../part.ts';
import { at, corners, type Piece } from './piece.ts';

/** A long table: one plank top with softened edges on four tapered, slightly splayed legs. */
export const plankTable: Piece = ({ w, h, d }, { wood }) => [
  ...corners({ w, d }, 11).map(([x, z]) => post(wood, at(x * 1.03, 0, z * 1.08), at(x, h - 3.5, z), 2, 4)),
  box(wood, at(-w / 2 + 16, h - 11, d / 2 - 15), at(w - 32, 7.4, 2.4)),
  box(wood, at(w / 2 - 15, h - 11, -d / 2 + 15), at(2.4, 7.4, d - 30), { grain: 'z' }),
  box(wood, at(-w / 2, h - 3.5, -d / 2), at(w, 3.5, d), { radius: 0.8 }),
];

/** A round top on a fluted column. */
export const pedestalTable: Piece = ({ w, h }, { wood }) => {
  const column: Part[] = Array.from({ length: 20 }, (_, i) => {
    const angle = (i / 20) * 2 * Math.PI;
    const [x, z] = [Math.cos(angle) * 13, Math.sin(angle) * 13];
    return post(wood, at(x, 3, z), at(x, h - 3.6, z), 2.4);
  });
  column.sort((a, b) => depth(a) - depth(b));
  return [plate(wood, at(0, 0, 0), w * 0.5, w * 0.5, 3), ...column, plate(wood, at(0, h - 3.6, 0), w, w, 3.6)];
};

/** Two pebble-shaped plates on round feet. */
export const pebbleTable: Piece = ({ w, h, d }, { wood, accent }) => [
  ...(
    [
      [-0.3, -0.22],
      [0.3, -0.22],
      [-0.24, 0.26],
      [0.26, 0.24],
    ] as const
  ).map(([x, z]) => post(wood, at(x * w, 0, z * d), at(x * w, h - 4, z * d), 3.4)),
  plate(wood, at(0, h * 0.34, 0), w * 0.72, d * 0.7, 2.2, 2.4),
  plate(accent, at(0, h - 4, 0), w, d, 4, 2.5),
];

/** A writing desk with one wide drawer and a gallery for small things. */
export const desk: Piece = ({ w, h, d }, { wood, accent }) => {
  const top = h - 14;
  return [
    ...corners({ w, d }, 6).map(([x, z]) => post(wood, at(x * 1.03, 0, z * 1.1), at(x, top - 12, z), 1.5, 2.6)),
    box(wood, at(-w / 2, top - 12, -d / 2), at(w, 12, d - 0.8)),
    box(wood, at(-w / 2 + 2, top - 10.6, d / 2 - 0.8), at(w * 0.6, 8.8, 1.6)),
    box(wood, at(-w / 2 + 3 + w * 0.6, top - 10.6, d / 2 - 0.8), at(w * 0.4 - 5, 8.8, 1.6)),
    bar(accent, 0.8, at(-w / 2 + w * 0.27, top - 6, d / 2 + 1.6), at(-w / 2 + w * 0.37, top - 6, d / 2 + 1.6)),
    bar(accent, 0.8, at(w / 2 - w * 0.22, top - 6, d / 2 + 1.6), at(w / 2 - w * 0.16, top - 6, d / 2 + 1.6)),
    box(wood, at(-w / 2 - 1, top, -d / 2 - 0.5), at(w + 2, 2.4, d + 1), { radius: 0.7 }),
    box(wood, at(-w / 2 + 1, top + 2.4, -d / 2 + 1), at(w - 2, 11.6, 1.6)),
    box(wood, at(-w / 2 + 1, top + 2.4, -d / 2 + 2.6), at(1.6, 11.6, 20)),
    box(wood, at(w / 2 - 2.6, top + 2.4, -d / 2 + 2.6), at(1.6, 11.6, 20)),
    box(wood, at(-w / 2 + 2.6, top + 8, -d / 2 + 2.6), at(w - 5.2, 1.2, 18)),
  ];
};

const depth = (part: Part) => (part.kind === 'post' ? part.from[0] * 0.44 + part.from[2] * 0.86 : 0);
