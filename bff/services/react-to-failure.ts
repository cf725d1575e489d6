import { findFailing, requeueDeliveries } from '../db/deliveries.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { recordUpdates } from '../db/record-updates.ts';
import type { DeliveryEpisode } from '../db/schema/index.ts';
import { insertSends } from '../db/sends.ts';
import { HOUR } from '../domain/duration.ts';
import { reactTo, type SendFailure, type SendReaction } from '../domain/send-reaction.ts';
import { applyReaction } from './apply-reaction.ts';
import { WAKES_NOBODY, type Wakes, wakesOf } from './effect.ts';
import { recordDeliveryEvents } from './record-delivery-events.ts';

/** `words`: what happened, for the merchant. `token`: the number's, sealed, that the attempt was made with, where that is known. */
export type FailedAttempt = {
  deliveryId: string;
  attempt: number;
  failure: SendFailure;
  words: string;
  token?: Buffer;
};

/** What waits for so long, in ms, holds up no other message of its conversation. */
const LONG = HOUR;

const PUT_BACK: ReadonlySet<DeliveryEpisode['what']> = new Set(['unreachable', 'refused', 'put-back']);

type Failing = Awaited<ReturnType<typeof findFailing>>[number];

/**
 * Does what the class of each error asks for: the message is queued again or fails; the number slows down or stops, the template waits,
 * the customer gets no more marketing, the file is brought to Meta anew.
 */
export async function reactToFailures(
  tx: MerchantTx,
  failures: readonly FailedAttempt[],
  random: (deliveryId: string) => number,
  now: Date,
): Promise<Wakes> {
  if (failures.length === 0) return WAKES_NOBODY;
  const rows = await findFailing(
    tx,
    failures.map(({ deliveryId }) => deliveryId),
  );
  const byId = new Map(rows.map(row => [row.id, row]));
  const decided = failures.flatMap(failed => {
    const row = byId.get(failed.deliveryId);
    // A later attempt is under way: this one is history.
    if (!row || row.attempt !== failed.attempt) return [];
    const refusals = row.history.flatMap(({ what, code = null }) => (what === 'refused' ? [code] : []));
    const reaction = reactTo(failed.failure, { ...row, hasFile: row.mediaId !== null, refusals }, now, random(row.id));
    return isRepeated(row, reaction) ? [] : [{ failed, row, reaction }];
  });
  const again = await retryAll(tx, decided, now);
  const ended = decided.filter(({ reaction }) => reaction.message.next === 'fail');
  const { moved } = await recordDeliveryEvents(tx, ended.map(toFailedEvent(now)), now);
  const wakes: Wakes[] = [{ moved: [...moved, ...again] }];
  for (const { failed, row, reaction } of decided) wakes.push(await applyReaction(tx, row, failed, reaction, now));
  return wakesOf(...wakes);
}

type Decided = { failed: FailedAttempt; row: Failing; reaction: SendReaction };

async function retryAll(tx: MerchantTx, decided: readonly Decided[], now: Date): Promise<string[]> {
  const retried = decided.flatMap(({ failed, row, reaction: { message } }) =>
    message.next === 'retry' && !isGivenUp(row) ? [{ failed, row, message }] : [],
  );
  const requeued = new Set(
    await requeueDeliveries(
      tx,
      retried.map(({ failed, row, message }) => ({
        id: failed.deliveryId,
        attempt: failed.attempt,
        episodes: [
          // What came behind it meanwhile did not wait for it.
          ...(row.unknownAt
            ? [{ at: row.unknownAt.toISOString(), attempt: failed.attempt, what: 'unknown' as const }]
            : []),
          {
            at: now.toISOString(),
            attempt: failed.attempt,
            what: failed.failure.kind === 'unreachable' ? 'unreachable' : message.counts ? 'refused' : 'put-back',
            ...(failed.failure.kind === 'refused' && failed.failure.code !== null && { code: failed.failure.code }),
            words: failed.words,
          },
        ],
        waits: message.at > now ? { reason: 'retry', until: message.at } : undefined,
      })),
    ),
  );
  const kept = retried.filter(({ row }) => requeued.has(row.id));
  await insertSends(
    tx,
    kept.map(({ row, message }) => ({
      ...row,
      deliveryId: row.id,
      dueAt: message.at,
      blocks: message.at.getTime() - now.getTime() < LONG,
    })),
  );
  // Screens show an attempt that is repeated as what it was, a message that waits; one that had failed already is told again.
  const told = kept.filter(({ row }) => row.state === 'failed').map(({ row }) => row);
  await recordUpdates(
    tx,
    told.map(({ conversationId, messageId }) => ({ conversationId, kind: 'message', messageId, now })),
  );
  return told.map(({ conversationId }) => conversationId);
}

/** It waits for its next attempt by this failure already: whoever wrote that down did not hear that it was, and tries again. */
const isRepeated = ({ history, attempt }: Failing, { message }: SendReaction) =>
  message.next === 'retry' && history.some(episode => episode.attempt === attempt && PUT_BACK.has(episode.what));

/** It was not Meta who ended it: nobody sends it again but by deciding so. */
const isGivenUp = ({ state, errorCode }: Failing) => state === 'failed' && errorCode === null;

const toFailedEvent =
  (now: Date) =>
  ({ failed: { deliveryId, failure, words } }: Decided) => ({
    deliveryId,
    event: {
      state: 'failed' as const,
      at: now,
      error: { code: failure.kind === 'refused' ? failure.code : null, title: words },
    },
  });
