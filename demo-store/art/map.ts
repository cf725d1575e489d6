import type { Showroom } from '../catalogue/showrooms.ts';
import { randomFrom } from './random.ts';
import { n } from './space.ts';

/** The size of every showroom's map, in picture units. */
export const MAP = { width: 800, height: 520 };

/** A drawn map of the streets around a showroom: blocks, water, a park, three names, and a pin. */
export function showroomMap({ id, city, map }: Showroom): string {
  const random = randomFrom(`map ${id}`);
  const tilt = n(random() * 16 - 8);
  const blocks: string[] = [];
  for (let row = -1; row < 7; row++) {
    for (let column = -1; column < 8; column++) {
      const [x, y] = [column * 128 - 40, row * 104 - 40];
      const wide = 112 - (random() < 0.3 ? 46 : 0);
      blocks.push(`<rect x="${x}" y="${y}" width="${wide}" height="88" rx="5"/>`);
      if (wide < 100) blocks.push(`<rect x="${x + 72}" y="${y}" width="40" height="${n(30 + random() * 50)}" rx="5"/>`);
    }
  }
  const water = {
    river: 'M-60 470C120 400 260 470 400 430S660 330 900 380',
    harbour: 'M-60 540C160 520 180 420 340 430S560 520 900 430',
    canal: 'M640 -60C600 120 690 240 640 360S560 520 590 620',
  }[map.water];
  const width = { river: 76, harbour: 130, canal: 44 }[map.water];
  const park = map.park
    ? `<path d="M470 60q90 -40 170 0t20 120q-70 40 -150 20t-40 -140z" fill="#cbd3ae"/>${Array.from({ length: 16 }, () => `<circle cx="${n(490 + random() * 150)}" cy="${n(76 + random() * 100)}" r="${n(5 + random() * 6)}" fill="#9dae80"/>`).join('')}`
    : '';
  const [main, cross, side] = map.streets;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${MAP.width}" height="${MAP.height}" viewBox="0 0 ${MAP.width} ${MAP.height}"><title>Map: WoodEx ${city}</title>` +
    `<rect width="800" height="520" fill="#fbf6ec"/><g transform="rotate(${tilt} 400 260)"><g fill="#eadfcb">${blocks.join('')}</g>` +
    `<path d="M-100 264H900M344 -100V640" stroke="#fffdf8" stroke-width="26"/><path d="M-100 264H900M344 -100V640" stroke="#e2c48f" stroke-width="14"/></g>` +
    `${park}<path d="${water}" stroke="#b9d0d3" stroke-width="${width}" fill="none"/><path d="${water}" stroke="#cfe0e1" stroke-width="${width * 0.7}" fill="none"/>` +
    `<g transform="rotate(${tilt} 400 260)" font-family="system-ui, sans-serif" font-size="17" fill="#5d4a36" stroke="#fbf6ec" stroke-width="5" paint-order="stroke">` +
    `<text x="80" y="250">${main}</text><text transform="translate(338 196) rotate(-90)">${cross}</text><text x="150" y="356">${side}</text></g>` +
    `<g transform="translate(590 250)"><rect x="-9" y="-9" width="18" height="18" rx="3" fill="#8a7560"/><text y="32" text-anchor="middle" font-family="system-ui, sans-serif" font-size="15" fill="#5d4a36">${map.landmark}</text></g>` +
    `<ellipse cx="402" cy="272" rx="17" ry="6" fill="#20120a" opacity=".25"/><path d="M400 270c-22 -30 -34 -42 -34 -62a34 34 0 0 1 68 0c0 20 -12 32 -34 62z" fill="#9a4a26"/><circle cx="400" cy="207" r="15" fill="#fbf6ec"/>` +
    `<path d="M391 213v-11h18v11M394 202v-4h12v4M393 213v4M407 213v4" stroke="#9a4a26" stroke-width="2.6" fill="none" stroke-linejoin="round"/>` +
    `<g transform="translate(744 62)" stroke="#5d4a36" fill="none" stroke-width="1.6"><circle r="24" fill="#fbf6ec"/><path d="M0 -16L5 4H-5Z" fill="#9a4a26" stroke="none"/></g><text x="744" y="82" text-anchor="middle" font-size="12" font-family="system-ui, sans-serif" fill="#5d4a36">N</text></svg>`
  );
}
