import { randomUUIDv7 } from 'node:crypto';
import type { JourneySource } from '../../contract/journey-event.ts';
import { insertJourneyEvents } from '../db/journey-events.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import type { DueEvent } from '../domain/commerce-state.ts';

/**
 * Puts on the journey what was not told yet; returns all that is told now. Nothing is told while nobody knows whose it is: then it waits
 * until somebody does. Nothing happens in the future.
 */
export async function tellJourney(
  tx: MerchantTx,
  subjectId: string | null,
  source: JourneySource,
  told: readonly string[],
  due: readonly DueEvent[],
  now: Date,
): Promise<string[]> {
  if (!subjectId) return [...told];
  const fresh = due.filter(({ key }) => !told.includes(key));
  await insertJourneyEvents(
    tx,
    fresh.map(({ name, at, properties }) => ({
      id: randomUUIDv7(),
      subjectId,
      name,
      source,
      occurredAt: at < now ? at : now,
      clientAt: null,
      receivedAt: now,
      page: null,
      properties,
    })),
  );
  return [...told, ...fresh.map(({ key }) => key)];
}
