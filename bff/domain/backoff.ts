import { SECOND } from './duration.ts';

const BASE = 2 * SECOND;
const CAP = 300 * SECOND;

/**
 * How long to wait before the next attempt, in ms: exponential with full jitter, so that many who failed together do not come
 * back together.
 * @param attempts how many were made, at least 1
 * @param random from 0 to below 1
 */
export function backoff(attempts: number, random: number): number {
  const ceiling = Math.min(CAP, BASE * 2 ** (attempts - 1));
  return Math.round(ceiling * random);
}
