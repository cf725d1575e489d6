import { caneChair, shellChair, spindleChair, stool } from '../art/pieces/chairs.ts';
import { ash, black, cover, oak, onSteel, smoked, walnut } from './finishes.ts';
import type { Product } from './product.ts';

export const CHAIRS: Product[] = [
  {
    slug: 'tove-chair',
    name: 'Tove spindle chair',
    category: 'chairs',
    tagline: 'Nine spindles and a bent rail.',
    description:
      'A comb-back chair in the manner of the old wheelwrights. The rail is bent over steam, the seat is hollowed by hand, and the whole weighs less than five kilograms.',
    materials: ['Solid timber throughout', 'Steam-bent rail', 'Soap or oil finish'],
    care: 'Wash with soap flakes twice a year; the timber stays pale.',
    price: 34500,
    size: { w: 52, h: 86, d: 54 },
    weightKg: 4.8,
    leadWeeks: [2, 3],
    finishes: [oak(), ash(-20), walnut(90), black(15)],
    piece: spindleChair,
  },
  {
    slug: 'rohr-chair',
    name: 'Rohr cane chair',
    category: 'chairs',
    tagline: 'Woven for a warm back.',
    description:
      'A slim dining chair with cane in the seat and in the back, woven by a workshop on the Main that has done nothing else for ninety years. It can be woven anew when it is worn.',
    materials: ['Frame of solid beech or oak', 'Hand-woven cane', 'Felt glides'],
    care: 'Mist the cane from below in dry winters. Not for underfloor heaters.',
    price: 42500,
    size: { w: 50, h: 82, d: 52 },
    weightKg: 5.2,
    leadWeeks: [3, 5],
    finishes: [
      { ...smoked(), cloth: 'cane' },
      { ...oak(-20), cloth: 'cane' },
      { ...black(), cloth: 'cane' },
    ],
    piece: caneChair,
  },
  {
    slug: 'muir-armchair',
    name: 'Muir dining armchair',
    category: 'chairs',
    tagline: 'Dinner that turns into the evening.',
    description:
      'A padded shell on a slender steel frame. The arms are low enough to slide under any of our tables, and high enough to rest on.',
    materials: ['Moulded shell in cold foam', 'Cover of cotton velvet or wool', 'Powder-coated steel'],
    care: 'Brush velvet with the pile; blot spills at once.',
    price: 49500,
    size: { w: 58, h: 80, d: 58 },
    weightKg: 8.5,
    leadWeeks: [3, 4],
    finishes: [onSteel('forest'), onSteel('blush'), onSteel('ink'), onSteel('sand', -40), onSteel('cognac', 160)],
    piece: shellChair,
  },
  {
    slug: 'pelle-stool',
    name: 'Pelle counter stool',
    category: 'chairs',
    tagline: 'The best seat in the kitchen.',
    description:
      'A stool with just enough back to lean on. The foot ring is solid brass, because that is the first place where a stool grows old.',
    materials: ['Frame of solid timber', 'Seat in vegetable-tanned leather', 'Foot ring of solid brass'],
    care: 'Feed the leather twice a year. Let the brass darken, or do not.',
    price: 38500,
    size: { w: 46, h: 88, d: 46 },
    weightKg: 6.1,
    leadWeeks: [2, 4],
    finishes: [
      cover('cognac', 'oak'),
      { ...cover('cognac', 'smoked', 20), id: 'smoked', name: 'Cognac on smoked oak' },
      cover('slate', 'ash', -60),
    ],
    piece: stool,
  },
];
