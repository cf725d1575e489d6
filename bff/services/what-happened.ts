import { readBooks } from '../db/automation-facts.ts';
import { findJourneys } from '../db/customer-journeys.ts';
import { readEvents, readWritten } from '../db/journey-facts.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import type { Happened } from '../domain/automation/facts.ts';
import { QUIET_FOR } from '../domain/lead-stage.ts';

/** All that may have begun a rule for a customer. `subjects`: their parts, the customer among them. */
export async function whatHappened(
  tx: MerchantTx,
  customerId: string,
  subjects: ReadonlyMap<string, readonly string[]>,
): Promise<Happened> {
  const journey = (await findJourneys(tx, [customerId])).get(customerId);
  const isDormant = journey?.stage === 'dormant';
  return {
    ...(await readBooks(tx, subjects)).get(customerId)!,
    customerId,
    events: [...(await readEvents(tx, subjects)), ...(await readWritten(tx, subjects))],
    hotSince: journey?.hotSince ?? null,
    dormantSince: isDormant ? new Date(journey.lastSeenAt.getTime() + QUIET_FOR) : null,
  };
}
