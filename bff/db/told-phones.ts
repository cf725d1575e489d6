import { and, inArray, notInArray, type SQL, sql } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { customerIdentities } from './schema/index.ts';

/**
 * Is the identity `i` one that may be written to? A phone that a shop told is no address any more once somebody else is known by WhatsApp
 * under it: what they want, and whether they have written STOP, is theirs to say.
 */
export const isAddress = (
  tx: MerchantTx,
): SQL => sql`(i.kind in ('wa_id', 'bsuid') or (i.kind = 'told_phone' and not exists (
  select from customer_identities o where o.merchant_id = ${tx.merchantId} and o.match_key = '+' || i.value and o.customer_id <> i.customer_id)))`;

/** By which identity somebody is written to who has not written: what they have proven before what was told. Null: by none. */
export async function findAddress(tx: MerchantTx, customerId: string): Promise<string | null> {
  const [row] = await tx.execute<{ id: string }>(sql`
    select i.id from customer_identities i where i.merchant_id = ${tx.merchantId} and i.customer_id = ${customerId}::uuid
      and i.value not like 'erased:%' and ${isAddress(tx)}
    order by i.kind = 'told_phone', i.kind desc, i.id limit 1`);
  return row?.id ?? null;
}

/** Which of these identities are proven: all but phones that a shop told, and those that were passed on. */
export async function provenOf(tx: MerchantTx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .select({ id: customerIdentities.id })
    .from(customerIdentities)
    .where(
      and(
        ofMerchant(tx, customerIdentities),
        notInArray(customerIdentities.kind, ['told_phone', 'former_phone']),
        inArray(customerIdentities.id, [...ids]),
      ),
    );
  return rows.map(({ id }) => id);
}
