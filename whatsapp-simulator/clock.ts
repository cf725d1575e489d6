/** The simulator's one clock: real time plus an offset that a test or a demo may move. */
export class Clock {
  offsetMs = 0;
  readonly #base: () => number;

  constructor(base: () => number = Date.now) {
    this.#base = base;
  }

  now(): Date {
    return new Date(this.#base() + this.offsetMs);
  }
}

/** Meta writes instants as seconds, in a string. */
export const unixSeconds = (at: Date): string => String(Math.floor(at.getTime() / 1000));
