/** Milliseconds. Nobody sees a score move faster than that; what happens meanwhile is reckoned together. */
const GATHER = 150;
/** From here on, whoever is asking right now would wait for what is reckoned in the background. */
const BUSY = 0.85;

/**
 * How long, in ms, after a round of reckoning until the next one. A server that is busy answering reckons a tenth of the time at most:
 * under a flood scores come later, and answers do not.
 * @param took ms
 * @param isFull more is waiting for certain
 * @param utilization how busy the event loop was, the round included, 0 to 1
 */
export function restAfter({
  took,
  isFull,
  utilization,
}: {
  took: number;
  isFull: boolean;
  utilization: number;
}): number {
  if (utilization > BUSY) return Math.max(GATHER, 9 * took);
  return isFull ? 0 : Math.max(0, GATHER - took);
}
