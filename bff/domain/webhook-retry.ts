import { HOUR, SECOND } from './duration.ts';

const BASE = 5 * SECOND;
const CAP = 6 * HOUR;

/** So often an endpoint is tried; with the pauses between them some sixteen hours, on average. */
export const MOST_ATTEMPTS = 12;

/**
 * When an endpoint that did not take something is tried again, in ms from now; null: no more. The pauses grow fourfold, with full jitter, so
 * that many who failed together do not come back together.
 * @param attempts how many were made, at least 1
 * @param random from 0 to below 1
 */
export function nextWebhookAttempt(attempts: number, random: number): number | null {
  if (attempts >= MOST_ATTEMPTS) return null;
  return Math.round(Math.min(CAP, BASE * 4 ** (attempts - 1)) * random);
}
