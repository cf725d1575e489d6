import { type Held, renewSends } from '../../db/sends.ts';
import { batched } from '../../services/batched.ts';
import { beginSends } from '../../services/begin-sends.ts';
import type { Claim, ClaimedSend } from '../../services/claim-sends.ts';
import { prepareOutbound } from '../../services/prepare-outbound.ts';
import { type SendResult, settleSends } from '../../services/settle-sends.ts';
import { wakeScreens } from '../../services/wake-screens.ts';
import { retryConflict } from '../../services/write-conflict.ts';
import type { SendOutcome } from '../../whatsapp/cloud-api.ts';
import { errorOf } from './error-of.ts';
import { startGate } from './gate.ts';
import type { SenderOptions } from './options.ts';

/** Messages between claim and settlement in one process. */
const MOST_IN_FLIGHT = 1024;
/** A settlement that the database does not take is tried for about a minute; then the lease ends, and a status webhook knows. */
const SETTLE_TRIES = 30;
const LONGEST_PAUSE = 2000;
/** Milliseconds. At 80 messages a second each answer would come alone, and be a commit of its own; only a tick waits for it. */
const SETTLED_TOGETHER = 40;
/** Of the settle time: what is not written by then is not written any more. The rest is for its status, before others send it again. */
const WRITTEN_WITHIN = 0.5;

export type Flights = {
  /** Waits until there is room, and says how much. */
  room(): Promise<number>;
  /** Sends what was claimed, each at its slot. */
  launch(merchantId: string, claim: Claim): void;
  /** Waits until all are settled. */
  land(): Promise<void>;
};

/**
 * Carries claimed messages through: wait for the slot, prepare, commit the attempt, pass the gate, write the request, settle the answer. What is begun or
 * settled at the same time goes in one commit. Leases are lengthened as long as a message is in the air.
 */
export function startFlights(options: SenderOptions): Flights {
  const { db, live, clock, log, api, random, lease, settleTime, onStep } = options;
  const held = new Map<string, number>();
  const flying = new Set<Promise<void>>();
  let waiting: (() => void)[] = [];
  const gate = startGate();

  const begin = batched<Held, number | null>(async (merchantId, keys) => {
    const attempts = await beginSends(db, merchantId, keys, clock.now());
    return ({ deliveryId }) => attempts.get(deliveryId) ?? null;
  });
  const settle = batched<SendResult, { error: unknown } | null>(async (merchantId, results) => {
    const failed = await settleTogether(merchantId, results);
    return result => failed.get(result) ?? null;
  }, SETTLED_TOGETHER);

  /** If the database refuses them together, each is tried alone, so that one cannot spoil the others. */
  async function settleTogether(
    merchantId: string,
    results: readonly SendResult[],
  ): Promise<Map<SendResult, { error: unknown }>> {
    try {
      const wakes = await retryConflict(() =>
        settleSends(db, merchantId, results, { settleTime, random }, clock.now()),
      );
      wakeScreens(live, merchantId, wakes);
      return new Map();
    } catch (error) {
      const [only] = results;
      if (results.length === 1) return new Map([[only!, { error }]]);
      const alone = await Promise.all(results.map(result => settleTogether(merchantId, [result])));
      return new Map(alone.flatMap(failed => [...failed]));
    }
  }

  const renewal = setInterval(() => {
    const mine = [...held].map(([deliveryId, fence]) => ({ deliveryId, fence }));
    const until = new Date(clock.now().getTime() + lease);
    renewSends(db, mine, until).catch(error => log.warn({ err: errorOf(error) }, 'leases could not be renewed'));
  }, lease / 3);

  async function fly(send: ClaimedSend): Promise<void> {
    const { merchantId, deliveryId, fence } = send;
    await until(send.slot.getTime() - clock.now().getTime());
    const prepared = await prepareOutbound(options, send, clock.now());
    if ('refused' in prepared) return finish(send, send.attempts, refusal(prepared.refused));
    const writeBy = clock.now().getTime() + settleTime * WRITTEN_WITHIN;
    const attempt = await begin(merchantId, { deliveryId, fence });
    if (attempt === null) return;
    if ('failed' in prepared) return finish(send, attempt, prepared.failed);
    const { keptFile, ...request } = prepared;
    onStep('begun', send);
    const answered = await gate(send.number.id, send.number.throughput, send.purpose === 'reply');
    const sent = api.sendMessage({
      phoneNumberId: send.number.phoneNumberId,
      to: send.to,
      ...request,
      callbackData: `${deliveryId}/${attempt}`,
      mayWrite: () => clock.now().getTime() < writeBy,
    });
    const outcome = await sent.finally(answered);
    onStep('answered', send);
    await finish(send, attempt, outcome, keptFile);
  }

  async function finish(send: ClaimedSend, attempt: number, outcome: SendOutcome, keptFile = false): Promise<void> {
    const { merchantId, deliveryId } = send;
    const result = { deliveryId, attempt, outcome, token: send.number.accessToken, keptFile };
    for (let tried = 1; ; tried++) {
      try {
        const failed = await settle(merchantId, result);
        if (failed) throw failed.error;
        return onStep('settled', send);
      } catch (error) {
        log.warn({ err: errorOf(error), delivery: deliveryId, tried }, 'an answer could not be written down');
        if (tried === SETTLE_TRIES) return;
        await until(Math.min(LONGEST_PAUSE, 50 * 2 ** tried) * random());
      }
    }
  }

  function start(send: ClaimedSend): void {
    held.set(send.deliveryId, send.fence);
    onStep('claimed', send);
    const flight = fly(send)
      .catch(error => log.error({ err: errorOf(error), delivery: send.deliveryId }, 'a message could not be sent'))
      .finally(() => {
        flying.delete(flight);
        // Declined before its answer was written, it may be in the air once more.
        if (held.get(send.deliveryId) === send.fence) held.delete(send.deliveryId);
        if (flying.size <= MOST_IN_FLIGHT / 2) {
          for (const go of waiting) go();
          waiting = [];
        }
      });
    flying.add(flight);
  }

  return {
    async room() {
      if (flying.size > MOST_IN_FLIGHT / 2) await new Promise<void>(resolve => waiting.push(resolve));
      return MOST_IN_FLIGHT - flying.size;
    },
    launch(merchantId, claim) {
      wakeScreens(live, merchantId, claim);
      for (const send of claim.sends) start(send);
    },
    async land() {
      while (flying.size > 0) await Promise.all(flying);
      clearInterval(renewal);
    },
  };
}

const until = (ms: number) => (ms > 0 ? new Promise<void>(resolve => setTimeout(resolve, ms)) : undefined);

const refusal = (explanation: string): SendOutcome => ({
  ...{ kind: 'refused', httpStatus: 0, code: null, title: explanation, details: '' },
  ...{ errorClass: 'FIX', explanation, advice: '' },
});
