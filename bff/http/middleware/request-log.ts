import { randomUUID } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Deps } from '../deps.ts';
import type { Env } from '../env.ts';

/** Gives the request its id, and writes one line when it is answered: no query, no body, no address, so nobody's words get into a log. */
export const requestLog = ({ log, metrics }: Pick<Deps, 'log' | 'metrics'>): MiddlewareHandler<Env> =>
  async function requestLog(c, next) {
    const begun = performance.now();
    c.set('requestId', randomUUID());
    c.header('x-request-id', c.get('requestId'));
    await next();
    const ms = performance.now() - begun;
    const line = { requestId: c.get('requestId'), method: c.req.method, route: routeOf(c), status: c.res.status };
    metrics.requests.observe({ method: line.method, route: line.route, status: line.status }, ms / 1000);
    log[c.res.status >= 500 ? 'error' : 'debug']({ ...line, ms: Math.round(ms) }, 'request');
  };

/** The pattern of the route that answered, so that there are no more labels than routes; `none` where there is no such route. */
const routeOf = (c: Context): string => matchedRoutes(c).find(({ method }) => method !== 'ALL')?.path ?? 'none';
