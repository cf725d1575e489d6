import { cloudBed, daybed, nightstand, slatBed } from '../art/pieces/beds.ts';
import { ash, cover, oak, smoked, walnut } from './finishes.ts';
import type { Product } from './product.ts';

export const BEDS: Product[] = [
  {
    slug: 'nord-bed',
    name: 'Nord slatted bed',
    category: 'beds',
    tagline: 'Solid, silent, and yours for good.',
    description:
      'A bed without a single screw in the frame: the rails hook into the posts and tighten under weight. For a mattress of 160 × 200 cm; slats of sprung beech are included.',
    materials: ['Frame of solid timber, oiled', 'Sprung slats of beech', 'No metal in the frame'],
    care: 'Dust, and oil once a year. Nothing else.',
    price: 178000,
    size: { w: 172, h: 98, d: 216 },
    weightKg: 58,
    leadWeeks: [5, 6],
    finishes: [oak(), walnut(520), ash(-60), smoked(140)],
    piece: slatBed,
  },
  {
    slug: 'wolke-bed',
    name: 'Wolke upholstered bed',
    category: 'beds',
    tagline: 'Read another chapter.',
    description:
      'Two deep cushions for a headboard and a frame padded all around, so that no shin ever meets an edge. For a mattress of 160 × 200 cm.',
    materials: ['Frame of spruce and birch plywood', 'Covers come off for cleaning', 'Feet of solid oak'],
    care: 'Vacuum with a soft brush; covers are dry-cleaned.',
    price: 236000,
    size: { w: 186, h: 104, d: 232 },
    weightKg: 92,
    leadWeeks: [6, 8],
    finishes: [cover('sand', 'oak'), cover('oat', 'oak', 180), cover('forest', 'walnut', 120), cover('slate', 'oak')],
    piece: cloudBed,
  },
  {
    slug: 'siesta-daybed',
    name: 'Siesta daybed',
    category: 'beds',
    tagline: 'A sofa until somebody stays over.',
    description:
      'By day three loose cushions against a rail of spindles; by night a single bed of 90 × 200 cm with a mattress that deserves the name.',
    materials: ['Frame of solid timber', 'Mattress of seven-zone cold foam', 'Removable wool covers'],
    care: 'Covers are dry-cleaned. Air the mattress at the change of seasons.',
    price: 148000,
    size: { w: 204, h: 80, d: 92 },
    weightKg: 49,
    leadWeeks: [4, 6],
    finishes: [cover('slate', 'oak'), cover('sage', 'oak'), cover('rust', 'walnut', 180)],
    piece: daybed,
  },
  {
    slug: 'notte-bedside-table',
    name: 'Notte bedside table',
    category: 'beds',
    tagline: 'Everything you need at three in the morning.',
    description:
      'One quiet drawer, one shelf for the books you mean to read. The top has a raised edge, so that a groping hand pushes nothing over it.',
    materials: ['Solid timber, dovetailed drawer', 'Pull of brushed brass'],
    care: 'Wipe with a damp cloth.',
    price: 44500,
    size: { w: 46, h: 54, d: 40 },
    weightKg: 11,
    leadWeeks: [2, 3],
    finishes: [oak(), walnut(80), ash(), smoked(30)],
    piece: nightstand,
  },
];
