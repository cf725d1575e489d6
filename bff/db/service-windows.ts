import { type SQL, sql } from 'drizzle-orm';
import type { MerchantTx } from './merchant-tx.ts';
import { serviceWindows } from './schema/index.ts';

/** A customer's identity and one of our numbers: whom a service window is between. */
export type Pair = { identityId: string; numberId: string };

const stamp = (at: Date) => sql`${at.toISOString()}::timestamptz`;

/** When the customer last wrote or called to the pair's number; null: never. */
export async function lastInboundAt(tx: MerchantTx, { identityId, numberId }: Pair): Promise<Date | null> {
  const [row] = await tx.execute<{ at: string }>(sql`
    select last_inbound_at as at from service_windows
    where merchant_id = ${tx.merchantId} and identity_id = ${identityId} and number_id = ${numberId}`);
  return row ? new Date(row.at) : null;
}

/** The same of a selected conversation's pair, which its answers go between. */
export const inboundOfConversation = sql<Date | null>`(select w.last_inbound_at from service_windows w
  where w.merchant_id = whatsapp_conversations.merchant_id and w.identity_id = whatsapp_conversations.whatsapp_identity_id
    and w.number_id = whatsapp_conversations.whatsapp_number_id)`.mapWith(serviceWindows.lastInboundAt);

/** Writes windows, given as a query of the columns in their order. Of stamps that come out of order the latest counts. */
export const keepWindows = (windows: SQL): SQL => sql`
  insert into service_windows (merchant_id, identity_id, number_id, last_inbound_at) ${windows}
  on conflict (merchant_id, identity_id, number_id) do update set last_inbound_at = excluded.last_inbound_at
    where service_windows.last_inbound_at < excluded.last_inbound_at`;

/**
 * The customer called: free text may be sent from then on, to whom called and from the number that was called. That is where the thread's
 * customer is, unless they have written or called since.
 */
export async function openWindow(
  tx: MerchantTx,
  conversationId: string,
  { at, identityId, numberId }: Pair & { at: Date },
): Promise<void> {
  await tx.execute(sql`
    with thread as (
      update whatsapp_conversations
      set last_whatsapp_inbound_at = ${stamp(at)}, whatsapp_identity_id = ${identityId}, whatsapp_number_id = ${numberId}
      where merchant_id = ${tx.merchantId} and id = ${conversationId} and (last_whatsapp_inbound_at < ${stamp(at)}) is not false)
    ${keepWindows(sql`values (${tx.merchantId}::uuid, ${identityId}::uuid, ${numberId}::uuid, ${stamp(at)})`)}`);
}

/** WhatsApp says that the window was closed at `at`: it knows better than the stamps that we have. What came since opens it anew. */
export async function closeWindow(tx: MerchantTx, { identityId, numberId }: Pair, at: Date): Promise<void> {
  await tx.execute(sql`
    update service_windows set last_inbound_at = least(last_inbound_at, ${stamp(at)} - interval '24 h')
    where merchant_id = ${tx.merchantId} and identity_id = ${identityId} and number_id = ${numberId} and last_inbound_at <= ${stamp(at)}`);
}
