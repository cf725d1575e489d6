import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/** Bytes after brotli (q11) of what the shopper's browser loads, and how many scripts that is. */
export type LoadPhase = { bytes: number; requests: number };

/**
 * `closed`: a page with the bubble. `idle`: and with the tracker, which comes when the page is at rest. `agreed`: and with what tells
 * the server, which comes with consent. `open`: as `idle`, with the panel open and answering besides, in the language whose file is the
 * largest.
 */
export type BundleSize = { closed: LoadPhase; idle: LoadPhase; agreed: LoadPhase; open: LoadPhase };

const ENTRY = 'woodex.js';

/** Follows the imports of the built SDK in `folder`. Throws when it is not built. */
export function measureBundle(folder: string): BundleSize {
  const sources = new Map(
    readdirSync(folder)
      .filter(name => name.endsWith('.js'))
      .map(name => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const sizeOf = (name: string) => compress(sources.get(name)!);
  const imports = (name: string, pattern: RegExp) =>
    [...(sources.get(name) ?? '').matchAll(pattern)].map(match => match[1]!).filter(it => sources.has(it));
  const phase = (names: Iterable<string>): LoadPhase => {
    const loaded = withStatic(names);
    return { bytes: [...loaded].reduce((sum, name) => sum + sizeOf(name), 0), requests: loaded.size };
  };

  /** These, and all that they import at once. */
  function withStatic(names: Iterable<string>): Set<string> {
    const loaded = new Set<string>();
    const load = (name: string) => {
      if (loaded.has(name)) return;
      loaded.add(name);
      for (const it of imports(name, /(?:from|import)\s*["']\.\/([^"']+)["']/g)) load(it);
    };
    for (const name of names) load(name);
    return loaded;
  }

  const later = (name: string) => imports(name, /import\(["']\.\/([^"']+)["']\)/g);
  const parts = later(ENTRY);
  const isTracker = (name: string) => name.startsWith('tracker-');
  const trackers = parts.filter(isTracker);
  const locales = parts
    .filter(name => !isTracker(name))
    .flatMap(later)
    .sort((a, b) => sizeOf(b) - sizeOf(a));
  return {
    closed: phase([ENTRY]),
    idle: phase([ENTRY, ...trackers]),
    agreed: phase([ENTRY, ...trackers, ...trackers.flatMap(later).filter(name => name.startsWith('telling-'))]),
    open: phase([ENTRY, ...parts, ...locales.slice(0, 1)]),
  };
}

const compress = (text: string) =>
  brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text) },
  }).length;
