import { isIPv6 } from 'node:net';
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

/**
 * Who an address belongs to, as far as allowances go: of IPv6 the first 64 bits, for that is what one household is given; an IPv4
 * address is itself, also where it is written as IPv6.
 */
export function networkOf(address: string): string {
  const [bare] = address.split('%') as [string];
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (v4 || !isIPv6(bare)) return v4 ?? address;
  const [head, tail] = bare.split('::').map(part => part.split(':').filter(Boolean)) as [string[], string[]?];
  // A dotted end stands for two groups; it lies beyond the first four all the same.
  const missing = tail ? Math.max(0, 8 - head.length - tail.length - (bare.includes('.') ? 1 : 0)) : 0;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  return `${groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
