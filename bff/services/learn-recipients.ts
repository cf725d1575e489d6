import { addIdentitiesOf, findKnownValues, type NewIdentity } from '../db/customers.ts';
import { customersOfDeliveries } from '../db/deliveries.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { provenOf } from '../db/told-phones.ts';
import { bsuidIdentity, phoneIdentity } from './whatsapp-identities.ts';

type Answered = { deliveryId: string; waId?: string | undefined; bsuid?: string | undefined };

/**
 * Meta's answers say how it spells the recipients; statuses and replies will use that. That a message went to a phone that a shop told does
 * not prove whose it is: nothing is learned of those.
 */
export async function learnRecipients(tx: MerchantTx, answered: readonly Answered[], now: Date): Promise<void> {
  const told = answered.map(({ deliveryId, waId, bsuid }) => ({ deliveryId, identities: identitiesOf(waId, bsuid) }));
  const known = new Set(
    await findKnownValues(
      tx,
      told.flatMap(({ identities }) => identities),
    ),
  );
  const fresh = told.filter(({ identities }) => identities.some(({ value }) => !known.has(value)));
  if (fresh.length === 0) return;
  const customers = await customersOfDeliveries(
    tx,
    fresh.map(({ deliveryId }) => deliveryId),
  );
  const proven = await provenOf(
    tx,
    [...customers.values()].map(({ identityId }) => identityId),
  );
  const added = fresh.flatMap(({ deliveryId, identities }) => {
    const to = customers.get(deliveryId);
    if (!to || !proven.includes(to.identityId)) return [];
    return identities.map(identity => ({ customerId: to.customerId, ...identity }));
  });
  await addIdentitiesOf(tx, added, now);
}

const identitiesOf = (waId: string | undefined, bsuid: string | undefined): NewIdentity[] => [
  ...(waId ? [phoneIdentity(waId)] : []),
  ...(bsuid ? [bsuidIdentity(bsuid)] : []),
];
