import { randomUUIDv7 } from 'node:crypto';
import type { CommerceAccepted, CommerceEvent } from '../../contract/commerce.ts';
import { enqueue } from '../db/jobs.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { findParts, type InboxSource, storeWebhookParts } from '../db/webhook-inbox.ts';
import type { Context } from './context.ts';
import { Refusal } from './refusal.ts';

export type CommercePart = { dedupeKey: string; body: string };

/** Keeps what a shop told, each part once, and has it worked on in order. Returns the names of those that are new. */
export async function keepCommerceParts(
  tx: MerchantTx,
  source: Exclude<InboxSource, 'whatsapp'>,
  parts: readonly CommercePart[],
  now: Date,
): Promise<Set<string>> {
  const rows = [...new Map(parts.map(part => [part.dedupeKey, { ...part, id: randomUUIDv7() }])).values()];
  const fresh = new Set(await storeWebhookParts(tx, source, rows, now));
  const added = rows.filter(({ id }) => fresh.has(id));
  await enqueue(tx, ...added.map(({ id }) => ({ id: randomUUIDv7(), kind: 'commerce' as const, ref: id, dueAt: now })));
  return new Set(added.map(({ dedupeKey }) => dedupeKey));
}

/**
 * Keeps a batch as a whole. The same id with the same content is the same event.
 * @throws Refusal conflict when an id carries another content than before; then nothing of the batch is kept
 */
export async function receiveCommerceEvents(
  { db, live, now }: Context,
  merchantId: string,
  events: readonly CommerceEvent[],
): Promise<CommerceAccepted> {
  const parts = events.map(event => ({ dedupeKey: event.id, body: JSON.stringify(event) }));
  const fresh = await withMerchant(db, merchantId, async tx => {
    const added = await keepCommerceParts(tx, 'api', parts, now);
    const stored = await findParts(tx, 'api', [...new Set(parts.map(({ dedupeKey }) => dedupeKey))]);
    const changed = parts.find(({ dedupeKey, body }) => stored.get(dedupeKey) !== body);
    if (changed) {
      throw new Refusal(
        'conflict',
        `The event ${changed.dedupeKey} was told before with another content. Give a new fact a new id.`,
      );
    }
    return added;
  });
  if (fresh.size > 0) live.publish({ kind: 'work' });
  const results = events.map(({ id }) => ({
    id,
    outcome: fresh.delete(id) ? ('accepted' as const) : ('repeated' as const),
  }));
  return { results };
}
