import { sql } from 'drizzle-orm';
import type { Channel, MessageContent } from '../../contract/message.ts';
import type { MerchantTx } from './merchant-tx.ts';
import { insertUpdates } from './record-updates.ts';

export type SystemMessage = { id: string; conversationId: string; channel: Channel; content: MessageContent };

/**
 * Puts what the system writes at the ends of many threads, in as few statements as for one. Each thread is named once; all are locked,
 * in the order of their ids, and none is part of another.
 */
export async function appendSystemMessages(
  tx: MerchantTx,
  messages: readonly SystemMessage[],
  now: Date,
): Promise<void> {
  if (messages.length === 0) return;
  const at = sql`${now.toISOString()}::timestamptz`;
  const list = JSON.stringify(
    messages.map(({ conversationId, ...message }) => ({ ...message, conversation_id: conversationId })),
  );
  const rows = await tx.execute<{ id: string; conversation_id: string; seq: string }>(sql`
    with m as (select * from jsonb_to_recordset(${list}::jsonb) m (id uuid, conversation_id uuid, channel text, content jsonb)),
    moved as (
      update whatsapp_conversations c set seq = c.seq + 1, last_position = c.last_position + 1, last_message_at = ${at}
      from m where c.merchant_id = ${tx.merchantId} and c.id = m.conversation_id and c.merged_into is null
      returning c.id, c.seq, c.last_position),
    written as (
      insert into whatsapp_messages (merchant_id, id, conversation_id, position, author, channel, content, sent_at, created_at)
      select ${tx.merchantId}::uuid, m.id, m.conversation_id, moved.last_position, 'system', m.channel, m.content, ${at}, ${at}
      from m join moved on moved.id = m.conversation_id returning id, conversation_id)
    select written.id, written.conversation_id, moved.seq from written join moved on moved.id = written.conversation_id`);
  if (rows.length < messages.length) throw new Error('a thread is not there, or was merged');
  insertUpdates(
    tx,
    rows.map(({ id, conversation_id: conversationId, seq }) => ({
      ...{ conversationId, kind: 'message' as const, messageId: id },
      ...{ seq: Number(seq), now },
    })),
  );
}
