import { GRAIN_TILE, type Material, shade } from './materials.ts';
import { ring, silhouette } from './outline.ts';
import type { Box, Part } from './part.ts';
import { add, type Camera, n, planeMatrix, project, toPath, type Vec } from './space.ts';

/** What a painter may use besides its own shapes: ids of shared gradients, patterns and filters, and repeatable chance. */
export type Palette = {
  texture: (material: Material, upright?: boolean) => string | null;
  round: (material: Material) => string;
  blur: (radius: number) => string;
  random: () => number;
};

/** One part, lit from the upper left: its top is lightest, its right side lies in shade. `id` names its silhouette. */
export function paint(part: Part, id: string, camera: Camera, palette: Palette): string {
  switch (part.kind) {
    case 'box':
      return paintBox(part, id, camera, palette);
    case 'bar': {
      const { color } = part.material;
      const core = { ...part, radius: part.radius * 0.62 };
      const light = { ...part, radius: part.radius * 0.24 };
      const lift = n(-part.radius * 0.22 * camera.scale);
      return (
        silhouette(part, camera, `stroke="${shade(color, -0.3)}"`) +
        silhouette(core, camera, `stroke="${color}" transform="translate(${lift} ${lift})"`) +
        silhouette(light, camera, `stroke="${shade(color, 0.35)}" opacity=".7" transform="translate(${lift} ${lift})"`)
      );
    }
    case 'globe':
      return `<use href="#${id}" fill="url(#${palette.round(part.material)})"/>`;
    case 'post': {
      const top = toPath(ring(part.to, part.radii[1] - 0.15, camera));
      const wide = part.radii[1] * camera.scale > 5;
      return cylinder(id, part.material, palette) + (wide ? face(top, part.material, palette) : '');
    }
    case 'plate': {
      const rim = part.outline.map(([x, z]) => project(camera, add(part.at, [x * 0.997, part.thickness, z * 0.997])));
      return cylinder(id, part.material, palette) + face(toPath(rim), part.material, palette);
    }
  }
}

function cylinder(id: string, material: Material, palette: Palette): string {
  const texture = palette.texture(material, true);
  const overlay = texture ? `<use href="#${id}" fill="url(#${texture})" opacity=".6"/>` : '';
  return `<use href="#${id}" fill="${material.color}"/>${overlay}<use href="#${id}" fill="url(#${material.texture === 'glow' ? 'glow' : 'turn'})"/>`;
}

function face(path: string, material: Material, palette: Palette): string {
  const texture = palette.texture(material);
  const overlay = texture ? `<path d="${path}" fill="url(#${texture})" opacity=".8"/>` : '';
  return `<path d="${path}" fill="${shade(material.color, 0.14)}"/>${overlay}<path d="${path}" fill="url(#top)"/>`;
}

type Face = {
  origin: Vec;
  u: Vec;
  v: Vec;
  width: number;
  height: number;
  along: 'u' | 'v' | null;
  tone: number;
  light: string;
};

function paintBox(part: Box, id: string, camera: Camera, palette: Palette): string {
  const { material, size } = part;
  const radius = Math.min(part.radius, ...size.map(side => side / 2));
  const soft = radius >= 1.5;
  const edge = shade(material.color, soft ? -0.04 : 0.22);
  const inset = soft ? radius * 0.55 : radius * 0.55;
  const sides = faces(part);
  const flat = sides.map(side =>
    rect(side, camera, inset, `fill="${shade(material.color, side.tone)}"${soft ? ` rx="${n(radius * 0.7)}"` : ''}`),
  );
  const lit = sides.map(side =>
    rect(side, camera, inset, `fill="url(#${side.light})"${soft ? ` rx="${n(radius * 0.7)}"` : ''}`),
  );
  if (soft) {
    const texture = palette.texture(material);
    const blur = palette.blur(radius * 0.32 * camera.scale);
    const seams =
      radius > 3
        ? sides
            .slice(0, 1)
            .map(side =>
              rect(
                side,
                camera,
                radius * 0.5,
                `fill="none" stroke="${shade(material.color, -0.5)}" stroke-width=".35" opacity=".3" rx="${n(radius * 0.8)}"`,
              ),
            )
        : [];
    return (
      `<use href="#${id}" fill="${edge}"/><g clip-path="url(#k${id})"><g filter="url(#${blur})">${flat.join('')}${lit.join('')}</g>` +
      `${texture ? `<use href="#${id}" fill="url(#${texture})"/>` : ''}${seams.join('')}</g>`
    );
  }
  const grained = sides.map(side => grainOn(side, material, camera, inset, palette));
  return `<use href="#${id}" fill="${edge}"/>${flat.join('')}${grained.join('')}${lit.join('')}`;
}

/** The three faces the camera sees, each with its own axes. `along` tells which of them the grain follows. */
function faces({ at: [x, y, z], size: [w, h, d], lean, grain }: Box): Face[] {
  const down: Vec = [0, -1, lean / h];
  return [
    {
      origin: [x, y + h, z + d - lean],
      u: [1, 0, 0],
      v: down,
      width: w,
      height: h,
      along: grain === 'x' ? 'u' : grain === 'y' ? 'v' : null,
      tone: 0,
      light: 'front',
    },
    {
      origin: [x + w, y + h, z + d - lean],
      u: [0, 0, -1],
      v: down,
      width: d,
      height: h,
      along: grain === 'z' ? 'u' : grain === 'y' ? 'v' : null,
      tone: -0.24,
      light: 'side',
    },
    {
      origin: [x, y + h, z - lean],
      u: [1, 0, 0],
      v: [0, 0, 1],
      width: w,
      height: d,
      along: grain === 'x' ? 'u' : grain === 'z' ? 'v' : null,
      tone: 0.15,
      light: 'top',
    },
  ];
}

function rect({ origin, u, v, width, height }: Face, camera: Camera, inset: number, attributes: string): string {
  const wide = Math.max(width - 2 * inset, 0.1);
  const high = Math.max(height - 2 * inset, 0.1);
  return `<rect x="${n(inset)}" y="${n(inset)}" width="${n(wide)}" height="${n(high)}" transform="${planeMatrix(camera, origin, u, v)}" ${attributes}/>`;
}

/** The texture laid on one face along its grain, beginning at a random place of the tile so that no two boards match. */
function grainOn(side: Face, material: Material, camera: Camera, inset: number, palette: Palette): string {
  const texture = palette.texture(material);
  if (!texture || (material.texture === 'grain' && side.along === null)) return '';
  const turned = side.along === 'v';
  const [u, v] = turned ? [side.v, side.u] : [side.u, side.v];
  const wide = (turned ? side.height : side.width) - 2 * inset;
  const high = (turned ? side.width : side.height) - 2 * inset;
  const x = palette.random() * GRAIN_TILE.width;
  const y = palette.random() * GRAIN_TILE.height;
  const origin = along(side.origin, u, inset - x, v, inset - y);
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(Math.max(wide, 0.1))}" height="${n(Math.max(high, 0.1))}" transform="${planeMatrix(camera, origin, u, v)}" fill="url(#${texture})"/>`;
}

const along = (origin: Vec, u: Vec, a: number, v: Vec, b: number): Vec => [
  origin[0] + u[0] * a + v[0] * b,
  origin[1] + u[1] * a + v[1] * b,
  origin[2] + u[2] * a + v[2] * b,
];
