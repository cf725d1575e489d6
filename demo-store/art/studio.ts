import { extentOf, type Part } from './part.ts';
import { render } from './render.ts';
import { type Camera, n, project, STUDIO, type Vec } from './space.ts';

/** The size of every product picture, in picture units; files name it as width and height, so pages never shift. */
export const PICTURE = { width: 960, height: 720 };

/** One piece in the studio: warm plaster behind, a seamless floor, light from the upper left. */
export function studioPicture(parts: readonly Part[], title: string, hanging = false): string {
  const { width, height } = PICTURE;
  const camera = frame(parts, hanging);
  const { defs, body } = render([parts], camera, title, { floor: !hanging });
  const horizon = height * 0.66;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><title>${title}</title>` +
    `<defs>${BACKDROP}${defs}</defs><rect width="${width}" height="${height}" fill="url(#wall)"/>` +
    `<rect y="${n(horizon - 90)}" width="${width}" height="${n(height - horizon + 90)}" fill="url(#floor)"/>` +
    `<rect width="${width}" height="${height}" fill="url(#window)"/>${body}</svg>`
  );
}

/** A camera under which the parts fill the picture with air around them. Hanging lamps touch the upper edge. */
function frame(parts: readonly Part[], hanging: boolean): Camera {
  const { low, high } = extentOf(parts);
  const flat: Camera = { ...STUDIO, scale: 1, origin: [0, 0] };
  const seen = [low[0], high[0]].flatMap(x =>
    [low[1], high[1]].flatMap(y => [low[2], high[2]].map(z => project(flat, [x, y, z] as Vec))),
  );
  const [left, right] = [Math.min(...seen.map(([x]) => x)), Math.max(...seen.map(([x]) => x))];
  const [top, bottom] = [Math.min(...seen.map(([, y]) => y)), Math.max(...seen.map(([, y]) => y))];
  const scale = Math.min(760 / (right - left), (hanging ? 600 : 540) / (bottom - top), 7.4);
  const x = PICTURE.width / 2 - ((left + right) / 2) * scale;
  const y = hanging ? -top * scale - 6 : 650 - bottom * scale - Math.max(0, 270 - ((bottom - top) * scale) / 2) * 0.5;
  return { ...STUDIO, scale, origin: [x, y] };
}

const BACKDROP =
  '<linearGradient id="wall" x2="0" y2="1"><stop stop-color="#efe8dc"/><stop offset=".66" stop-color="#e6dccb"/></linearGradient>' +
  '<linearGradient id="floor" x2="0" y2="1"><stop stop-color="#d8cab4" stop-opacity="0"/><stop offset=".34" stop-color="#d9ccb7"/><stop offset="1" stop-color="#e2d7c5"/></linearGradient>' +
  '<radialGradient id="window" cx=".24" cy=".16" r="1"><stop stop-color="#fffaf0" stop-opacity=".75"/><stop offset=".5" stop-color="#fffaf0" stop-opacity="0"/><stop offset="1" stop-color="#6b4c2c" stop-opacity=".16"/></radialGradient>';
