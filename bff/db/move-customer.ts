import { and, eq, or, sql } from 'drizzle-orm';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import {
  consents,
  conversations,
  customerContacts,
  customerIdentities,
  customers,
  type MovedRows,
  visitors,
} from './schema/index.ts';

type Moved = Omit<MovedRows, 'conversation' | 'silenced' | 'suspended'>;

/** The browsers of a customer, with what each may see: how they will be again when a merge is undone. */
export async function listBrowsers(tx: MerchantTx, customerId: string): Promise<Moved['visitors']> {
  const rows = await tx
    .select({
      id: visitors.id,
      ownThreadId: visitors.ownThreadId,
      seesFrom: visitors.seesFrom,
      mayChat: visitors.mayChat,
    })
    .from(visitors)
    .where(and(ofMerchant(tx, visitors), eq(visitors.customerId, customerId)))
    .orderBy(visitors.id);
  return rows.map(({ seesFrom, ...browser }) => ({ ...browser, seesFrom: seesFrom?.toISOString() ?? null }));
}

/**
 * Everything that pointed at one customer points at another; the emptied row remembers where it went, and so do those that were part of
 * it. Returns what went, for the way back.
 */
export async function moveCustomer(
  tx: MerchantTx,
  from: string,
  into: string,
): Promise<Pick<Moved, 'contacts' | 'consents' | 'customers'>> {
  await tx
    .update(visitors)
    .set({ customerId: into })
    .where(and(ofMerchant(tx, visitors), eq(visitors.customerId, from)));
  await tx
    .update(customerIdentities)
    .set({ customerId: into })
    .where(and(ofMerchant(tx, customerIdentities), eq(customerIdentities.customerId, from)));
  const contacts = await tx
    .update(customerContacts)
    .set({ customerId: into })
    .where(and(ofMerchant(tx, customerContacts), eq(customerContacts.customerId, from)))
    .returning({ id: customerContacts.id });
  const said = await tx
    .update(consents)
    .set({ customerId: into })
    .where(and(ofMerchant(tx, consents), eq(consents.customerId, from)))
    .returning({ id: consents.id });
  const parts = await tx
    .update(customers)
    .set({ mergedInto: into })
    .where(and(ofMerchant(tx, customers), or(eq(customers.id, from), eq(customers.mergedInto, from))))
    .returning({ id: customers.id });
  return {
    contacts: contacts.map(({ id }) => id),
    consents: said.map(({ id }) => id),
    customers: parts.map(({ id }) => id).filter(id => id !== from),
  };
}

/** The way back of {@link moveCustomer}: what went to somebody else since stays there. */
export async function moveCustomerBack(tx: MerchantTx, from: string, into: string, moved: Moved): Promise<void> {
  for (const { id, ownThreadId, seesFrom, mayChat } of moved.visitors) {
    await tx
      .update(visitors)
      .set({ customerId: from, ownThreadId, seesFrom: seesFrom === null ? null : new Date(seesFrom), mayChat })
      .where(and(ofMerchant(tx, visitors), eq(visitors.id, id), eq(visitors.customerId, into)));
  }
  for (const { id, ownThreadId, seesFrom } of moved.identities) {
    await tx
      .update(customerIdentities)
      .set({ customerId: from, ownThreadId, seesFrom: seesFrom === null ? null : new Date(seesFrom) })
      .where(
        and(ofMerchant(tx, customerIdentities), eq(customerIdentities.id, id), eq(customerIdentities.customerId, into)),
      );
  }
  await tx
    .update(customerContacts)
    .set({ customerId: from })
    .where(
      and(
        ofMerchant(tx, customerContacts),
        anyOf(customerContacts.id, moved.contacts),
        eq(customerContacts.customerId, into),
      ),
    );
  await tx
    .update(consents)
    .set({ customerId: from })
    .where(and(ofMerchant(tx, consents), anyOf(consents.id, moved.consents ?? []), eq(consents.customerId, into)));
  await tx
    .update(customers)
    .set({ mergedInto: sql`case when ${customers.id} = ${from} then null else ${from}::uuid end` })
    .where(
      and(ofMerchant(tx, customers), anyOf(customers.id, [from, ...moved.customers]), eq(customers.mergedInto, into)),
    );
}

/** A conversation belongs to another customer from now on. */
export async function moveConversation(tx: MerchantTx, id: string, customerId: string): Promise<void> {
  await tx
    .update(conversations)
    .set({ customerId })
    .where(and(ofMerchant(tx, conversations), eq(conversations.id, id)));
}
