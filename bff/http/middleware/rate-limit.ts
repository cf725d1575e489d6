import type { Context, MiddlewareHandler } from 'hono';
import type { Clock } from '../../domain/clock.ts';
import { MINUTE, SECOND } from '../../domain/duration.ts';
import { problem } from '../problem.ts';

type Options = {
  clock: Clock;
  /** Whose allowance a request uses up. */
  key: (c: Context) => string;
  perMinute: number;
  /** How many may come at once. */
  burst: number;
};

/** Keys remembered at most; beyond it the one that came longest ago is forgotten. */
const MAX_KEYS = 50_000;

/** A token bucket per key, in this process. Over it: 429 with Retry-After in seconds. */
export function rateLimit({ clock, key, perMinute, burst }: Options): MiddlewareHandler {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const perMs = perMinute / MINUTE;

  function take(name: string): number {
    const now = clock.now().getTime();
    const bucket = buckets.get(name) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + Math.max(0, now - bucket.at) * perMs);
    // Anew, so that the first in the map is always who came longest ago.
    buckets.delete(name);
    if (buckets.size >= MAX_KEYS) buckets.delete(buckets.keys().next().value!);
    buckets.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perMs / SECOND);
  }

  return async function rateLimit(c, next) {
    const wait = take(key(c));
    if (wait > 0) {
      const detail = `Come back in ${wait} s.`;
      return problem(c, 'too-many-requests', { detail, headers: { 'retry-after': String(wait) } });
    }
    return next();
  };
}
