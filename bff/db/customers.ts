import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { CustomerIdentity } from '../../contract/customer.ts';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { customerIdentities, customers } from './schema/index.ts';

type NewCustomer = { id: string; kind: 'guest' | 'known'; fullName?: string; phone?: string; now: Date };

export async function insertCustomer(tx: MerchantTx, customer: NewCustomer): Promise<void> {
  await tx.insert(customers).values({
    merchantId: tx.merchantId,
    id: customer.id,
    kind: customer.kind,
    fullName: customer.fullName ?? null,
    phone: customer.phone ?? null,
    createdAt: customer.now,
  });
}

/** What is proven replaces what is not: a known customer's name and phone. Absent values change nothing. */
export async function markCustomerKnown(
  tx: MerchantTx,
  id: string,
  proven: { fullName?: string | undefined; phone?: string | undefined },
): Promise<void> {
  await tx
    .update(customers)
    .set({
      kind: 'known',
      fullName: proven.fullName ?? sql`${customers.fullName}`,
      phone: proven.phone ?? sql`${customers.phone}`,
    })
    .where(and(ofMerchant(tx, customers), eq(customers.id, id)));
}

export type NewIdentity = CustomerIdentity & { id: string; matchKey: string | null };

/** Adds ways to recognise a customer; one that is known already stays with its customer. */
export const addIdentities = (
  tx: MerchantTx,
  customerId: string,
  identities: NewIdentity[],
  now: Date,
): Promise<void> =>
  addIdentitiesOf(
    tx,
    identities.map(identity => ({ customerId, ...identity })),
    now,
  );

/** The same for many customers, in one statement. In one order, so that two who learn the same do not wait for each other crosswise. */
export async function addIdentitiesOf(
  tx: MerchantTx,
  added: readonly (NewIdentity & { customerId: string })[],
  now: Date,
): Promise<void> {
  if (added.length === 0) return;
  const rows = added.map(({ id, customerId, kind, value, matchKey }) => ({
    ...{ id, customer_id: customerId, kind, value, match_key: matchKey },
  }));
  await tx.execute(sql`
    insert into customer_identities (merchant_id, id, customer_id, kind, value, match_key, created_at)
    select ${tx.merchantId}::uuid, id, customer_id, kind, value, match_key, ${now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as added(id uuid, customer_id uuid, kind text, value text, match_key text)
    order by kind, value on conflict do nothing`);
}

/** The row of an identity of a customer; null when it belongs to nobody or to somebody else. */
export async function findIdentity(
  tx: MerchantTx,
  customerId: string,
  { kind, value }: CustomerIdentity,
): Promise<{ id: string } | null> {
  const [row] = await tx.execute<{ id: string }>(sql`
    select id from customer_identities
    where merchant_id = ${tx.merchantId} and customer_id = ${customerId} and kind = ${kind} and value = ${value}`);
  return row ?? null;
}

/** What an identity is, by its row. */
export async function readIdentity(tx: MerchantTx, id: string): Promise<CustomerIdentity | null> {
  const [row] = await tx
    .select({ kind: customerIdentities.kind, value: customerIdentities.value })
    .from(customerIdentities)
    .where(and(ofMerchant(tx, customerIdentities), eq(customerIdentities.id, id)));
  return row ?? null;
}

export async function listIdentities(tx: MerchantTx, customerId: string): Promise<CustomerIdentity[]> {
  return tx
    .select({ kind: customerIdentities.kind, value: customerIdentities.value })
    .from(customerIdentities)
    .where(and(ofMerchant(tx, customerIdentities), eq(customerIdentities.customerId, customerId)))
    .orderBy(asc(customerIdentities.id));
}

