import { MATERIALS } from '../materials.ts';
import { bar, globe, type Part, plate, post } from '../part.ts';
import { at, type Piece, spread } from './piece.ts';

/** A paper lantern on a cable, ribbed like a pumpkin. The height counts the cable. */
export const lantern: Piece = ({ w, h }, { accent }) => [
  bar(accent, 0.35, at(0, h, 0), at(0, w * 0.78, 0)),
  post(accent, at(0, h - 3, 0), at(0, h, 0), 5),
  globe(MATERIALS.paper, at(0, w * 0.39, 0), w / 2, w * 0.39),
  ...spread(-0.86, 0.86, 9).map(t => bar({ ...MATERIALS.sand, id: 'rib' }, 0.14, ...rib(w / 2, w * 0.39, t))),
];

/** A reading lamp on three timber legs under a linen shade. */
export const tripodLamp: Piece = ({ w, h }, { wood, accent }) => {
  const shade = h * 0.24;
  const reach = w * 0.62;
  const feet = [0.2, 0.2 + (2 * Math.PI) / 3, 0.2 + (4 * Math.PI) / 3].map(
    a => [Math.sin(a) * reach, Math.cos(a) * reach] as const,
  );
  return [
    ...feet.map(([x, z]) => post(wood, at(x, 0, z), at(x * 0.08, h - shade - 8, z * 0.08), 1.1, 1.9)),
    post(accent, at(0, h - shade - 14, 0), at(0, h - shade - 8, 0), 3.4),
    bar(accent, 0.7, at(0, h - shade - 10, 0), at(0, h - shade + 2, 0)),
    post(MATERIALS.paper, at(0, h - shade, 0), at(0, h, 0), w / 2, w * 0.36),
  ];
};

/** A thrown ceramic foot and a wide shade. */
export const potLamp: Piece = ({ w, h }, { cloth }) => {
  const foot = h * 0.5;
  return [
    post(cloth, at(0, 0, 0), at(0, 2, 0), w * 0.2),
    globe(cloth, at(0, foot * 0.5, 0), w * 0.32, foot * 0.5),
    post(cloth, at(0, foot * 0.92, 0), at(0, foot * 1.12, 0), w * 0.09, w * 0.07),
    bar(MATERIALS.brass, 0.7, at(0, foot * 1.1, 0), at(0, foot * 1.3, 0)),
    post(MATERIALS.paper, at(0, foot * 1.18, 0), at(0, h, 0), w / 2, w * 0.34),
  ];
};

/** Opal globes along a bar of timber, over the table. */
export const globeRail: Piece = ({ w, h }, { wood, accent }): Part[] => {
  const places = spread(-w / 2 + 14, w / 2 - 14, 4);
  return [
    ...[-w * 0.3, w * 0.3].map(x => bar(accent, 0.3, at(x, h, 0), at(x, 27, 0))),
    plate(accent, at(0, h - 2, 0), w * 0.7, 9, 2, 4),
    bar(wood, 1.9, at(-w / 2, 26, 0), at(w / 2, 26, 0)),
    ...places.flatMap(x => [
      post(accent, at(x, 20, 0), at(x, 24.5, 0), 2.4),
      globe(MATERIALS.opal, at(x, 10.5, 0), 10.5),
    ]),
  ];
};

function rib(radius: number, up: number, t: number) {
  const level = radius * Math.sqrt(1 - t * t);
  return spread(-1.15, 1.95, 16).map(a => at(level * Math.sin(a) * 1.002, up + up * t, level * Math.cos(a) * 1.002));
}
