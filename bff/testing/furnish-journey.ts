import { randomUUIDv7 } from 'node:crypto';
import { insertJourneyEvents, type NewJourneyEvent } from '../db/journey-events.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { NOW } from './merchants.ts';

/** Rows in every table of the journey. */
export async function furnishJourney(tx: MerchantTx, visitorId: string) {
  const event: NewJourneyEvent = {
    id: randomUUIDv7(),
    subjectId: visitorId,
    name: 'product_viewed',
    source: 'web',
    occurredAt: NOW,
    clientAt: NOW,
    receivedAt: NOW,
    page: { url: `https://shop.example/${tx.merchantId}`, title: 'Oak table' },
    properties: { items: [{ id: 'oak-table', name: 'Oak table' }] },
  };
  await insertJourneyEvents(tx, [event]);
  return { event };
}
