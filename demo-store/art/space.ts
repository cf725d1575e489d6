/** A place in the room, in centimetres: x to the right, y up, z towards the viewer. */
export type Vec = readonly [x: number, y: number, z: number];

/** A place on the picture, in its user units. */
export type Point = readonly [x: number, y: number];

/** A parallel projection, as a long lens sees furniture. Angles in degrees; `scale` is picture units per centimetre. */
export type Camera = { yaw: number; pitch: number; scale: number; origin: Point };

/** The view from the front right and a little above, shared by every product picture. */
export const STUDIO = { yaw: 27, pitch: 15 };

export function project(camera: Camera, [x, y, z]: Vec): Point {
  const [sy, cy] = sineCosine(camera.yaw);
  const [sp, cp] = sineCosine(camera.pitch);
  const right = x * cy - z * sy;
  const up = -x * sp * sy + y * cp - z * sp * cy;
  return [camera.origin[0] + right * camera.scale, camera.origin[1] - up * camera.scale];
}

export const add = (a: Vec, b: Vec): Vec => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** Half the width and height of an upright spheroid with radii `rx` (level) and `ry` (up), as the camera sees it. */
export function spheroid(camera: Camera, rx: number, ry: number): Point {
  const [sp, cp] = sineCosine(camera.pitch);
  return [rx * camera.scale, Math.hypot(ry * cp, rx * sp) * camera.scale];
}

/** The SVG matrix that lays a flat (u, v) plane, in centimetres, into the picture. */
export function planeMatrix(camera: Camera, origin: Vec, u: Vec, v: Vec): string {
  const [ox, oy] = project(camera, origin);
  const [ux, uy] = project(camera, add(origin, u));
  const [vx, vy] = project(camera, add(origin, v));
  return `matrix(${[ux - ox, uy - oy, vx - ox, vy - oy].map(value => value.toFixed(4)).join(' ')} ${n(ox)} ${n(oy)})`;
}

/** The convex hull of some points (monotone chain), anticlockwise. */
export function hull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list: Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of list) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0.001) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/** `steps` points on a circle of the picture. */
export function circle([x, y]: Point, radius: number, steps: number): Point[] {
  return Array.from({ length: steps }, (_, i) => {
    const angle = (i / steps) * 2 * Math.PI;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
  });
}

export const toPath = (points: readonly Point[]) => `M${points.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`;

/** A number as short as a picture needs it. */
export const n = (value: number) => String(Math.round(value * 10) / 10);

const sineCosine = (degrees: number): [number, number] => {
  const angle = (degrees * Math.PI) / 180;
  return [Math.sin(angle), Math.cos(angle)];
};
const turn = (a: Point, b: Point, c: Point) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
