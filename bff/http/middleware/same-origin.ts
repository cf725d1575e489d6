import type { Context, MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import { problem } from '../problem.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * What changes something must come from our own pages: the cookie alone proves nothing, a foreign page can make a browser send it.
 * A browser says so itself (Sec-Fetch-Site) where it trusts the connection; on plain http in a local network the page's origin must
 * be the host that was asked. So the dashboard works under every name of this server, whatever WOODEX_PUBLIC_URL says.
 */
export const sameOrigin = ({ publicUrl }: Pick<Deps, 'publicUrl'>): MiddlewareHandler =>
  async function sameOrigin(c, next) {
    if (SAFE.has(c.req.method) || isOurs(c, publicUrl)) return next();
    return problem(c, 'forbidden', { detail: 'Only the dashboard itself may do this.' });
  };

function isOurs(c: Context, publicUrl: string): boolean {
  const origin = c.req.header('origin');
  if (origin !== undefined && origin === new URL(publicUrl).origin) return true;
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  return origin !== undefined && URL.parse(origin)?.host === c.req.header('host');
}
