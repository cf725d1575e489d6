import type { Context, MiddlewareHandler } from 'hono';
import type { Clock } from '../../domain/clock.ts';
import { MINUTE, SECOND } from '../../domain/duration.ts';
import { problem } from '../problem.ts';

type Allowance = {
  clock: Clock;
  perMinute: number;
  /** How many may come at once. */
  burst: number;
};

type Options = Allowance & {
  /** Whose allowance a request uses up. */
  key: (c: Context) => string;
};

/** Keys remembered at most; beyond it the one that came longest ago is forgotten. */
const MAX_KEYS = 50_000;

/** A token bucket per name, in this process. Takes one, or answers in how many seconds there will be one; 0: taken. */
export function tokenBuckets({ clock, perMinute, burst }: Allowance): (name: string) => number {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const perMs = perMinute / MINUTE;

  return name => {
    const now = clock.now().getTime();
    const bucket = buckets.get(name) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + Math.max(0, now - bucket.at) * perMs);
    // Anew, so that the first in the map is always who came longest ago.
    buckets.delete(name);
    if (buckets.size >= MAX_KEYS) buckets.delete(buckets.keys().next().value!);
    buckets.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perMs / SECOND);
  };
}

/** Over the allowance: 429 with Retry-After in seconds. */
export function rateLimit({ key, ...allowance }: Options): MiddlewareHandler {
  const take = tokenBuckets(allowance);
  return async function rateLimit(c, next) {
    const wait = take(key(c));
    return wait > 0 ? tooMany(c, wait) : next();
  };
}

export const tooMany = (c: Context, seconds: number) =>
  problem(c, 'too-many-requests', {
    detail: `Come back in ${seconds} s.`,
    headers: { 'retry-after': String(seconds) },
  });
