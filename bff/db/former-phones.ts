import { sql } from 'drizzle-orm';
import type { MerchantTx } from './merchant-tx.ts';

/**
 * A customer moved to another number at that time: by the old one, however a country spells it, they are neither recognised nor written to
 * any more, and nobody is found by their having typed it at the shop.
 * @param key as domain/phone-match.ts makes it
 */
export async function passOnPhone(tx: MerchantTx, customerId: string, key: string, at: Date): Promise<void> {
  const digits = key.replace('+', '');
  await tx.execute(sql`
    with typed as (
      delete from customer_contacts
      where merchant_id = ${tx.merchantId} and customer_id = ${customerId}::uuid and kind = 'phone' and value = ${digits})
    update customer_identities set kind = 'former_phone', match_key = null, passed_on_at = ${at.toISOString()}::timestamptz
    where merchant_id = ${tx.merchantId} and customer_id = ${customerId}::uuid
      and ((kind = 'wa_id' and match_key = ${key}) or (kind = 'told_phone' and value = ${digits}))`);
}

/** Somebody moved to this number at that time: whoever else was known by it is not any more. */
export async function takeOverPhone(tx: MerchantTx, customerId: string, waId: string, at: Date): Promise<void> {
  await tx.execute(sql`
    update customer_identities set kind = 'former_phone', match_key = null, passed_on_at = ${at.toISOString()}::timestamptz
    where merchant_id = ${tx.merchantId} and customer_id <> ${customerId}::uuid and kind = 'wa_id' and value = ${waId}`);
}

/** Who had this number at that time, if it was passed on since. */
export async function findFormerOwner(tx: MerchantTx, waId: string, at: Date): Promise<string | null> {
  const [row] = await tx.execute<{ customerId: string }>(sql`
    select customer_id as "customerId" from customer_identities
    where merchant_id = ${tx.merchantId} and kind = 'former_phone' and value = ${waId}
      and passed_on_at >= ${at.toISOString()}::timestamptz
    order by passed_on_at limit 1`);
  return row?.customerId ?? null;
}

/** What has not arrived goes to this identity, as far as it was to go to a number that its customer has no more. */
export async function readdressDeliveries(tx: MerchantTx, conversationId: string, identityId: string): Promise<void> {
  await tx.execute(sql`
    update deliveries d set identity_id = ${identityId}::uuid
    from customer_identities i
    where d.merchant_id = ${tx.merchantId} and d.conversation_id = ${conversationId}::uuid
      and d.state in ('queued', 'unknown', 'held', 'failed')
      and i.merchant_id = d.merchant_id and i.id = d.identity_id and i.kind = 'former_phone'`);
}
