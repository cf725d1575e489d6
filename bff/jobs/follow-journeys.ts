import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type MarkKind, markDue, merchantsWithMarks, putAsideOldest } from '../db/journey-marks.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { listMerchantIds } from '../db/merchants.ts';
import type { Clock } from '../domain/clock.ts';
import { MINUTE, SECOND } from '../domain/duration.ts';
import { jobsTopic, type Live, WORK_TOPIC } from '../live/live.ts';
import { followJourneys } from '../services/follow-journeys.ts';
import { atOnceBeside, othersAfter, restAfter } from './follower-rest.ts';

type Options = { db: Db; live: Live; clock: Clock; log: Logger };

const POLL = SECOND;
/** How often it is asked whom time alone has changed. */
const LOOK_AT_TIME = MINUTE;
const REST_AFTER_FAILURE = 5 * SECOND;

export type Follower = {
  /** Ends when the batch in hand is done. */
  stop(): Promise<void>;
};

/**
 * Keeps everybody's standing true: woken by a commit and, should that be missed, by the clock. Merchants take turns, a batch each; in
 * between it rests ({@link restAfter}). What has happened goes before what only time or a new table asks for. A batch that fails is tried again in smaller ones, so that one
 * customer cannot keep the others waiting.
 */
export function startFollower(options: Options): Follower {
  const { db, live, clock, log } = options;
  const stopped = new AbortController();
  let wake = () => {};
  let looked = 0;
  const limits = new Map<string, { size: number; notBefore: number }>();
  const subscriptions = [WORK_TOPIC, jobsTopic('journey')].map(topic => live.subscribe(topic, () => wake()));

  async function run() {
    let others = 0;
    while (!stopped.signal.aborted) {
      const woken = Promise.withResolvers<void>();
      wake = woken.resolve;
      const begun = performance.now();
      const atOnce = atOnceBeside(others);
      const taken = await round(atOnce).catch(err => {
        log.warn({ err: causeOf(err) }, 'following journeys failed');
        return 0;
      });
      if (taken > 0) {
        const rest = restAfter({ took: performance.now() - begun, isFull: taken >= atOnce, others });
        const resting = performance.eventLoopUtilization();
        await sleep(rest, undefined, { signal: stopped.signal }).catch(() => {});
        const { active, idle } = performance.eventLoopUtilization(resting);
        others = othersAfter(others, { active, lasted: active + idle });
      }
      if (stopped.signal.aborted || taken > 0) continue;
      const poll = setTimeout(woken.resolve, POLL);
      await woken.promise;
      clearTimeout(poll);
    }
  }

  async function round(atOnce: number): Promise<number> {
    const now = clock.now().getTime();
    if (now - looked >= LOOK_AT_TIME || now < looked) {
      looked = now;
      await lookAtTime();
    }
    let taken = 0;
    for (const merchantId of await merchantsWithMarks(db, 'event')) taken += await turn(merchantId, 'event', atOnce);
    if (taken > 0) return taken;
    for (const merchantId of await merchantsWithMarks(db, 'rescore'))
      taken += await turn(merchantId, 'rescore', atOnce);
    return taken;
  }

  async function turn(merchantId: string, kind: MarkKind, atOnce: number): Promise<number> {
    const now = clock.now();
    const limit = limits.get(merchantId) ?? { size: atOnce, notBefore: 0 };
    if (stopped.signal.aborted || now.getTime() < limit.notBefore) return 0;
    try {
      const taken = await followJourneys({ db, live, now }, merchantId, kind, Math.min(atOnce, limit.size));
      limits.delete(merchantId);
      return taken;
    } catch (err) {
      log.error({ err: causeOf(err), merchantId, kind, size: limit.size }, 'a batch of journeys failed');
      if (limit.size === 1) await withMerchant(db, merchantId, tx => putAsideOldest(tx, kind, now));
      const size = Math.max(1, Math.floor(limit.size / 8));
      limits.set(merchantId, { size, notBefore: now.getTime() + (limit.size > 1 ? 0 : REST_AFTER_FAILURE) });
      return 0;
    }
  }

  async function lookAtTime(): Promise<void> {
    for (const merchantId of await listMerchantIds(db)) {
      for (let marked = 1; marked > 0 && !stopped.signal.aborted; ) {
        marked = await withMerchant(db, merchantId, tx => markDue(tx, clock.now(), 1000));
      }
    }
  }

  const running = run();
  return {
    async stop() {
      stopped.abort();
      for (const unsubscribe of subscriptions) unsubscribe();
      wake();
      await running;
    },
  };
}

const causeOf = (error: unknown) => (error instanceof Error ? (error.cause ?? error) : error);
