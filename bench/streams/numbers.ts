/** What one reader noticed in the numbers of its stream. */
export type Faults = {
  /** Numbers that were skipped, and not brought later. */
  gaps: number;
  /** Updates that came a second time. */
  doubles: number;
  /** Times that the server said the past was gone. */
  resets: number;
};

/** Follows one stream's numbers over all its links: each must be the one after the last. */
export class Numbers {
  /** The newest number, 0 before any. */
  last = 0;
  readonly faults: Faults = { gaps: 0, doubles: 0, resets: 0 };

  update(seq: number): void {
    if (seq <= this.last) {
      this.faults.doubles += 1;
      return;
    }
    this.faults.gaps += seq - this.last - 1;
    this.last = seq;
  }

  reset(seq: number): void {
    this.faults.resets += 1;
    this.last = seq;
  }
}

/** The faults of many readers together. */
export const sumFaults = (all: Faults[]): Faults =>
  all.reduce(
    (sum, { gaps, doubles, resets }) => ({
      gaps: sum.gaps + gaps,
      doubles: sum.doubles + doubles,
      resets: sum.resets + resets,
    }),
    { gaps: 0, doubles: 0, resets: 0 },
  );
