import type { Logger } from 'pino';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { merchantsWithTimers } from '../db/timers.ts';
import type { Clock } from '../domain/clock.ts';
import { SECOND } from '../domain/duration.ts';
import { jobsTopic, type Live, WORK_TOPIC } from '../live/live.ts';
import { putAside } from '../services/put-aside-run.ts';
import { runAutomations } from '../services/run-automations.ts';

type Options = { db: Db; live: Live; clock: Clock; log: Logger };

const POLL = SECOND;
const AT_ONCE = 100;

export type Timekeeper = {
  /** Ends when the batch in hand is done. */
  stop(): Promise<void>;
};

/**
 * Looks at runs when they are due, in every process; merchants take turns, a batch each. A batch that fails is tried again in smaller
 * ones, so that one run cannot keep the others waiting; one that fails alone is put aside.
 */
export function startTimekeeper({ db, live, clock, log }: Options): Timekeeper {
  let stopping = false;
  let wake = () => {};
  const sizes = new Map<string, number>();
  const subscriptions = [WORK_TOPIC, jobsTopic('timers')].map(topic => live.subscribe(topic, () => wake()));

  async function run() {
    while (!stopping) {
      const woken = Promise.withResolvers<void>();
      wake = woken.resolve;
      const looked = await round().catch(err => {
        log.warn({ err: causeOf(err) }, 'looking for timers failed');
        return 0;
      });
      if (stopping || looked > 0) continue;
      const poll = setTimeout(woken.resolve, POLL);
      await woken.promise;
      clearTimeout(poll);
    }
  }

  async function round(): Promise<number> {
    let looked = 0;
    for (const merchantId of await merchantsWithTimers(db, clock.now())) looked += await turn(merchantId);
    return looked;
  }

  async function turn(merchantId: string): Promise<number> {
    const size = sizes.get(merchantId) ?? AT_ONCE;
    if (stopping) return 0;
    try {
      const looked = await runAutomations({ db, live, now: clock.now() }, merchantId, size);
      sizes.delete(merchantId);
      return looked;
    } catch (err) {
      log.error({ err: causeOf(err), merchantId, size }, 'a batch of automation runs failed');
      if (size === 1) await withMerchant(db, merchantId, tx => putAside(tx, clock.now()));
      sizes.set(merchantId, Math.max(1, Math.floor(size / 8)));
      return size > 1 ? 1 : 0;
    }
  }

  const running = run();
  return {
    async stop() {
      stopping = true;
      for (const unsubscribe of subscriptions) unsubscribe();
      wake();
      await running;
    },
  };
}

const causeOf = (error: unknown) => (error instanceof Error ? (error.cause ?? error) : error);
