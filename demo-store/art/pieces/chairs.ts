import { bar, box, type Part, plate, post } from '../part.ts';
import { at, corners, type Piece, spread } from './piece.ts';

/** A comb-back chair: a saddle seat, splayed legs, spindles under a bent rail. */
export const spindleChair: Piece = ({ w, h, d }, { wood }) => {
  const seat = 45;
  const rail = (t: number, y: number) => at(t * (w / 2 - 1), y, -d / 2 + 3 - 9 * (1 - t * t) + 3);
  const ts = spread(-1, 1, 9);
  return [
    ...legs(w, d, seat - 4, 7, wood, 1.1),
    ...stretchers(w, d, 18, wood),
    plate(wood, at(0, seat - 4, 0), w - 2, d - 4, 4, 3.2),
    ...ts.map(t =>
      bar(
        wood,
        Math.abs(t) === 1 ? 1.3 : 0.75,
        at(t * (w / 2 - 6), seat - 1, -d / 2 + 7 - 2 * (1 - t * t)),
        rail(t, h - 5),
      ),
    ),
    bar(wood, 2.6, ...spread(-1.06, 1.06, 15).map(t => rail(t, h - 3))),
  ];
};

/** A dining chair with woven cane in seat and back. */
export const caneChair: Piece = ({ w, h, d }, { wood, cloth }) => {
  const [seat, x, z] = [45, w / 2 - 2.2, d / 2 - 2.5];
  const lean = 7;
  return [
    ...[-x, x].flatMap(side => [
      post(wood, at(side, 0, z), at(side, seat - 1, z), 1.4, 2),
      bar(wood, 1.7, at(side, 0, -z - 5), at(side, seat, -z), at(side, h - 2, -z - lean)),
    ]),
    box(wood, at(-x, seat - 6, z - 1.4), at(2 * x, 5, 2.8)),
    box(wood, at(x - 1.2, seat - 6, -z), at(2.4, 5, 2 * z)),
    box(wood, at(-x - 1.4, seat - 1, -z - 1), at(2 * x + 2.8, 2, 2 * z + 3), { radius: 0.9 }),
    box(cloth, at(-x + 2.5, seat + 0.6, -z + 3), at(2 * x - 5, 0.8, 2 * z - 5), { radius: 0.3 }),
    box(cloth, at(-x + 1.5, seat + 13, -z - 2.6), at(2 * x - 3, h - seat - 19, 0.8), { radius: 0.2, lean: 4 }),
    bar(wood, 1.5, at(-x, seat + 12, -z - 2), at(x, seat + 12, -z - 2)),
    bar(wood, 2, at(-x, h - 3, -z - lean), at(x, h - 3, -z - lean)),
  ];
};

/** A padded chair on a slim metal frame. */
export const shellChair: Piece = ({ w, h, d }, { cloth, accent }) => {
  const seat = 46;
  return [
    ...legs(w - 4, d - 4, seat - 8, 4, accent, 0.75),
    box(cloth, at(-w / 2 + 3, seat - 10, -d / 2 + 5), at(w - 6, 11, d - 6), { radius: 5.2 }),
    box(cloth, at(-w / 2 + 1, seat - 2, -d / 2 + 2), at(w - 2, h - seat + 2, 10), { radius: 4.9, lean: 8 }),
    ...[-w / 2, w / 2 - 8].map(x => box(cloth, at(x, seat - 6, -d / 2 + 8), at(8, 24, d - 18), { radius: 3.9 })),
  ];
};

/** A counter stool with a low back and a foot ring. */
export const stool: Piece = ({ w, h, d }, { wood, cloth, accent }) => {
  const seat = h - 22;
  const foot = corners({ w, d }, 2);
  return [
    ...legs(w, d, seat - 4, 4, wood, 1.2),
    bar(accent, 0.9, ...[foot[0]!, foot[1]!].map(([x, z]) => at(x * 0.98, 24, z * 0.98))),
    bar(accent, 0.9, ...[foot[1]!, foot[3]!, foot[2]!].map(([x, z]) => at(x * 0.98, 24, z * 0.98))),
    plate(wood, at(0, seat - 4, 0), w - 4, d - 4, 3, 3),
    plate(cloth, at(0, seat - 1, 0), w - 6, d - 6, 4.5, 3),
    ...[-0.8, 0.8].map(t =>
      bar(wood, 1, at(t * (w / 2 - 6), seat - 2, -d / 2 + 6), at(t * (w / 2 - 3), h - 4, -d / 2 + 3)),
    ),
    bar(wood, 2.8, ...spread(-1, 1, 13).map(t => at(t * (w / 2 - 2), h - 4, -d / 2 + 8 - 7 * (1 - t * t)))),
  ];
};

function legs(w: number, d: number, top: number, splay: number, material: Part['material'], foot: number): Part[] {
  return corners({ w, d }, splay + 3).map(([x, z]) =>
    post(material, at(x + Math.sign(x) * splay, 0, z + Math.sign(z) * splay), at(x, top, z), foot, foot * 1.7),
  );
}

function stretchers(w: number, d: number, y: number, wood: Part['material']): Part[] {
  const [back, right, left, front] = corners({ w, d }, 6.5);
  const side = (a: [number, number], b: [number, number]) => bar(wood, 0.9, at(a[0], y, a[1]), at(b[0], y, b[1]));
  return [side(back!, left!), side(right!, front!), bar(wood, 0.9, at(left![0], y, 0), at(front![0], y, 0))];
}
