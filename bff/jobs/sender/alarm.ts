/** Wakes whoever waits. A ring that nobody waits for is remembered until the next {@link Alarm.wait}. */
export type Alarm = {
  ring(): void;
  /** Until it rings, or has rung since the last wait, and for `ms` at most. */
  wait(ms: number): Promise<void>;
};

export function alarm(): Alarm {
  let rung = false;
  const waiting = new Set<() => void>();
  return {
    ring() {
      rung = true;
      for (const wake of waiting) wake();
    },
    async wait(ms) {
      if (!rung) {
        await new Promise<void>(resolve => {
          const timer = setTimeout(done, ms);
          function done() {
            clearTimeout(timer);
            waiting.delete(done);
            resolve();
          }
          waiting.add(done);
        });
      }
      rung = false;
    },
  };
}
