import { dueLanes } from '../../db/lanes.ts';
import { SECOND } from '../../domain/duration.ts';
import { jobsTopic, WORK_TOPIC } from '../../live/live.ts';
import { claimSends } from '../../services/claim-sends.ts';
import type { Worker } from '../worker.ts';
import { alarm } from './alarm.ts';
import { errorOf } from './error-of.ts';
import { startFlights } from './flights.ts';
import type { SenderOptions } from './options.ts';

const POLL = SECOND;
/** Numbers served side by side. */
const MOST_LANES = 32;
/** Between two claims from one number, in ms, however often it is woken. */
const LEAST_PAUSE = 10;

type Lane = { numberId: string; merchantId: string };

/**
 * Sends what the ledger has queued. Numbers are served side by side, who has waited longest first; of each number the more urgent
 * messages first, at its own pace, by whichever process claims them. It is woken by a commit and, should that be missed, by the clock.
 */
export function startSender(options: SenderOptions): Worker {
  const { db, live, clock, log, lease, settleTime } = options;
  const flights = startFlights(options);
  const served = new Map<string, { bell: ReturnType<typeof alarm>; end: Promise<void> }>();
  const bell = alarm();
  let stopping = false;
  const wakeAll = () => {
    bell.ring();
    for (const lane of served.values()) lane.bell.ring();
  };
  const subscriptions = [WORK_TOPIC, jobsTopic('send')].map(topic => live.subscribe(topic, wakeAll));

  async function run() {
    while (!stopping) {
      for (const lane of await look(() => dueLanes(db, MOST_LANES, clock.now()), [])) begin(lane);
      if (!stopping) await bell.wait(POLL);
    }
    await Promise.all([...served.values()].map(({ end }) => end));
  }

  function begin(lane: Lane): void {
    if (stopping || served.has(lane.numberId) || served.size >= MOST_LANES) return;
    const own = alarm();
    const end = serve(lane, own).finally(() => served.delete(lane.numberId));
    served.set(lane.numberId, { bell: own, end });
  }

  /** Claims again and again, as long as the number has something to send. */
  async function serve(lane: Lane, own: ReturnType<typeof alarm>): Promise<void> {
    while (!stopping) {
      const room = await flights.room();
      const now = clock.now();
      const claim = await look(() => claimSends(db, lane, room, { lease, settleTime }, now), null);
      if (!claim) return;
      flights.launch(lane.merchantId, claim);
      if (!claim.lookAt) return;
      await pause(LEAST_PAUSE);
      // An answer that is queued meanwhile does not wait for the slots of the others.
      await own.wait(Math.max(0, claim.lookAt.getTime() - clock.now().getTime()));
    }
  }

  async function look<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      log.warn({ err: errorOf(error) }, 'taking messages to send failed');
      return otherwise;
    }
  }

  const running = run();
  return {
    async stop() {
      stopping = true;
      for (const unsubscribe of subscriptions) unsubscribe();
      wakeAll();
      await running;
      await flights.land();
    },
  };
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
