import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** The other end of the connection itself: whoever it is, or the proxy nearest to us. */
export const directAddress = (c: Context): string => getConnInfo(c).remote.address ?? 'unknown';

/**
 * The address a request came from. Behind `trustedProxies` proxies it is that many places from the right of X-Forwarded-For; what
 * stands further left was written by whoever wanted to.
 */
export function clientAddress(c: Context, trustedProxies: number): string {
  const direct = directAddress(c);
  if (trustedProxies === 0) return direct;
  const chain = (c.req.header('x-forwarded-for') ?? '').split(',').map(part => part.trim());
  return chain.at(-trustedProxies) || direct;
}
