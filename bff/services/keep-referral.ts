import { randomUUIDv7 } from 'node:crypto';
import { insertJourneyEvents } from '../db/journey-events.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { type JsonObject, textOf } from '../whatsapp/json.ts';
import type { Written } from './apply-inbound-message.ts';

/** What is kept of an advertisement or post, by Meta's own names; `ctwa_clid` is what tells Meta of a sale that came of it. */
const KEPT = ['source_type', 'source_id', 'source_url', 'headline', 'body', 'media_type', 'ctwa_clid'];
const LONGEST = 2000;

/** The customer wrote because of an advertisement or a post: that belongs to their journey. Meta tells it with the first message only. */
export async function keepReferral(
  tx: MerchantTx,
  { message: { referral, sentAt }, customerId: subjectId }: Pick<Written, 'message' | 'customerId'>,
  now: Date,
): Promise<void> {
  if (!referral) return;
  const event = { id: randomUUIDv7(), subjectId, name: 'ad_clicked', source: 'woodex', page: null } as const;
  const occurredAt = sentAt < now ? sentAt : now;
  const properties = propertiesOf(referral);
  await insertJourneyEvents(tx, [{ ...event, occurredAt, clientAt: null, receivedAt: now, properties }]);
}

const propertiesOf = (referral: JsonObject) =>
  Object.fromEntries(
    KEPT.flatMap(key => {
      const text = textOf(referral[key]);
      return text ? [[key, text.slice(0, LONGEST).toWellFormed()]] : [];
    }),
  );
