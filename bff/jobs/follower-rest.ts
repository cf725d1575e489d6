/** Milliseconds. Nobody sees a score move faster than that; what happens meanwhile is reckoned together. */
const GATHER = 150;
/** So much of the time others may take before they would wait for what is reckoned in the background. */
const BUSY = 0.4;
/** So much of what they leave is spent on it then: nobody waits for a score, and many for an answer. */
const OF_WHAT_IS_LEFT = 0.2;
/** Longer it never rests: where processors are short, a round takes long for no fault of its own. */
const LONGEST = 3_000;
/** So long it looks up between two rounds, however many wait: only then it can be seen what others do. */
const GLANCE = 10;
/** So much rest tells what others do now, whatever they did before. */
const TELLING = 50;

/** How many journeys to look at together: few while others are busy, so that a round is short and its rest can be as long as it should. */
export const atOnceBeside = (others: number): number => (others > BUSY ? 25 : 200);

/**
 * How long, in ms, after a round of reckoning until the next one. A server that is busy answering reckons for a fifth of the time that is
 * left, a tenth of all where half is: under a flood scores come later, and answers do not.
 * @param took ms
 * @param isFull more is waiting for certain
 * @param others how busy others keep the event loop, 0 to 1
 */
export function restAfter({ took, isFull, others }: { took: number; isFull: boolean; others: number }): number {
  if (others <= BUSY) return isFull ? GLANCE : GATHER;
  const share = OF_WHAT_IS_LEFT * (1 - others);
  return share <= 0 ? LONGEST : Math.min(LONGEST, Math.max(GATHER, took * (1 / share - 1)));
}

/**
 * How busy others keep the event loop, after a rest in which it was busy for `active` of `lasted` ms. What it does itself is none of that.
 * @param before what was known before that rest
 */
export const othersAfter = (before: number, { active, lasted }: { active: number; lasted: number }): number =>
  lasted <= 0 ? before : before + (active / lasted - before) * Math.min(1, lasted / TELLING);
