/** Milliseconds. */
export type Backoff = { base: number; cap: number };

/** The cap bounds how long the last of many screens stays away after a restart. */
export const DEFAULT_BACKOFF: Backoff = { base: 1000, cap: 5_000 };

/**
 * Exponential back-off with full jitter: anything from 0 up to `base · 2^attempt`, at most `cap`.
 * `attempt` counts failures in a row from 0; `random` is in [0, 1).
 */
export function backoffDelay(attempt: number, random: number, { base, cap }: Backoff = DEFAULT_BACKOFF): number {
  return random * Math.min(cap, base * 2 ** Math.min(attempt, 30));
}

/** Milliseconds that a `Retry-After` header (seconds or an HTTP date) asks for; 0 without one that makes sense. */
export function retryAfterDelay(header: string | null, now: number): number {
  if (!header) return 0;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Math.max(0, milliseconds || 0);
}
