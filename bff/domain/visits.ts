import type { Visits } from '../../contract/journey-summary.ts';
import { MINUTE } from './duration.ts';

/** Who does nothing for that long, and then something, visits anew. */
export const PAUSE = 30 * MINUTE;

export const NO_VISITS: Visits = { count: 0, lastAt: null };

/** With one thing more that they did on the site. `at`: in ms, not before what is counted already. */
export const visitAt = ({ count, lastAt }: Visits, at: number): Visits => ({
  count: lastAt === null || at - lastAt >= PAUSE ? count + 1 : count,
  lastAt: at,
});
