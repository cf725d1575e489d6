import { bar, box, type Part, post } from '../part.ts';
import { at, corners, type Piece, spread } from './piece.ts';

/** Seat and back cushions side by side between two arms, over a timber plinth. */
export const boxSofa: Piece = ({ w, h, d }, { wood, cloth }) => {
  const arm = 19;
  const parts: Part[] = corners({ w, d }, 14).map(([x, z]) => post(wood, at(x, 0, z), at(x, 10, z), 2.2, 3));
  parts.push(box(wood, at(-w / 2 + 4, 9, -d / 2 + 3), at(w - 8, 6, d - 6)));
  parts.push(box(cloth, at(-w / 2, 15, -d / 2), at(w, h - 18, 22), { radius: 6, lean: 2 }));
  parts.push(box(cloth, at(-w / 2 + arm, 15, -d / 2 + 22), at(w - 2 * arm, 14, d - 23), { radius: 4 }));
  for (const x of [-w / 2, w / 2 - arm])
    parts.push(box(cloth, at(x, 15, -d / 2 + 16), at(arm, 44, d - 16), { radius: 6.5 }));
  return [...parts, ...cushions(w - 2 * arm, d, 29, h, w > 200 ? 3 : 2, cloth)];
};

/** The same with a long seat at one end. */
export const chaiseSofa: Piece = (size, stuff) => {
  const { w, h, d } = size;
  const { wood, cloth } = stuff;
  const [deep, arm, long] = [98, 17, 92];
  const back = -d / 2;
  const parts: Part[] = [
    ...[-w / 2 + 10, w / 2 - 10].flatMap(x =>
      [back + 10, back + deep - 10].map(z => post(wood, at(x, 0, z), at(x, 12, z), 1.6, 2.6)),
    ),
    ...[-w / 2 + 10, -w / 2 + long - 10].map(x => post(wood, at(x, 0, d / 2 - 10), at(x, 12, d / 2 - 10), 1.6, 2.6)),
    box(cloth, at(-w / 2, 12, back), at(w, h - 16, 22), { radius: 6, lean: 2 }),
    box(cloth, at(-w / 2, 12, back + 22), at(long, 14, d - 22), { radius: 4 }),
    box(cloth, at(-w / 2 + long, 12, back + 22), at(w - long - arm, 14, deep - 23), { radius: 4 }),
    box(cloth, at(w / 2 - arm, 12, back + 16), at(arm, 44, deep - 16), { radius: 6.5 }),
    box(cloth, at(-w / 2 + 1, 26, back + 20), at(long - 1, 17, d - 21), { radius: 6 }),
  ];
  const seats = w - long - arm;
  for (const i of [0, 1]) {
    parts.push(
      box(cloth, at(-w / 2 + long + (i * seats) / 2, 26, back + 20), at(seats / 2 - 0.6, 17, deep - 22), { radius: 6 }),
    );
  }
  const rest = (w - arm) / 3;
  for (const i of [0, 1, 2]) {
    parts.push(box(cloth, at(-w / 2 + 1 + i * rest, 43, back + 18), at(rest - 1, h - 46, 19), { radius: 8, lean: 6 }));
  }
  return parts;
};

/** A small sofa on turned legs with a gently rolled, channelled back. */
export const channelSofa: Piece = ({ w, h, d }, { wood, cloth }) => {
  const parts: Part[] = corners({ w, d }, 16).map(([x, z]) =>
    post(wood, at(x * 1.04, 0, z * 1.06), at(x, 19, z), 1.5, 3),
  );
  const channels = Math.round(w / 14);
  parts.push(box(cloth, at(-w / 2 + 4, 18, -d / 2 + 6), at(w - 8, 15, d - 8), { radius: 5 }));
  const step = (w - 6) / channels;
  for (const i of Array(channels).keys()) {
    parts.push(box(cloth, at(-w / 2 + 3 + i * step, 30, -d / 2 + 2), at(step, h - 30, 17), { radius: 6.8, lean: 5 }));
  }
  for (const x of [-w / 2, w / 2 - 14])
    parts.push(box(cloth, at(x, 24, -d / 2 + 15), at(14, 34, d - 18), { radius: 6.9 }));
  parts.push(box(cloth, at(-w / 2 + 14.5, 32, -d / 2 + 16), at(w - 29, 14, d - 16), { radius: 6 }));
  return parts;
};

/** A low chair: two loose cushions in an open frame of round timber. */
export const loungeChair: Piece = ({ w, h, d }, { wood, cloth }) => {
  const [x, z] = [w / 2 - 3, d / 2 - 8];
  const frame = [-x, x].flatMap(side => [
    post(wood, at(side, 0, z + 2), at(side, 55, z - 3), 1.5, 2.3),
    post(wood, at(side, 0, -z - 5), at(side, 55, -z + 5), 1.5, 2.3),
    box(wood, at(side - 1.5, 27, -z + 7.4), at(3, 6, 2 * z - 12.8)),
    box(wood, at(side - 3.6, 55, -z - 4), at(7.2, 3, d - 8), { radius: 1.2, grain: 'z' }),
  ]);
  return [
    ...frame,
    box(wood, at(-x + 2.4, 27, z - 9), at(2 * x - 4.8, 6, 3)),
    box(wood, at(-x + 2.4, 27, -z + 7.5), at(2 * x - 4.8, 6, 2.5)),
    ...spread(-x + 9, x - 9, 5).map(slat => bar(wood, 1.1, at(slat, 32, -z + 1), at(slat, h - 3, -z - 11))),
    bar(wood, 1.7, at(-x + 4, h - 1.7, -z - 11), at(x - 4, h - 1.7, -z - 11)),
    box(cloth, at(-x + 3, 33, -z + 2), at(2 * x - 6, 14, 2 * z - 1), { radius: 6 }),
    box(cloth, at(-x + 4, 47, -z - 1), at(2 * x - 8, h - 52, 16), { radius: 6.5, lean: 9 }),
  ];
};

function cushions(width: number, d: number, seat: number, h: number, count: number, cloth: Part['material']): Part[] {
  const each = width / count;
  return Array.from({ length: count }, (_, i) => -width / 2 + i * each).flatMap(x => [
    box(cloth, at(x + 0.3, seat, -d / 2 + 20), at(each - 0.6, 17, d - 20), { radius: 6 }),
    box(cloth, at(x + 0.6, seat + 17, -d / 2 + 19), at(each - 1.2, h - seat - 17, 19), { radius: 8, lean: 6 }),
  ]);
}
