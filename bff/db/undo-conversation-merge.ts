import { sql } from 'drizzle-orm';
import type { MerchantTx } from './merchant-tx.ts';
import { dealPositions } from './merge-conversations.ts';

/**
 * The messages that were written in `from` go back there; what was written since stays in `into`. Both rows must be locked. Read is, in
 * both, what was read by the time of the last message read here.
 */
export async function undoConversationMerge(tx: MerchantTx, from: string, into: string): Promise<void> {
  const merchant = sql`merchant_id = ${tx.merchantId}`;
  const [read] = await tx.execute<{ by_agents: string | null; by_shopper: string | null }>(sql`
    select (select created_at from whatsapp_messages where ${merchant} and conversation_id = c.id and position <= c.read_by_agents
        order by position desc limit 1) as by_agents,
      (select created_at from whatsapp_messages where ${merchant} and conversation_id = c.id and position <= c.read_by_shopper
        order by position desc limit 1) as by_shopper
    from whatsapp_conversations c where ${merchant} and id = ${into}`);
  await tx.execute(sql`
    update whatsapp_messages set conversation_id = ${from},
      origin_conversation_id = nullif(origin_conversation_id, ${from}::uuid)
    where ${merchant} and conversation_id = ${into} and origin_conversation_id = any(array(
      select id from whatsapp_conversations where ${merchant} and (id = ${from} or merged_into = ${from})))`);
  await tx.execute(sql`
    update deliveries d set conversation_id = ${from} from whatsapp_messages m
    where d.merchant_id = ${tx.merchantId} and m.merchant_id = d.merchant_id and m.id = d.message_id and m.conversation_id = ${from}
      and d.conversation_id = ${into}`);
  for (const id of [from, into]) {
    await dealPositions(tx, id);
    await reckon(tx, id, read ?? { by_agents: null, by_shopper: null });
  }
  await tx.execute(sql`update whatsapp_conversations set merged_into = null where ${merchant} and id = ${from}`);
}

/** What a conversation's row says of its messages. An address that went to somebody else is no address any more. */
const reckon = (tx: MerchantTx, id: string, read: { by_agents: string | null; by_shopper: string | null }) =>
  tx.execute(sql`
    with own as (select * from whatsapp_messages where merchant_id = ${tx.merchantId} and conversation_id = ${id}),
    facts as (select coalesce(max(position), 0) as last_position, max(created_at) as last_at,
      coalesce(max(position) filter (where created_at <= ${read.by_agents}::timestamptz), 0) as by_agents,
      coalesce(max(position) filter (where created_at <= ${read.by_shopper}::timestamptz), 0) as by_shopper from own)
    update whatsapp_conversations c set
      last_position = facts.last_position,
      last_message_at = facts.last_at,
      last_message_id = (select o.id from own o where author <> 'system' order by position desc limit 1),
      read_by_agents = facts.by_agents,
      read_by_shopper = facts.by_shopper,
      unread_count = (select count(*) from own o where author = 'shopper' and position > facts.by_agents),
      last_whatsapp_inbound_at = (select max(sent_at) from own o where author = 'shopper' and channel = 'whatsapp'),
      whatsapp_identity_id = (select i.id from customer_identities i where i.merchant_id = c.merchant_id
        and i.id = c.whatsapp_identity_id and i.customer_id = c.customer_id)
    from facts where c.merchant_id = ${tx.merchantId} and c.id = ${id}`);
