import { MATERIALS, type Material } from '../materials.ts';
import { bar, box, globe, type Part, post } from '../part.ts';
import { randomFrom } from '../random.ts';
import { at, corners, type Piece, spread } from './piece.ts';

/** A long low cupboard with tambour doors: narrow upright slats. */
export const tambourSideboard: Piece = ({ w, h, d }, { wood }) => {
  const front = d / 2 - 2;
  const slats = Math.round((w - 8) / 3.4);
  return [
    ...corners({ w, d }, 14).map(([x, z]) => post(wood, at(x * 1.02, 0, z * 1.05), at(x, 17, z), 1.5, 2.8)),
    box(wood, at(-w / 2, 16, -d / 2), at(w, h - 16, d - 3)),
    ...spread(-w / 2 + 4, w / 2 - 4 - 2.8, slats).map(x =>
      box(wood, at(x, 19, front - 1.2), at(2.7, h - 24, 1.8), { radius: 0.9 }),
    ),
    box(wood, at(-w / 2, 16, front - 1), at(w, 3, 3)),
    box(wood, at(-w / 2, 19, front - 1), at(3, h - 22, 3)),
    box(wood, at(w / 2 - 3, 19, front - 1), at(3, h - 22, 3)),
    box(wood, at(-w / 2 - 0.5, h - 3, -d / 2), at(w + 1, 3, d + 0.6), { radius: 0.8 }),
  ];
};

/** Open shelves between two ladders, with a few things on them. */
export const openShelf: Piece = ({ w, h, d }, { wood }) => {
  const levels = spread(12, h - 4, 5);
  const parts: Part[] = [-w / 2, w / 2 - 3].flatMap(x =>
    [-d / 2, d / 2 - 3].map(z => box(wood, at(x, 0, z), at(3, h, 3))),
  );
  for (const y of levels) parts.push(box(wood, at(-w / 2 + 3, y, -d / 2 + 0.4), at(w - 6, 2.4, d - 0.8)));
  return [...parts, ...levels.slice(0, -1).flatMap((y, i) => shelfLife(w - 12, y + 2.4, i))];
};

/** Wide drawers with a shadow line between them and round pulls. */
export const drawerChest: Piece = ({ w, h, d }, { wood, accent }) => {
  const rows = spread(0, 1, 4).map(t => 15 + t * ((h - 20) * 0.75));
  const high = ((h - 20) * 0.75) / 3 - 1.2;
  return [
    ...corners({ w, d }, 7).map(([x, z]) => post(wood, at(x * 1.03, 0, z * 1.04), at(x, 14, z), 1.6, 2.8)),
    box(wood, at(-w / 2, 13, -d / 2), at(w, h - 13, d - 1.6)),
    ...rows.flatMap(y => [
      box(wood, at(-w / 2 + 1.6, y, d / 2 - 1.6), at(w - 3.2, high, 1.8)),
      ...[-w / 4, w / 4].map(x => globe(accent, at(x, y + high / 2, d / 2 + 1.4), 1.5)),
    ]),
    box(wood, at(-w / 2 - 0.8, h - 2.6, -d / 2), at(w + 1.6, 2.6, d + 1), { radius: 0.8 }),
  ];
};

/** A tall cupboard with two doors of woven cane. */
export const caneCabinet: Piece = ({ w, h, d }, { wood, accent }) => {
  const front = d / 2 - 2;
  const door = (w - 5) / 2;
  const doors = [-w / 2 + 2, 0.5].flatMap(x => [
    box(MATERIALS.cane, at(x + 4, 22, front - 0.6), at(door - 8, h - 32, 0.8), { radius: 0.2 }),
    box(wood, at(x, 18, front - 0.4), at(4, h - 24, 2)),
    box(wood, at(x + door - 4, 18, front - 0.4), at(4, h - 24, 2)),
    box(wood, at(x + 4, 18, front - 0.4), at(door - 8, 4.4, 2)),
    box(wood, at(x + 4, h - 10.4, front - 0.4), at(door - 8, 4.4, 2)),
    box(wood, at(x + 4, h / 2, front - 0.4), at(door - 8, 3, 2)),
  ]);
  return [
    ...corners({ w, d }, 6).map(([x, z]) => post(wood, at(x, 0, z), at(x, 15, z), 1.5, 2.6)),
    box(wood, at(-w / 2, 14, -d / 2), at(w, h - 14, d - 2.6)),
    ...doors,
    ...[-3, 3].map(x => bar(accent, 0.7, at(x, h / 2 - 6, front + 3), at(x, h / 2 + 8, front + 3))),
    box(wood, at(-w / 2 - 1, h - 3.4, -d / 2), at(w + 2, 3.4, d + 1.4), { radius: 0.9 }),
  ];
};

const COVERS: Material[] = [
  MATERIALS.cream,
  MATERIALS.rust,
  MATERIALS.slate,
  MATERIALS.sand,
  MATERIALS.forest,
  MATERIALS.clay,
  MATERIALS.ink,
];

/** Books from the left, a vessel on the right, another mix on every level. */
function shelfLife(width: number, y: number, level: number): Part[] {
  const random = randomFrom(`shelf ${level}`);
  const parts: Part[] = [];
  const start = level % 2 ? width * 0.02 : -width / 2 + 2;
  for (let x = start; x < start + width * 0.42; ) {
    const thick = 2 + random() * 2.6;
    const cover = COVERS[Math.floor(random() * COVERS.length)]!;
    parts.push(box({ ...cover, texture: 'plain' }, at(x, y, -8), at(thick, 17 + random() * 9, 15), { radius: 0.25 }));
    x += thick + 0.15;
  }
  const pot = level % 2 ? -width * 0.28 : width * 0.28;
  const clay = [MATERIALS.stoneware, MATERIALS.clay, MATERIALS.moss, MATERIALS.travertine][level]!;
  if (level % 3 === 0)
    parts.push(globe(clay, at(pot, y + 7.5, 0), 8, 7.5), post(clay, at(pot, y + 13, 0), at(pot, y + 18, 0), 2.4, 3));
  else parts.push(post(clay, at(pot, y, 0), at(pot, y + 13, 0), 5, 7.5));
  return parts;
}
