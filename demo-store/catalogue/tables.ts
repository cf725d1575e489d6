import { desk, pebbleTable, pedestalTable, plankTable } from '../art/pieces/tables.ts';
import { ash, black, oak, smoked, walnut } from './finishes.ts';
import type { Product } from './product.ts';

export const TABLES: Product[] = [
  {
    slug: 'lund-dining-table',
    name: 'Lund dining table',
    category: 'tables',
    tagline: 'Eight for dinner, ten if you like each other.',
    description:
      'A table of full-length boards from a single log, planed, jointed and oiled in our workshop. The tapered legs are set at a slight angle, so nobody has to straddle one.',
    materials: ['Top of 35 mm solid boards', 'Legs joined by wedged tenons', 'Hard-wax oil, safe for food'],
    care: 'Wipe with a damp cloth. Refresh with the oil in the box once a year.',
    price: 219000,
    size: { w: 220, h: 75, d: 96 },
    weightKg: 62,
    leadWeeks: [5, 6],
    finishes: [oak(), walnut(640), ash(-90), smoked(180)],
    piece: plankTable,
  },
  {
    slug: 'orla-pedestal-table',
    name: 'Orla pedestal table',
    category: 'tables',
    tagline: 'No legs to quarrel over.',
    description:
      'A round table on a fluted column. Twenty turned staves are glued around a hidden steel core that keeps the top still when somebody leans on it.',
    materials: ['Top of solid timber, 36 mm', 'Column of turned staves around steel', 'Felt under the foot'],
    care: 'Wipe with a damp cloth; use a pad under hot dishes.',
    price: 174000,
    size: { w: 130, h: 74, d: 130 },
    weightKg: 48,
    leadWeeks: [5, 7],
    finishes: [walnut(), oak(-220), smoked(-120), black(-120)],
    piece: pedestalTable,
  },
  {
    slug: 'kiesel-coffee-table',
    name: 'Kiesel coffee table',
    category: 'tables',
    tagline: 'A pebble, twice.',
    description:
      'A top of honed travertine over a timber shelf, both cut to the outline of a river stone. Each slab has its own clouds; we send a photograph of yours before it ships.',
    materials: [
      'Top of honed Roman travertine, sealed',
      'Shelf and feet of solid timber',
      'Cork between stone and wood',
    ],
    care: 'Wipe with water and a drop of soap. Keep acids (wine, lemon) off the stone.',
    price: 112000,
    size: { w: 118, h: 36, d: 72 },
    weightKg: 58,
    leadWeeks: [4, 6],
    finishes: [
      { ...oak(), name: 'Travertine and oak', accent: 'travertine' },
      { ...walnut(110), name: 'Travertine and walnut', accent: 'travertine' },
      { id: 'all-oak', name: 'Oak throughout', surcharge: -24000, swatch: 'oak', wood: 'oak', accent: 'oak' },
    ],
    piece: pebbleTable,
  },
  {
    slug: 'falk-desk',
    name: 'Falk writing desk',
    category: 'tables',
    tagline: 'For letters, and the machine that replaced them.',
    description:
      'Two drawers on timber runners, a gallery that keeps small things from wandering, and a slot at the back through which every cable disappears.',
    materials: ['Solid timber, drawer sides of maple', 'Pulls of brushed brass', 'Linoleum inlay on request'],
    care: 'Wipe with a damp cloth. Wax the runners when they begin to speak.',
    price: 129000,
    size: { w: 140, h: 90, d: 66 },
    weightKg: 36,
    leadWeeks: [4, 5],
    finishes: [walnut(), oak(-160), ash(-190)],
    piece: desk,
  },
];
