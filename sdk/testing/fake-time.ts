/** Timers and a clock that only move when told to. */
export class FakeTime {
  ms = 0;
  #timers = new Map<number, { at: number; run: () => void }>();
  #next = 1;

  now = () => this.ms;

  setTimeout = (run: () => void, milliseconds: number) => {
    this.#timers.set(this.#next, { at: this.ms + milliseconds, run });
    return this.#next++;
  };

  clearTimeout = (timer: unknown) => {
    this.#timers.delete(timer as number);
  };

  get pending() {
    return this.#timers.size;
  }

  /** Lets time pass; each timer runs at its time, and what it sets off has settled before the next. */
  async pass(milliseconds: number) {
    const end = this.ms + milliseconds;
    for (;;) {
      const due = [...this.#timers].sort((a, b) => a[1].at - b[1].at)[0];
      if (!due || due[1].at > end) break;
      this.#timers.delete(due[0]);
      this.ms = Math.max(this.ms, due[1].at);
      due[1].run();
      await settled();
    }
    this.ms = end;
    await settled();
  }

  /** The machine sleeps: the clock goes on, the timers do not. */
  sleep(milliseconds: number) {
    this.ms += milliseconds;
    for (const timer of this.#timers.values()) timer.at += milliseconds;
  }
}

/** All promises that can settle without the network or a timer have. */
export const settled = () => new Promise<void>(done => setTimeout(done));
