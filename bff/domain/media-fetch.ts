import { backoff } from './backoff.ts';
import { DAY, HOUR } from './duration.ts';

/** WhatsApp keeps what a customer sent for seven days. */
const KEPT_BY_META = 7 * DAY;

export const isPastHope = (arrivedAt: Date, now: Date): boolean => now.getTime() - arrivedAt.getTime() >= KEPT_BY_META;

/** Soon at first, for most faults pass within seconds; after ten attempts hourly. */
export const fetchPause = (attempts: number, random: number): number =>
  attempts < 10 ? backoff(attempts, random) : HOUR;
