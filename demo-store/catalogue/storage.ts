import { caneCabinet, drawerChest, openShelf, tambourSideboard } from '../art/pieces/storage.ts';
import { ash, black, oak, smoked, walnut } from './finishes.ts';
import type { Product } from './product.ts';

export const STORAGE: Product[] = [
  {
    slug: 'lamell-sideboard',
    name: 'Lamell sideboard',
    category: 'storage',
    tagline: 'Doors that roll away.',
    description:
      'Tambour doors of narrow slats slide around the corner and vanish. Behind them: two shelves that can be moved, one drawer for cutlery, and an outlet for cables.',
    materials: ['Carcass of veneered plywood, edges solid', 'Slats of solid timber on linen', 'Turned legs'],
    care: 'Dust along the slats. A candle stub in the groove keeps the doors light.',
    price: 198000,
    size: { w: 182, h: 76, d: 45 },
    weightKg: 57,
    leadWeeks: [6, 8],
    finishes: [walnut(), oak(-220), smoked(-80)],
    piece: tambourSideboard,
  },
  {
    slug: 'leiter-shelf',
    name: 'Leiter open shelf',
    category: 'storage',
    tagline: 'Five boards and some air.',
    description:
      'A bookcase that also divides a room, finished on all sides. The boards are held by wedges; it goes up in ten minutes without a tool.',
    materials: ['Uprights and boards of solid timber', 'Holds 35 kg on each board', 'Fixing to the wall included'],
    care: 'Dust. Tap the wedges when the heating season begins.',
    price: 89000,
    size: { w: 96, h: 192, d: 34 },
    weightKg: 31,
    leadWeeks: [3, 4],
    finishes: [oak(), walnut(210), ash(-40), black(40)],
    piece: openShelf,
  },
  {
    slug: 'kant-chest',
    name: 'Kant chest of drawers',
    category: 'storage',
    tagline: 'Four drawers, one plank across all of them.',
    description:
      'The grain runs through from the top drawer to the last, because the fronts are cut from one board. Full-extension runners close the drawers softly.',
    materials: ['Solid timber, dovetailed drawers', 'Turned brass pulls', 'Soft-close runners'],
    care: 'Wipe with a damp cloth along the grain.',
    price: 164000,
    size: { w: 118, h: 88, d: 48 },
    weightKg: 54,
    leadWeeks: [5, 6],
    finishes: [oak(), walnut(420), ash(-60)],
    piece: drawerChest,
  },
  {
    slug: 'korb-cabinet',
    name: 'Korb cane cabinet',
    category: 'storage',
    tagline: 'Keeps the glasses, shows the evening sun.',
    description:
      'A tall cupboard behind two doors of woven cane, with four shelves of tempered glass or timber. It lets linen breathe and hi-fi be heard.',
    materials: ['Solid timber and hand-woven cane', 'Pulls of brushed brass', 'Shelves of timber or glass'],
    care: 'Dust the cane with a soft brush; mist it in dry winters.',
    price: 187000,
    size: { w: 96, h: 164, d: 42 },
    weightKg: 63,
    leadWeeks: [6, 8],
    finishes: [oak(), smoked(60), black(60)],
    piece: caneCabinet,
  },
];
