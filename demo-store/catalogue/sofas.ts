import { boxSofa, chaiseSofa, channelSofa, loungeChair } from '../art/pieces/sofas.ts';
import { cover } from './finishes.ts';
import type { Product } from './product.ts';

export const SOFAS: Product[] = [
  {
    slug: 'holm-sofa',
    name: 'Holm three-seat sofa',
    category: 'sofas',
    tagline: 'The one everybody ends up on.',
    description:
      'A low, generous sofa on a plinth of solid oak. The seat is layered from cold foam and feathers, so that it gives at first and then holds; every cover comes off with a hidden zip and can be ordered again in ten years.',
    materials: [
      'Frame of kiln-dried beech and birch plywood',
      'Seat of HR foam in a feather and fibre wrap',
      'Plinth of solid oiled oak',
    ],
    care: 'Vacuum with a soft brush; covers are dry-cleaned. Turn the seat cushions once a month.',
    price: 289000,
    size: { w: 228, h: 82, d: 98 },
    weightKg: 84,
    leadWeeks: [6, 8],
    finishes: [cover('oat', 'oak'), cover('sage', 'oak', -180), cover('slate', 'oak'), cover('rust', 'walnut', 240)],
    piece: boxSofa,
  },
  {
    slug: 'marsk-corner-sofa',
    name: 'Marsk corner sofa',
    category: 'sofas',
    tagline: 'Room for the whole Sunday.',
    description:
      'A corner sofa with a long seat that takes two people lying down. The elements are hooked together below the seat, so it goes up a narrow staircase in three parts and can change sides when you move.',
    materials: ['Frame of solid spruce and beech', 'Pocket springs under HR foam', 'Turned feet of solid oak'],
    care: 'Linen covers are washed at 30 °C and drawn on while slightly damp.',
    price: 398000,
    size: { w: 286, h: 84, d: 172 },
    weightKg: 126,
    leadWeeks: [8, 10],
    finishes: [cover('sage', 'oak'), cover('sand', 'oak'), cover('oat', 'oak', 260), cover('cognac', 'walnut', 1450)],
    piece: chaiseSofa,
  },
  {
    slug: 'rille-sofa',
    name: 'Rille two-seat sofa',
    category: 'sofas',
    tagline: 'Twelve channels, sewn by one pair of hands.',
    description:
      'A small sofa with a scalloped back that is upholstered channel by channel. It stands well in the middle of a room, and at 172 centimetres it fits where a sofa usually does not.',
    materials: ['Frame of solid beech', 'Cotton velvet, 100,000 rubs (Martindale)', 'Turned legs of European walnut'],
    care: 'Brush velvet with the pile. Blot spills at once with a white cloth; do not rub.',
    price: 214000,
    size: { w: 172, h: 80, d: 84 },
    weightKg: 52,
    leadWeeks: [5, 7],
    finishes: [cover('rust', 'walnut'), cover('forest', 'walnut'), cover('ink', 'smoked'), cover('blush', 'oak')],
    piece: channelSofa,
  },
  {
    slug: 'vara-lounge-chair',
    name: 'Vara lounge chair',
    category: 'sofas',
    tagline: 'An open frame with nothing to hide.',
    description:
      'Round rails, through-tenons and paddle arms that hold a cup. Two loose cushions rest on five bent slats. The chair is oiled, not varnished, and gets better where it is touched.',
    materials: ['Frame of solid timber, oiled', 'Cushions of natural latex and wool', 'Removable covers'],
    care: 'Oil the frame once a year. Covers are washed at 30 °C.',
    price: 98000,
    size: { w: 74, h: 84, d: 82 },
    weightKg: 14,
    leadWeeks: [3, 4],
    finishes: [
      cover('cream', 'oak'),
      cover('slate', 'oak'),
      cover('forest', 'walnut', 190),
      cover('cognac', 'smoked', 320),
    ],
    piece: loungeChair,
  },
];
