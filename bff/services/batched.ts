import { setTimeout as sleep } from 'node:timers/promises';

type Waiting<K, V> = { key: K; since: number; resolve(value: V): void; reject(error: unknown): void };

/** So many at most go together. */
const MOST = 1000;

/**
 * Look-ups of one kind, as few queries as it takes: one that comes alone goes at once; those that come while it is under way go
 * together. After a restart thousands come within a second. A look-up is never answered by a query that began before it.
 * @param load answers for all keys of one merchant
 * @param gathers so long, in ms, one that comes waits for others, where nobody waits for the answer
 */
export function batched<K, V>(load: (merchantId: string, keys: K[]) => Promise<(key: K) => V>, gathers = 0) {
  const lines = new Map<string, Waiting<K, V>[]>();

  async function work(merchantId: string, line: Waiting<K, V>[]): Promise<void> {
    while (line.length > 0) {
      const wait = line[0]!.since + gathers - performance.now();
      if (wait > 0) await sleep(wait);
      const batch = line.splice(0, MOST);
      try {
        const found = await load(
          merchantId,
          batch.map(({ key }) => key),
        );
        for (const { key, resolve } of batch) resolve(found(key));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    lines.delete(merchantId);
  }

  return (merchantId: string, key: K): Promise<V> =>
    new Promise((resolve, reject) => {
      const line = lines.get(merchantId);
      const waiting = { key, since: performance.now(), resolve, reject };
      if (line) {
        line.push(waiting);
        return;
      }
      const begun = [waiting];
      lines.set(merchantId, begun);
      void work(merchantId, begun);
    });
}
