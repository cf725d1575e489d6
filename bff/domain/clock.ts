/** Where `now` comes from. `main.ts` makes the real one; rules take a `Date` and never ask a clock themselves. */
export type Clock = { now(): Date };
