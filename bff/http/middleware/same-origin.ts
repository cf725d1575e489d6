import type { MiddlewareHandler } from 'hono';
import type { Deps } from '../deps.ts';
import { problem } from '../problem.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What changes something must come from our own pages: the cookie alone proves nothing, a foreign page can make a browser send it. */
export const sameOrigin = ({ publicUrl }: Pick<Deps, 'publicUrl'>): MiddlewareHandler =>
  async function sameOrigin(c, next) {
    if (SAFE.has(c.req.method)) return next();
    const origin = c.req.header('origin');
    const isOurs = origin === new URL(publicUrl).origin || c.req.header('sec-fetch-site') === 'same-origin';
    return isOurs ? next() : problem(c, 'forbidden', { detail: 'Only the dashboard itself may do this.' });
  };
