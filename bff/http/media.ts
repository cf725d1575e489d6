import { type Context, Hono } from 'hono';
import { isShownInPlace } from '../domain/media-type.ts';
import { type OpenedMedia, openMedia } from '../services/open-media.ts';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { problem } from './problem.ts';
import { rangeOf } from './range.ts';

/**
 * Files of messages, for whoever has a link: no cookie, no login. Whatever is in them, it runs nowhere: pictures, sounds and films are shown
 * in place, everything else is a file to save, and all of it is in a sandbox without an origin.
 */
export const mediaRoutes = ({ mediaLinks, mediaStore, db, clock }: Deps) =>
  new Hono<Env>().get('/:token', async c => {
    const now = clock.now();
    const link = mediaLinks.open(c.req.param('token'), now);
    const file = link && (await openMedia({ db }, mediaStore, link));
    if (!link || !file) return problem(c, 'not-found', { detail: 'This link has expired, or the file is gone.' });
    const seconds = Math.floor((link.until.getTime() - now.getTime()) / 1000);
    const headers = { ...SAFE, ...headersOf(file), 'cache-control': `private, max-age=${seconds}, immutable` };
    if (c.req.header('if-none-match') === headers.etag) return c.body(null, 304, headers);
    return send(c, file, headers);
  });

const SAFE = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'accept-ranges': 'bytes',
};

function headersOf({ mimeType, filename, sha256 }: OpenedMedia) {
  const isShown = isShownInPlace(mimeType);
  return {
    'content-type': isShown ? mimeType : 'application/octet-stream',
    'content-disposition': disposition(isShown ? 'inline' : 'attachment', filename ?? 'file'),
    etag: `"${sha256}"`,
  };
}

/** RFC 6266: the plain name for old readers, the true one for the others. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

async function send(c: Context<Env>, file: OpenedMedia, headers: Record<string, string>): Promise<Response> {
  const range = rangeOf(c.req.header('range'), file.size);
  if (range === 'beyond') return c.body(null, 416, { ...headers, 'content-range': `bytes */${file.size}` });
  const [start, end] = range ? [range.start, range.end] : [0, file.size - 1];
  const length = { 'content-length': String(end - start + 1) };
  const part = range && { 'content-range': `bytes ${start}-${end}/${file.size}` };
  const bytes = c.req.method === 'HEAD' ? null : await file.read(range ?? undefined);
  if (!bytes && c.req.method !== 'HEAD') return problem(c, 'not-found', { detail: 'The file is gone.' });
  return new Response(bytes, { status: range ? 206 : 200, headers: { ...headers, ...length, ...part } });
}
