import { addEpisodes, findDeliveries, noteWaiting } from '../db/deliveries.ts';
import { lockDeliveries, lockWamids } from '../db/delivery-batches.ts';
import { lockLanesOf } from '../db/lanes.ts';
import type { Db, MerchantTx } from '../db/merchant-tx.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { changeSends, SENDING } from '../db/sends.ts';
import { isAboutNumber, type SendFailure } from '../domain/send-reaction.ts';
import type { SendOutcome } from '../whatsapp/cloud-api.ts';
import { takeEarlyStatuses } from './early-statuses.ts';
import { type Wakes, wakesOf } from './effect.ts';
import { learnRecipients } from './learn-recipients.ts';
import { type FailedAttempt, reactToFailures } from './react-to-failure.ts';
import { reactToLateFailures, stopsNumber } from './react-to-late-failures.ts';
import { type Changed, type NewDeliveryEvent, recordDeliveryEvents } from './record-delivery-events.ts';

export type SettleRules = {
  /** How long a status is waited for where the answer was lost, in ms. */
  settleTime: number;
  /** From 0 to below 1. */
  random: () => number;
};

/** What became of one attempt. `token`: the number's, sealed, that it was made with. `keptFile`: its file had been with Meta before. */
export type SendResult = {
  deliveryId: string;
  attempt: number;
  outcome: SendOutcome;
  token?: Buffer;
  keptFile?: boolean;
};

/**
 * Writes down what Meta answered. An acceptance is a fact, whoever tells it and however late; a refusal and a doubt speak of their own
 * attempt alone, so that who has lost the lease undoes nothing of whoever has it now.
 */
export async function settleSends(
  db: Db,
  merchantId: string,
  results: readonly SendResult[],
  rules: SettleRules,
  now: Date,
): Promise<Wakes> {
  return withMerchant(db, merchantId, tx => settle(tx, results, rules, now), SENDING);
}

async function settle(
  tx: MerchantTx,
  results: readonly SendResult[],
  { settleTime, random }: SettleRules,
  now: Date,
): Promise<Wakes> {
  const accepted = results.flatMap(({ outcome, ...rest }) =>
    outcome.kind === 'accepted' ? [{ ...rest, ...outcome }] : [],
  );
  const failures = results.flatMap(failed);
  // What is changed is locked before anything is told: Meta's ids, the numbers as by a claim, then deliveries as by a status. The
  // merchant's counter comes after them, and whoever has it must not wait for them.
  await lockWamids(
    tx,
    accepted.map(({ wamid }) => wamid),
  );
  const early = await takeEarlyStatuses(tx, accepted, now);
  await lockLanesOf(tx, [
    ...failures.filter(({ failure }) => isAboutNumber(failure)).map(({ deliveryId }) => deliveryId),
    ...early.filter(stopsNumber).map(({ deliveryId }) => deliveryId),
  ]);
  const doubts = await openDoubts(tx, results, failures);
  const events: NewDeliveryEvent[] = [
    ...accepted.map(one => ({ ...one, event: { state: 'accepted' as const, at: now } })),
    ...early,
    ...doubts.map(({ deliveryId }) => ({ deliveryId, event: { state: 'unknown' as const, at: now } })),
  ];
  const recorded = await recordDeliveryEvents(tx, events, now);
  await awaitStatuses(tx, recorded.changed, new Date(now.getTime() + settleTime));
  await noteTwice(tx, accepted, now);
  await learnRecipients(tx, accepted, now);
  const reacted = await reactToFailures(tx, failures, random, now);
  return wakesOf(recorded, reacted, await reactToLateFailures(tx, recorded.changed, now));
}

/** Of what nobody knows whether it arrived, the attempts that are still under way. Locks all that is settled, unless Meta accepted it all. */
async function openDoubts(
  tx: MerchantTx,
  results: readonly SendResult[],
  failures: readonly FailedAttempt[],
): Promise<SendResult[]> {
  const doubts = results.filter(({ outcome }) => outcome.kind === 'ambiguous');
  if (failures.length + doubts.length === 0) return [];
  const rows = await lockDeliveries(
    tx,
    results.map(({ deliveryId }) => deliveryId),
  );
  const underWay = new Map(rows.flatMap(({ id, state, attempt }) => (state === 'sending' ? [[id, attempt]] : [])));
  return doubts.filter(({ deliveryId, attempt }) => underWay.get(deliveryId) === attempt);
}

function failed({ deliveryId, attempt, outcome, token, keptFile = false }: SendResult): FailedAttempt[] {
  if (outcome.kind === 'unreachable')
    return [{ deliveryId, attempt, failure: outcome, words: 'WhatsApp could not be reached.' }];
  if (outcome.kind !== 'refused') return [];
  const { errorClass, code, explanation } = outcome;
  const failure: SendFailure = { kind: 'refused', errorClass, code, keptFile };
  return [{ deliveryId, attempt, failure, words: explanation, ...(token && { token }) }];
}

/** What is in doubt is looked at again when a status has had its time; meanwhile nothing waits behind it. */
async function awaitStatuses(tx: MerchantTx, changed: readonly Changed[], until: Date): Promise<void> {
  const doubtful = changed.filter(({ row }) => row.state === 'unknown').map(({ row }) => row.id);
  await changeSends(
    tx,
    doubtful.map(deliveryId => ({ deliveryId, dueAt: until, blocks: false })),
  );
  await noteWaiting(
    tx,
    doubtful.map(id => ({ id, reason: 'settling', until })),
  );
}

/** A message that was sent again, though the attempt before had arrived, says so. */
async function noteTwice(
  tx: MerchantTx,
  accepted: readonly { deliveryId: string; attempt: number; wamid: string }[],
  now: Date,
): Promise<void> {
  const again = accepted.filter(({ attempt }) => attempt > 1);
  if (again.length === 0) return;
  const rows = await findDeliveries(
    tx,
    again.map(({ deliveryId }) => deliveryId),
  );
  const known = new Map(rows.map(({ id, wamid }) => [id, wamid]));
  const twice = again.filter(({ deliveryId, wamid }) => (known.get(deliveryId) ?? wamid) !== wamid);
  await addEpisodes(
    tx,
    twice.map(({ deliveryId, attempt }) => ({
      id: deliveryId,
      episode: { at: now.toISOString(), attempt, what: 'arrived-twice' },
    })),
  );
}
