import type { DueSend } from '../db/due-sends.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { noteRecipients } from '../db/portfolio-usage.ts';
import type { WhatsAppNumber } from '../db/whatsapp-numbers.ts';
import { countedSince, isPassed, USAGE_STEP } from '../domain/messaging-limit.ts';
import { type LimitsRead, portfolioOf } from './read-limits.ts';
import { Overtaken } from './write-conflict.ts';

/** `begins`: it is the business that does. `isFirst`: and that person does not count yet. */
export type Beginning = { begins: boolean; isFirst: boolean };

/**
 * Counts whom the business writes to first, and whom it does again, of what is claimed; the less urgent come last. Another number of the
 * portfolio may have read the same count and taken from it meanwhile: who comes second, and would pass the limit, begins again.
 * @throws Overtaken
 */
export async function countRecipients(
  tx: MerchantTx,
  number: WhatsAppNumber,
  claimed: readonly (Beginning & { send: Pick<DueSend, 'identityId' | 'purpose'> })[],
  { messagingLimit, used, begun: before }: LimitsRead,
  now: Date,
): Promise<void> {
  const identityIds = [...new Set(claimed.filter(({ begins }) => begins).map(({ send }) => send.identityId))];
  const noted = { identityIds, step: USAGE_STEP, countedSince: countedSince(now), isLimited: messagingLimit !== null };
  const begun = await noteRecipients(tx, portfolioOf(number), noted, now);
  const first = claimed.filter(({ isFirst }) => isFirst);
  if (begun === null || first.length === 0) return;
  const others = begun - identityIds.length - before;
  if (others > 0 && isPassed(first.at(-1)!.send.purpose, messagingLimit, used + first.length + others))
    throw new Overtaken();
}
