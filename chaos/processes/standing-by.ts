import { flushCompileCache } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FromChild, Order, ToChild } from './orders.ts';

/**
 * Waits until the harness says go: whoever stands by has loaded all its code, so that it replaces a killed process at once.
 * `onTold`: of what it is told later.
 */
export async function standBy(onTold: (what: Exclude<ToChild, { go: Order }>) => void): Promise<Order> {
  const order = Promise.withResolvers<Order>();
  process.on('message', (message: ToChild) => ('go' in message ? order.resolve(message.go) : onTold(message)));
  // Nobody is there any more who could say it.
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // Whoever is killed writes no cache; the next ones shall load faster.
  flushCompileCache();
  tell('ready');
  return order.promise;
}

/** Nobody hears it when the harness has ended. */
export const tell = (what: FromChild) => process.send?.(what, undefined, undefined, () => {});

/** Postgres may just be starting again. */
export async function untilItWorks<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await sleep(50);
    }
  }
}