/** Customers that any of these identities belongs to: exact values first, then the same phone written in another form. */
export async function findCustomersByIdentity(
  tx: MerchantTx,
  identities: Pick<NewIdentity, 'kind' | 'value' | 'matchKey'>[],
): Promise<{ customerId: string; exact: boolean }[]> {
  if (identities.length === 0) return [];
  const names = identities.map(({ kind, value, matchKey }) => ({ kind, value, match_key: matchKey }));
  const mine = sql`select customer_id from customer_identities where merchant_id = ${tx.merchantId}`;
  const rows = await tx.execute<{ customerId: string; exact: boolean }>(sql`
    select found.customer_id as "customerId", bool_or(found.exact) as exact
    from json_to_recordset(${JSON.stringify(names)}::json) n (kind text, value text, match_key text) cross join lateral (
      select customer_id, true as exact from (${mine} and kind = n.kind and value = n.value) same
      union all select customer_id, false from (${mine} and match_key = n.match_key) alike) found
    group by found.customer_id order by exact desc, found.customer_id`);
  return [...rows];
}

/** Two messages of one new person wait for each other here, so that they make one customer. Held until the transaction ends. */
export async function lockIdentities(
  tx: MerchantTx,
  identities: Pick<NewIdentity, 'value' | 'matchKey'>[],
): Promise<void> {
  const names = JSON.stringify(identities.map(({ value, matchKey }) => `${tx.merchantId}:${matchKey ?? value}`));
  await tx.execute(sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(name, 0) as key from json_array_elements_text(${names}::json) name
      order by key offset 0) keys`);
}

/** The customer that this one is now. */
export async function findCurrentCustomer(tx: MerchantTx, id: string): Promise<CurrentCustomer | null> {
  const [row] = await tx
    .select({
      id: customers.id,
      kind: customers.kind,
      fullName: customers.fullName,
      phone: customers.phone,
      createdAt: customers.createdAt,
      mergedInto: customers.mergedInto,
    })
    .from(customers)
    .where(and(ofMerchant(tx, customers), eq(customers.id, id)));
  if (!row) return null;
  const { mergedInto, ...customer } = row;
  return mergedInto ? findCurrentCustomer(tx, mergedInto) : customer;
}

export type CurrentCustomer = {
  id: string;
  kind: 'guest' | 'known';
  fullName: string | null;
  phone: string | null;
  createdAt: Date;
};

/**
 * The customers that these are now, locked together in the order of their ids: whoever takes them in whatever order waits, and nobody
 * deadlocks. Null for one that does not exist. Take them before any other customer.
 */
export async function lockCurrentCustomers(tx: MerchantTx, ids: readonly string[]): Promise<(string | null)[]> {
  const current: (string | null)[] = [];
  for (const id of ids) current.push((await findCurrentCustomer(tx, id))?.id ?? null);
  await tx.execute(sql`savepoint customers_locked`);
  for (const id of [...new Set(current)].filter(id => id !== null).sort()) {
    if (await lockUnlessMerged(tx, id)) continue;
    // It became part of another while this waited: nothing is held on to while that is looked at anew, or two might wait for each other.
    await tx.execute(sql`rollback to savepoint customers_locked`);
    return lockCurrentCustomers(tx, ids);
  }
  await tx.execute(sql`release savepoint customers_locked`);
  return current;
}

/** The customer that this one is now, after whatever merges; kept from being merged by others until the transaction ends. */
export async function lockCurrentCustomer(tx: MerchantTx, id: string): Promise<string | null> {
  const [current] = await lockCurrentCustomers(tx, [id]);
  return current ?? null;
}

/** Locks this very row. False: it is part of another customer. */
async function lockUnlessMerged(tx: MerchantTx, id: string): Promise<boolean> {
  const [row] = await tx
    .select({ mergedInto: customers.mergedInto })
    .from(customers)
    .where(and(ofMerchant(tx, customers), eq(customers.id, id)))
    .for('no key update');
  return row?.mergedInto === null;
}

/** Which of these are known already, whosever they are, by their values. */
export async function findKnownValues(tx: MerchantTx, identities: readonly NewIdentity[]): Promise<string[]> {
  if (identities.length === 0) return [];
  const rows = await tx
    .select({ value: customerIdentities.value })
    .from(customerIdentities)
    .where(
      and(
        ofMerchant(tx, customerIdentities),
        inArray(customerIdentities.kind, [...new Set(identities.map(({ kind }) => kind))]),
        anyOf(
          customerIdentities.value,
          identities.map(({ value }) => value),
        ),
      ),
    );
  return rows.map(({ value }) => value);
}
