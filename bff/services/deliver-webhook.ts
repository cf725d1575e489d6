import { postWebhook } from '../commerce/post-webhook.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { findEndpoint } from '../db/webhook-endpoints.ts';
import { findOutgoing, noteAttempt, type OutgoingRow } from '../db/webhook-outbox.ts';
import { nextWebhookAttempt } from '../domain/webhook-retry.ts';
import type { Context } from './context.ts';
import { type EndpointTools, signingSecrets } from './webhook-endpoints.ts';

export type DeliveryTools = EndpointTools & { random: () => number };

/**
 * Tries once to tell an endpoint what is waiting for it. At least once: who is killed between the answer and its note tells it again, with
 * the same id. Returns when it is to be tried again; null: it is over.
 */
export async function deliverWebhook(
  { db, now }: Context,
  { sealer, reach, random }: DeliveryTools,
  merchantId: string,
  id: string,
): Promise<Date | null> {
  const asked = await withMerchant(db, merchantId, async tx => {
    const row = await findOutgoing(tx, id);
    return row?.state === 'queued' ? { row, endpoint: (await findEndpoint(tx, row.endpointId))! } : null;
  });
  if (!asked) return null;
  const { row, endpoint } = asked;
  const end = (state: OutgoingRow['state'], answer: string, nextAt: Date | null = null) =>
    withMerchant(db, merchantId, tx => noteAttempt(tx, id, { state, answer, nextAt }, now));
  if (endpoint.removedAt || endpoint.offSince) {
    await end('failed', endpoint.removedAt ? 'The endpoint was removed.' : 'The endpoint was switched off.');
    return null;
  }
  const secrets = signingSecrets(sealer, merchantId, endpoint, now);
  const { kind, words } = await postWebhook({ id, url: endpoint.url, secrets, body: row.body!, at: now }, reach);
  const pause = kind === 'failed' ? nextWebhookAttempt(row.attempts + 1, random()) : null;
  const nextAt = pause === null ? null : new Date(now.getTime() + pause);
  await end(kind === 'taken' ? 'delivered' : nextAt === null ? 'failed' : 'queued', words, nextAt);
  return nextAt;
}

/** What went wrong on our side again and again is given up where people see it. */
export const giveUpWebhook = (tx: MerchantTx, id: string, now: Date): Promise<number> =>
  noteAttempt(
    tx,
    id,
    { state: 'failed', answer: 'Something went wrong on our side, again and again.', nextAt: null },
    now,
  );
