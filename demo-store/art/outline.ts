import type { Box, Part } from './part.ts';
import { add, type Camera, circle, hull, n, type Point, project, spheroid, toPath, type Vec } from './space.ts';

/** The SVG shape of a part's silhouette, without paint; `attributes` go into the tag. */
export function silhouette(part: Part, camera: Camera, attributes: string): string {
  if (part.kind === 'globe') {
    const [cx, cy] = project(camera, part.at);
    const [rx, ry] = spheroid(camera, ...part.radii);
    return `<ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(rx)}" ry="${n(ry)}" ${attributes}/>`;
  }
  if (part.kind === 'bar') {
    const points = part.points.map(point => project(camera, point));
    const path = points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L');
    const width = n(Math.max(part.radius * 2 * camera.scale, 1));
    return `<path d="M${path}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" fill="none" ${attributes}/>`;
  }
  return `<path d="${toPath(outline(part, camera))}" ${attributes}/>`;
}

/** The silhouette as points of the picture. */
export function outline(part: Exclude<Part, { kind: 'bar' }>, camera: Camera): Point[] {
  switch (part.kind) {
    case 'box':
      return boxOutline(part, camera);
    case 'post':
      return hull([...ring(part.from, part.radii[0], camera), ...ring(part.to, part.radii[1], camera)]);
    case 'plate':
      return hull(
        [0, part.thickness].flatMap(rise => part.outline.map(([x, z]) => project(camera, add(part.at, [x, rise, z])))),
      );
    case 'globe': {
      const [cx, cy] = project(camera, part.at);
      const [rx, ry] = spheroid(camera, ...part.radii);
      return circle([0, 0], 1, 24).map(([x, y]) => [cx + x * rx, cy + y * ry] as const);
    }
  }
}

/** A level circle, seen from the camera. */
export function ring(center: Vec, radius: number, camera: Camera): Point[] {
  return circle([0, 0], radius, 32).map(([x, z]) => project(camera, add(center, [x, 0, z])));
}

/** A rounded block is what a ball sweeps inside it: its outline is the hull of the ball at the eight corners. */
function boxOutline(part: Box, camera: Camera): Point[] {
  const { at, size, lean } = part;
  const radius = Math.min(part.radius, ...size.map(side => side / 2));
  const steps = radius * camera.scale > 6 ? 28 : 8;
  const ends = (axis: 0 | 1 | 2) => [at[axis] + radius, at[axis] + size[axis] - radius];
  const corners = ends(0).flatMap(x =>
    ends(1).flatMap(y => ends(2).map(z => [x, y, z - (lean * (y - at[1])) / size[1]] as const)),
  );
  return hull(corners.flatMap(corner => circle(project(camera, corner), radius * camera.scale, steps)));
}
