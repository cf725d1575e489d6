import type postgres from 'postgres';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import type { Line } from './world.ts';

const TEMPLATE = '00000009-0000-7000-8000-000000000001';
const id = (kind: number, n: string) =>
  `(lpad(to_hex(${kind}), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** The template that campaigns send. */
export async function makeTemplate(sql: postgres.Sql, wabaId: string): Promise<void> {
  await sql.unsafe(`
    insert into whatsapp_templates (merchant_id, id, waba_id, name, language, category, status, components, created_at, updated_at)
    values ('${DEMO_MERCHANT_ID}', '${TEMPLATE}', '${wabaId}', 'offer', 'en', 'MARKETING', 'APPROVED',
      '[{"type": "BODY", "text": "An offer."}]', now(), now())`);
}

/** People `from` … `to`, each with a phone, a conversation, and a yes to offers. */
export async function fillPeople(sql: postgres.Sql, from: number, to: number): Promise<void> {
  const people = `generate_series(${from}, ${to}) n`;
  await sql.unsafe(`insert into customers (merchant_id, id, kind, created_at)
    select '${DEMO_MERCHANT_ID}', ${id(1, 'n')}, 'known', now() from ${people}`);
  await sql.unsafe(`insert into customer_identities (merchant_id, id, customer_id, kind, value, match_key, created_at)
    select '${DEMO_MERCHANT_ID}', ${id(2, 'n')}, ${id(1, 'n')}, 'wa_id', '4915' || lpad(n::text, 9, '0'), '4915' || lpad(n::text, 9, '0'), now()
    from ${people}`);
  await sql.unsafe(`insert into whatsapp_conversations (merchant_id, id, customer_id, created_at)
    select '${DEMO_MERCHANT_ID}', ${id(3, 'n')}, ${id(1, 'n')}, now() from ${people}`);
  await sql.unsafe(`insert into consents (merchant_id, id, customer_id, topic, action, source, at, recorded_at)
    select '${DEMO_MERCHANT_ID}', ${id(4, 'n')}, ${id(1, 'n')}, 'marketing', 'opt-in', 'checkbox', now(), now() from ${people}`);
  await sql`analyze customers, customer_identities, whatsapp_conversations, consents`;
}

let filled = 0;

/** A campaign: so many offers, to each of the people in turn, from these numbers in turn. */
export async function fillCampaign(
  sql: postgres.Sql,
  lines: readonly Line[],
  { messages, people }: { messages: number; people: number },
): Promise<void> {
  const first = filled + 1;
  filled += messages;
  const series = `generate_series(${first}, ${filled}) n`;
  const person = `(n % ${people} + 1)`;
  const number = `('{${lines.map(line => line.id).join(',')}}'::uuid[])[n % ${lines.length} + 1]`;
  const offer = `{"kind": "template", "templateId": "${TEMPLATE}", "name": "offer", "language": "en", "body": "An offer.", "buttons": [], "parameters": []}`;
  await sql.begin(async tx => {
    await tx`select set_config('app.merchant_id', ${DEMO_MERCHANT_ID}, true)`;
    await tx.unsafe(`insert into whatsapp_messages (merchant_id, id, conversation_id, position, author, channel, content, sent_at, created_at)
      select '${DEMO_MERCHANT_ID}', ${id(5, 'n')}, ${id(3, person)}, 1000000 + n, 'system', 'whatsapp', '${offer}', now(), now() from ${series}`);
    await tx.unsafe(`insert into deliveries (merchant_id, id, message_id, conversation_id, number_id, identity_id, purpose, queued_at)
      select '${DEMO_MERCHANT_ID}', ${id(6, 'n')}, ${id(5, 'n')}, ${id(3, person)}, ${number}, ${id(2, person)}, 'marketing', now() from ${series}`);
    await tx.unsafe(`insert into queue.sends (delivery_id, merchant_id, number_id, conversation_id, priority, due_at)
      select ${id(6, 'n')}, '${DEMO_MERCHANT_ID}', ${number}, ${id(3, person)}, 2, now() + n * interval '1 microsecond' from ${series}`);
  });
  await sql`analyze whatsapp_messages, deliveries, queue.sends`;
}

/** Nothing waits any more. */
export async function emptyQueue(sql: postgres.Sql): Promise<void> {
  await sql`truncate queue.sends, queue.pairs`.catch(() => sql`delete from queue.sends`);
}
