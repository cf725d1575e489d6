import { setTimeout as sleep } from 'node:timers/promises';
import { mostInASecond } from '../../domain/lane-pace.ts';

/**
 * The last step before a request is written: never more of a number's messages in any second than Meta takes. Slots keep the pace; but
 * what was held up behind them, by a slow commit or a busy machine, would come in a heap, and Meta counts what arrives.
 * @param now milliseconds of a clock that never goes back
 */
export function startGate(now: () => number = () => performance.now()) {
  const passed = new Map<string, number[]>();
  /** Waits for its turn. `throughput`: messages a second that Meta allows the number. */
  return async (numberId: string, throughput: number): Promise<void> => {
    const times = passed.get(numberId) ?? [];
    passed.set(numberId, times);
    const at = turn(times, mostInASecond(throughput), now());
    times.push(at);
    const wait = at - now();
    if (wait > 0) await sleep(wait);
  };
}

/** When the next may pass, where `times` are those of the ones before; what is older than counts is taken out. */
export function turn(times: number[], most: number, now: number): number {
  times.splice(0, Math.max(0, times.length - most));
  return times.length < most ? Math.max(now, times.at(-1) ?? now) : Math.max(now, times[0]! + 1000);
}
