import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context } from 'hono';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

type Served = { modified: number; plain: Buffer; br: Promise<Buffer>; gzip: Promise<Buffer>; etag: string };

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** A name with a hash in it never changes its content. */
const HASHED = /-[\w-]{8,}\.\w+$/;

/** Serves a built folder: compressed once, kept in memory, hashed names for a year and the others for `maxAge` seconds. */
export function staticFiles(folder: string, { maxAge }: { maxAge: number }) {
  const kept = new Map<string, Served>();

  async function load(path: string): Promise<Served | null> {
    const info = await stat(path).catch(() => null);
    if (!info?.isFile()) return null;
    const known = kept.get(path);
    if (known?.modified === info.mtimeMs) return known;
    const plain = await readFile(path);
    const served = {
      modified: info.mtimeMs,
      plain,
      br: compressBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
      gzip: compressGzip(plain),
      etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    };
    kept.set(path, served);
    return served;
  }

  /** Null when there is no such file. `..` leads nowhere. */
  return async function serve(c: Context, name: string): Promise<Response | null> {
    const path = join(folder, normalize(`/${name}`));
    if (!path.startsWith(folder + sep)) return null;
    const file = await load(path);
    if (!file) return null;
    const headers: Record<string, string> = {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'cache-control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : `public, max-age=${maxAge}`,
      etag: file.etag,
      vary: 'accept-encoding',
    };
    if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers);
    const accepted = c.req.header('accept-encoding') ?? '';
    const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
    if (!encoding) return c.body(new Uint8Array(file.plain), 200, headers);
    return c.body(new Uint8Array(await file[encoding]), 200, { ...headers, 'content-encoding': encoding });
  };
}
