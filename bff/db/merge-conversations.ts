import { and, eq, sql } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { conversations } from './schema/index.ts';

/**
 * All messages of one conversation become part of another, in the order of their times; both rows must be locked. What nobody had
 * read before is unread after. The emptied conversation stays and points at the other, so that a stream that still counts in it
 * can be told.
 */
export async function mergeConversations(tx: MerchantTx, from: string, into: string): Promise<void> {
  const unread = await findUnread(tx, from, into);
  await moveRows(tx, from, into);
  await dealPositions(tx, into);
  await joinFacts(tx, from, into);
  await restoreMarks(tx, into, unread);
  await tx
    .update(conversations)
    .set({ mergedInto: into, unreadCount: 0 })
    .where(and(ofMerchant(tx, conversations), eq(conversations.id, from)));
}

type Unread = { byShopper: string[]; byAgents: string[] };

/** An answer that went by WhatsApp was read there, or will be: for the panel only what was said in a panel counts. */
async function findUnread(tx: MerchantTx, from: string, into: string): Promise<Unread> {
  const rows = await tx.execute<{ id: string; author: 'agent' | 'shopper' }>(sql`
    select m.id, m.author from whatsapp_messages m
    join whatsapp_conversations c on c.merchant_id = m.merchant_id and c.id = m.conversation_id
    where m.merchant_id = ${tx.merchantId} and m.conversation_id in (${from}, ${into})
      and ((m.author = 'agent' and m.channel = 'web' and m.position > c.read_by_shopper)
        or (m.author = 'shopper' and m.position > c.read_by_agents))`);
  const idsBy = (author: string) => rows.filter(row => row.author === author).map(row => row.id);
  return { byShopper: idsBy('agent'), byAgents: idsBy('shopper') };
}

/** A screen's own id that both threads know stays with the message that was here first. */
async function moveRows(tx: MerchantTx, from: string, into: string): Promise<void> {
  await tx.execute(sql`
    update whatsapp_messages m set conversation_id = ${into},
      origin_conversation_id = coalesce(m.origin_conversation_id, ${from}),
      client_id = case when exists (select from whatsapp_messages o where o.merchant_id = ${tx.merchantId}
        and o.conversation_id = ${into} and o.client_id = m.client_id) then null else m.client_id end,
      position = m.position + (select last_position from whatsapp_conversations where merchant_id = ${tx.merchantId} and id = ${into})
    where m.merchant_id = ${tx.merchantId} and m.conversation_id = ${from}`);
  await tx.execute(sql`
    update deliveries set conversation_id = ${into} where merchant_id = ${tx.merchantId} and conversation_id = ${from}`);
  await tx.execute(sql`
    update queue.sends set conversation_id = ${into} where merchant_id = ${tx.merchantId} and conversation_id = ${from}`);
}

/** Positions 1…n in the order of time. */
export const dealPositions = (tx: MerchantTx, into: string) =>
  tx.execute(sql`
    update whatsapp_messages m set position = ordered.place
    from (select id, row_number() over (order by created_at, position) as place from whatsapp_messages
          where merchant_id = ${tx.merchantId} and conversation_id = ${into}) ordered
    where m.merchant_id = ${tx.merchantId} and m.id = ordered.id and m.position <> ordered.place`);

/** Of the two addresses that of the later WhatsApp message is where the customer is. */
const joinFacts = (tx: MerchantTx, from: string, into: string) =>
  tx.execute(sql`
    update whatsapp_conversations c set
      last_position = coalesce(newest.position, 0),
      last_message_id = spoken.id,
      last_message_at = newest.created_at,
      started_url = coalesce(c.started_url, gone.started_url),
      started_title = coalesce(c.started_title, gone.started_title),
      assignee_id = coalesce(c.assignee_id, gone.assignee_id),
      last_whatsapp_inbound_at = greatest(c.last_whatsapp_inbound_at, gone.last_whatsapp_inbound_at),
      whatsapp_identity_id = case when later.is_gone then gone.whatsapp_identity_id else c.whatsapp_identity_id end,
      whatsapp_number_id = case when later.is_gone then gone.whatsapp_number_id else c.whatsapp_number_id end,
      status = 'open'
    from whatsapp_conversations gone
    join whatsapp_conversations kept on kept.merchant_id = gone.merchant_id and kept.id = ${into}
    cross join lateral (select gone.last_whatsapp_inbound_at is not null
      and gone.last_whatsapp_inbound_at > coalesce(kept.last_whatsapp_inbound_at, '-infinity') as is_gone) later
    left join lateral (select position, created_at from whatsapp_messages
      where merchant_id = ${tx.merchantId} and conversation_id = ${into} order by position desc limit 1) newest on true
    left join lateral (select id from whatsapp_messages
      where merchant_id = ${tx.merchantId} and conversation_id = ${into} and author <> 'system' order by position desc limit 1) spoken on true
    where gone.merchant_id = ${tx.merchantId} and gone.id = ${from}
      and c.merchant_id = ${tx.merchantId} and c.id = ${into}`);

/** Read is everything before the first message that was unread. */
async function restoreMarks(tx: MerchantTx, into: string, { byShopper, byAgents }: Unread): Promise<void> {
  const markBefore = (ids: string[]) => sql`coalesce(
    (select min(position) - 1 from whatsapp_messages where merchant_id = ${tx.merchantId} and id = any(${sql.param(ids)}::uuid[])),
    c.last_position)`;
  await tx.execute(sql`
    update whatsapp_conversations c set
      read_by_shopper = ${markBefore(byShopper)}, read_by_agents = ${markBefore(byAgents)},
      unread_count = ${byAgents.length}
    where c.merchant_id = ${tx.merchantId} and c.id = ${into}`);
}
