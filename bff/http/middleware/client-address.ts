import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/**
 * The address a request came from. Behind `trustedProxies` proxies it is that many places from the right of X-Forwarded-For; what
 * stands further left was written by whoever wanted to.
 */
export function clientAddress(c: Context, trustedProxies: number): string {
  const direct = getConnInfo(c).remote.address ?? 'unknown';
  if (trustedProxies === 0) return direct;
  const chain = (c.req.header('x-forwarded-for') ?? '').split(',').map(part => part.trim());
  return chain.at(-trustedProxies) || direct;
}
