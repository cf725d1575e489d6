import type { Db } from '../../bff/db/merchant-tx.ts';
import type { CloudApi } from '../../bff/whatsapp/cloud-api.ts';
import { type Random, seededRandom } from '../../whatsapp-simulator/random.ts';

/** Where a process may end, as if the machine had taken it: each call is such a place. */
export type Failpoint = () => void;

/** Ends this process with SIGKILL at one place in so many; `chance` is asked each time. */
export function failpoint(seed: number, chance: () => number): Failpoint {
  const random: Random = seededRandom(seed);
  return () => {
    if (random() < chance()) process.kill(process.pid, 'SIGKILL');
  };
}

/** Before and after a request is on the wire. */
export const failingApi = (api: CloudApi, point: Failpoint): CloudApi => ({
  ...api,
  async sendMessage(request) {
    point();
    const outcome = await api.sendMessage(request);
    point();
    return outcome;
  },
});

/** Before and after each commit. */
export function failingDb(db: Db, point: Failpoint): Db {
  const transaction: Db['transaction'] = async (work, config) => {
    const result = await db.transaction(async tx => {
      const value = await work(tx);
      point();
      return value;
    }, config);
    point();
    return result;
  };
  return new Proxy(db, {
    get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
  });
}
