/** Work that is done later, in real time, unless the simulator is closed before. */
export class Timers {
  readonly #timers = new Set<NodeJS.Timeout>();

  later(ms: number, work: () => void) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  clear() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
