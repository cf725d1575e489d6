import { MINUTE } from './duration.ts';
import type { JourneyFact } from './journey-facts.ts';

/** Who does nothing for that long, and then something, visits anew. */
export const PAUSE = 30 * MINUTE;

/** How often somebody came to the site. */
export function visitsOf(events: readonly JourneyFact[]): number {
  const times = events.filter(({ source }) => source === 'web').map(({ at }) => at.getTime());
  times.sort((a, b) => a - b);
  return times.filter((at, i) => i === 0 || at - times[i - 1]! >= PAUSE).length;
}
