import type postgres from 'postgres';

/** So many customers with a phone, a conversation, and one message each that Meta has accepted. `sql` is within the merchant. */
export async function seedPeople(sql: postgres.Sql, merchantId: string, count: number): Promise<void> {
  await sql`
    create temporary table people as
    select n, gen_random_uuid() customer, gen_random_uuid() thread, gen_random_uuid() identity, gen_random_uuid() message,
      gen_random_uuid() delivery from generate_series(0, ${count - 1}::int) n`;
  await sql`insert into customers (merchant_id, id, kind, created_at) select ${merchantId}, customer, 'known', now() from people`;
  await sql`
    insert into customer_identities (merchant_id, id, customer_id, kind, value, match_key, created_at)
    select ${merchantId}, identity, customer, 'wa_id', '49151' || (30000000 + n), '49151' || (30000000 + n), now() from people`;
  await sql`
    insert into whatsapp_conversations (merchant_id, id, customer_id, last_position, created_at)
    select ${merchantId}, thread, customer, 1, now() from people`;
  await sql`
    insert into whatsapp_messages (merchant_id, id, conversation_id, position, author, agent_id, channel, content, sent_at, created_at)
    select ${merchantId}, message, thread, 1, 'agent', (select id from agents order by id limit 1), 'whatsapp',
      '{"kind": "text", "text": "Yes, in stock."}', now(), now() from people`;
  await sql`
    insert into deliveries (merchant_id, id, message_id, conversation_id, number_id, identity_id, purpose, state, attempt, wamid,
      queued_at, accepted_at)
    select ${merchantId}, delivery, message, thread, (select id from whatsapp_numbers order by id limit 1), identity, 'reply',
      'accepted', 1, 'wamid.out.' || n, now(), now() from people`;
  await sql`analyze`;
}
