import { and, asc, eq, or, sql } from 'drizzle-orm';
import type { JourneySource } from '../../contract/journey-event.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { customerContacts, customers } from './schema/index.ts';

/** `value`: what is compared; `display`: as people write it. */
export type Contact = { kind: 'email' | 'phone'; value: string; display: string };

/** What a shop says somebody can be reached by. A contact that somebody has already stays theirs. */
export async function addContacts(
  tx: MerchantTx,
  customerId: string,
  contacts: readonly (Contact & { id: string })[],
  source: JourneySource,
  now: Date,
): Promise<void> {
  if (contacts.length === 0) return;
  await tx
    .insert(customerContacts)
    .values(contacts.map(contact => ({ ...contact, merchantId: tx.merchantId, customerId, source, createdAt: now })))
    .onConflictDoNothing();
}

export async function listContacts(
  tx: MerchantTx,
  customerId: string,
): Promise<{ kind: 'email' | 'phone'; value: string; source: JourneySource }[]> {
  return tx
    .select({ kind: customerContacts.kind, value: customerContacts.display, source: customerContacts.source })
    .from(customerContacts)
    .where(and(ofMerchant(tx, customerContacts), eq(customerContacts.customerId, customerId)))
    .orderBy(asc(customerContacts.kind), asc(customerContacts.value));
}

/** Whose contacts these are; an e-mail address says more than a phone, which families share. */
export async function findCustomerByContact(tx: MerchantTx, contacts: readonly Contact[]): Promise<string | null> {
  if (contacts.length === 0) return null;
  const [row] = await tx
    .select({ customerId: sql<string>`coalesce(${customers.mergedInto}, ${customers.id})` })
    .from(customerContacts)
    .innerJoin(
      customers,
      and(eq(customers.merchantId, customerContacts.merchantId), eq(customers.id, customerContacts.customerId)),
    )
    .where(
      and(
        ofMerchant(tx, customerContacts),
        or(
          ...contacts.map(({ kind, value }) => and(eq(customerContacts.kind, kind), eq(customerContacts.value, value))),
        ),
      ),
    )
    .orderBy(asc(customerContacts.kind), asc(customerContacts.id))
    .limit(1);
  return row?.customerId ?? null;
}

/** What a customer can be reached by, as it is compared. */
export async function listContactValues(
  tx: MerchantTx,
  customerId: string,
): Promise<{ kind: 'email' | 'phone'; value: string }[]> {
  return tx
    .select({ kind: customerContacts.kind, value: customerContacts.value })
    .from(customerContacts)
    .where(and(ofMerchant(tx, customerContacts), eq(customerContacts.customerId, customerId)));
}
