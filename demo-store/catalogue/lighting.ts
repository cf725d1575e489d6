import { globeRail, lantern, potLamp, tripodLamp } from '../art/pieces/lighting.ts';
import { black, oak, walnut } from './finishes.ts';
import type { Product } from './product.ts';

export const LIGHTING: Product[] = [
  {
    slug: 'luna-lantern',
    name: 'Luna paper lantern',
    category: 'lighting',
    tagline: 'A moon that folds flat.',
    description:
      'Mulberry paper on ribs of bamboo, glued by hand over a wooden form. It weighs 400 grams and lights a whole room without a single hard shadow.',
    materials: ['Mulberry paper and bamboo', 'Textile cable, 2 m', 'E27, LED up to 15 W'],
    care: 'Dust with a soft brush. Small tears are mended with rice glue.',
    price: 18900,
    size: { w: 62, h: 130, d: 62 },
    weightKg: 0.4,
    leadWeeks: [1, 2],
    finishes: [
      { id: 'steel', name: 'Black cable', surcharge: 0, swatch: 'steel', accent: 'steel' },
      { id: 'brass', name: 'Brass fittings', surcharge: 2500, swatch: 'brass', accent: 'brass' },
    ],
    piece: lantern,
    hanging: true,
  },
  {
    slug: 'drei-floor-lamp',
    name: 'Drei floor lamp',
    category: 'lighting',
    tagline: 'Three legs, one good corner.',
    description:
      'A reading lamp that stands steadily on old floors. The shade is hand-stretched linen; the dimmer sits on the cable, where a foot finds it.',
    materials: ['Legs of solid timber', 'Shade of linen over parchment', 'E27, LED up to 20 W, dimmable'],
    care: 'Brush the shade; wipe the legs with a dry cloth.',
    price: 42900,
    size: { w: 52, h: 152, d: 52 },
    weightKg: 5.4,
    leadWeeks: [1, 3],
    finishes: [oak(), walnut(40), black()],
    piece: tripodLamp,
  },
  {
    slug: 'topf-table-lamp',
    name: 'Topf table lamp',
    category: 'lighting',
    tagline: 'Thrown, glazed, switched on.',
    description:
      'The foot is thrown on the wheel by a potter in the Westerwald, so no two are quite alike. The shade is wide enough to read by.',
    materials: ['Stoneware, matt glaze', 'Shade of linen', 'E27, LED up to 10 W'],
    care: 'Wipe the foot with a damp cloth; brush the shade.',
    price: 23900,
    size: { w: 42, h: 58, d: 42 },
    weightKg: 3.1,
    leadWeeks: [2, 4],
    finishes: [
      { id: 'clay', name: 'Terracotta', surcharge: 0, swatch: 'clay', cloth: 'clay' },
      { id: 'stoneware', name: 'Chalk', surcharge: 0, swatch: 'stoneware', cloth: 'stoneware' },
      { id: 'moss', name: 'Moss', surcharge: 0, swatch: 'moss', cloth: 'moss' },
    ],
    piece: potLamp,
  },
  {
    slug: 'perle-rail',
    name: 'Perle globe rail',
    category: 'lighting',
    tagline: 'Four small moons over the table.',
    description:
      'Mouth-blown opal globes on a rail of turned timber, as long as a table for six. Height and hang are set once, on the ceiling plate.',
    materials: ['Rail of solid timber', 'Mouth-blown opal glass', '4 × G9, LED up to 4 W, dimmable'],
    care: 'The globes unscrew by hand; wash them in warm water.',
    price: 67500,
    size: { w: 132, h: 96, d: 21 },
    weightKg: 4.9,
    leadWeeks: [3, 5],
    finishes: [
      { ...oak(), accent: 'brass' },
      { ...walnut(45), accent: 'brass' },
      { ...black(), accent: 'steel' },
    ],
    piece: globeRail,
    hanging: true,
  },
];
