import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT = 20_000;

/** Waits until `look` gives something (not undefined, null or false), and returns it. A throw from `look` counts as not yet. */
export async function eventually<T>(look: () => T | Promise<T>, what = 'the condition'): Promise<NonNullable<T>> {
  const until = performance.now() + LIMIT;
  let last: unknown;
  for (;;) {
    try {
      last = await look();
      if (last !== undefined && last !== null && last !== false) return last as NonNullable<T>;
    } catch (error) {
      last = error;
    }
    if (performance.now() > until) throw new Error(`${what} did not come true`, { cause: last });
    await sleep(5);
  }
}
