import { sql } from 'drizzle-orm';
import type { MerchantTx } from './merchant-tx.ts';
import { dealPositions } from './merge-conversations.ts';
import type { ReadMarks, Surroundings } from './schema/index.ts';

/** How both were before they were joined, and up to where the joined one was read then. */
type Before = { own: ReadMarks; other: ReadMarks & Surroundings; both: ReadMarks };

/**
 * The messages that were written in `from`, or in what it had become before, go back there; what was written since stays in `into`. Both
 * rows must be locked. Read is, in both, what was read before or since.
 */
export async function undoConversationMerge(tx: MerchantTx, from: string, into: string, before: Before): Promise<void> {
  const merchant = sql`merchant_id = ${tx.merchantId}`;
  const parts = sql`(with recursive parts as (
      select id from whatsapp_conversations where ${merchant} and id = ${from}
      union select c.id from whatsapp_conversations c join parts on c.merged_into = parts.id where c.merchant_id = ${tx.merchantId})
    select id from parts)`;
  const isOwn = sql`coalesce(m.origin_conversation_id = any(array${parts}), false)`;
  const [since] = await tx.execute<Record<'own_agents' | 'own_shopper' | 'other_agents' | 'other_shopper', number>>(sql`
    select count(*) filter (where is_own and position <= by_agents)::int as own_agents,
      count(*) filter (where is_own and position <= by_shopper)::int as own_shopper,
      count(*) filter (where not is_own and position <= by_agents)::int as other_agents,
      count(*) filter (where not is_own and position <= by_shopper)::int as other_shopper
    from (select m.position, ${isOwn} as is_own,
        case when c.read_by_agents > ${before.both.readByAgents} then c.read_by_agents end as by_agents,
        case when c.read_by_shopper > ${before.both.readByShopper} then c.read_by_shopper end as by_shopper
      from whatsapp_messages m join whatsapp_conversations c on c.merchant_id = m.merchant_id and c.id = m.conversation_id
      where m.merchant_id = ${tx.merchantId} and m.conversation_id = ${into}) read_since`);
  await tx.execute(sql`
    update whatsapp_messages set conversation_id = ${from}, origin_conversation_id = nullif(origin_conversation_id, ${from}::uuid)
    where ${merchant} and conversation_id = ${into} and origin_conversation_id = any(array${parts})`);
  await followMessages(tx, from, into);
  await dealPositions(tx, from);
  await dealPositions(tx, into);
  await giveSurroundingsBack(tx, from, into, before.other);
  const { own, other } = before;
  await reckon(tx, from, latest(own, { readByAgents: since!.own_agents, readByShopper: since!.own_shopper }));
  await reckon(tx, into, latest(other, { readByAgents: since!.other_agents, readByShopper: since!.other_shopper }));
  await tx.execute(sql`update whatsapp_conversations set merged_into = null where ${merchant} and id = ${from}`);
}

/** What was written in `from` after that position is `into`'s, an empty conversation. Both rows must be locked. */
export async function partConversation(
  tx: MerchantTx,
  from: string,
  into: string,
  { after, readByAgents, readByShopper }: ReadMarks & { after: number },
): Promise<void> {
  await tx.execute(sql`
    update whatsapp_messages set conversation_id = ${into}, position = position - ${after}::bigint
    where merchant_id = ${tx.merchantId} and conversation_id = ${from} and position > ${after}`);
  await followMessages(tx, into, from);
  await tx.execute(sql`
    update whatsapp_conversations c set reply_channel = gone.reply_channel,
      whatsapp_identity_id = gone.whatsapp_identity_id, whatsapp_number_id = gone.whatsapp_number_id
    from whatsapp_conversations gone where gone.merchant_id = ${tx.merchantId} and gone.id = ${from}
      and c.merchant_id = ${tx.merchantId} and c.id = ${into}`);
  const upTo = (mark: number) => ({ from: Math.min(mark, after), into: Math.max(0, mark - after) });
  const [agents, shopper] = [upTo(readByAgents), upTo(readByShopper)];
  await reckon(tx, from, { readByAgents: agents.from, readByShopper: shopper.from });
  await reckon(tx, into, { readByAgents: agents.into, readByShopper: shopper.into });
}

const latest = (a: ReadMarks, b: ReadMarks): ReadMarks => ({
  readByAgents: Math.max(a.readByAgents, b.readByAgents),
  readByShopper: Math.max(a.readByShopper, b.readByShopper),
});

/** Deliveries, and what is queued of them, go where their messages went. */
const followMessages = async (tx: MerchantTx, to: string, from: string) => {
  await tx.execute(sql`
    update deliveries d set conversation_id = ${to} from whatsapp_messages m
    where d.merchant_id = ${tx.merchantId} and m.merchant_id = d.merchant_id and m.id = d.message_id
      and m.conversation_id = ${to} and d.conversation_id = ${from}`);
  await tx.execute(sql`
    update queue.sends s set conversation_id = ${to} from deliveries d
    where s.merchant_id = ${tx.merchantId} and s.conversation_id = ${from} and d.merchant_id = s.merchant_id
      and d.id = s.delivery_id and d.conversation_id = ${to}`);
};

/** What it had taken from the other, and nobody has changed since. */
const giveSurroundingsBack = (tx: MerchantTx, from: string, into: string, before: Surroundings) =>
  tx.execute(sql`
    update whatsapp_conversations c set
      assignee_id = case when c.assignee_id = gone.assignee_id then ${before.assigneeId}::uuid else c.assignee_id end,
      started_title = case when c.started_url = gone.started_url and ${before.startedUrl}::text is null then null else c.started_title end,
      started_url = case when c.started_url = gone.started_url then ${before.startedUrl}::text else c.started_url end,
      whatsapp_identity_id = case when ${isOthers} then ${before.whatsappIdentityId}::uuid else c.whatsapp_identity_id end,
      whatsapp_number_id = case when ${isOthers} then ${before.whatsappNumberId}::uuid else c.whatsapp_number_id end
    from whatsapp_conversations gone where gone.merchant_id = ${tx.merchantId} and gone.id = ${from}
      and c.merchant_id = ${tx.merchantId} and c.id = ${into}`);

const isOthers = sql`not exists (select from customer_identities i
  where i.merchant_id = c.merchant_id and i.id = c.whatsapp_identity_id and i.customer_id = c.customer_id)`;

/** What a conversation's row says of its messages. An address that is somebody else's is no address any more. */
const reckon = (tx: MerchantTx, id: string, { readByAgents, readByShopper }: ReadMarks) =>
  tx.execute(sql`
    with own as (select * from whatsapp_messages where merchant_id = ${tx.merchantId} and conversation_id = ${id}),
    facts as (select coalesce(max(position), 0) as last_position, max(created_at) as last_at from own)
    update whatsapp_conversations c set
      last_position = facts.last_position,
      last_message_at = facts.last_at,
      last_message_id = (select o.id from own o where author <> 'system' order by position desc limit 1),
      read_by_agents = least(${readByAgents}::bigint, facts.last_position),
      read_by_shopper = least(${readByShopper}::bigint, facts.last_position),
      unread_count = (select count(*) from own o where author = 'shopper' and position > ${readByAgents}),
      last_whatsapp_inbound_at = (select max(sent_at) from own o where author = 'shopper' and channel = 'whatsapp'),
      whatsapp_number_id = case when ${isOthers} then null else c.whatsapp_number_id end,
      whatsapp_identity_id = case when ${isOthers} then null else c.whatsapp_identity_id end
    from facts where c.merchant_id = ${tx.merchantId} and c.id = ${id}`);
