import type postgres from 'postgres';
import type { DeliveryState, Purpose } from '../contract/message.ts';

/** What the ledger says of one message, at the end. `position`: its place in its conversation. */
export type LedgerRow = {
  id: string;
  clientId: string;
  conversationId: string;
  customerId: string;
  position: number;
  purpose: Purpose;
  state: DeliveryState;
  attempt: number;
  /** Nobody knew for a while whether an attempt had arrived. */
  wasInDoubt: boolean;
  /** Meta had accepted an attempt, and declined it later; what came behind it had not waited for it. */
  wasDeclined: boolean;
  sentAgain: boolean;
  error: string | null;
};

/** All of it, as nobody in the product may see it: every merchant's. */
export async function readLedger(superuser: postgres.Sql): Promise<LedgerRow[]> {
  return superuser<LedgerRow[]>`
    select d.id, m.client_id as "clientId", d.conversation_id as "conversationId", c.customer_id as "customerId",
      m.position::int as position, d.purpose, d.state, d.attempt, d.error_title as error,
      d.unknown_at is not null or d.history @> '[{"what": "unknown"}]' as "wasInDoubt",
      d.declined_attempt > 0 as "wasDeclined",
      d.history @> '[{"what": "sent-again"}]' as "sentAgain"
    from deliveries d
    join whatsapp_messages m on m.merchant_id = d.merchant_id and m.id = d.message_id
    join whatsapp_conversations c on c.merchant_id = d.merchant_id and c.id = d.conversation_id
    order by d.conversation_id, m.position`;
}

/** What is not done yet: messages to send or to look at, `due` of them now; and webhooks to work on. */
export type Backlog = { sends: number; due: number; webhooks: number };

export async function readBacklog(superuser: postgres.Sql): Promise<Backlog> {
  const [row] = await superuser<Backlog[]>`
    select (select count(*)::int from queue.sends) as sends,
      (select count(*)::int from queue.sends where due_at <= now()) as due,
      (select count(*)::int from queue.jobs where kind in ('webhook', 'status')) as webhooks`;
  return row!;
}
