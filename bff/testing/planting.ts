import { randomUUIDv7 } from 'node:crypto';
import type { Sql } from '../db/connection.ts';

/** Writes as the tables' owner, for one merchant: what the application itself could not do. */
export const asOwner = <T>(ownerSql: Sql, merchantId: string, work: (tx: Sql) => Promise<T>) =>
  ownerSql.begin(async tx => {
    await tx`select set_config('app.merchant_id', ${merchantId}, true)`;
    return work(tx as unknown as Sql);
  });

/** Puts `count` messages of an equal text into a conversation, with their updates, faster than by writing them. */
export async function plantMessages(
  ownerSql: Sql,
  merchantId: string,
  conversationId: string,
  { count, text }: { count: number; text: string },
): Promise<void> {
  const ids = Array.from({ length: count }, () => randomUUIDv7());
  await asOwner(ownerSql, merchantId, async tx => {
    const [from] =
      await tx`select seq, last_position as position from whatsapp_conversations where id = ${conversationId}`;
    const [counter] = await tx`update merchant_counters set seq = seq + ${count} returning seq - ${count} as seq`;
    await tx`insert into whatsapp_messages (merchant_id, id, conversation_id, position, author, channel, content, sent_at, created_at)
      select ${merchantId}, id::uuid, ${conversationId}, ${from!.position} + n, 'shopper', 'web',
        ${tx.json({ kind: 'text', text })}, now(), now() from unnest(${ids}::text[]) with ordinality as t(id, n)`;
    await tx`insert into conversation_updates (merchant_id, conversation_id, seq, merchant_seq, kind, message_id, created_at)
      select ${merchantId}, ${conversationId}, ${from!.seq} + n, ${counter!.seq} + n, 'message', id::uuid, now()
      from unnest(${ids}::text[]) with ordinality as t(id, n)`;
    await tx`update whatsapp_conversations set seq = seq + ${count}, last_position = last_position + ${count},
      last_message_id = ${ids.at(-1)!}, last_message_at = now() where id = ${conversationId}`;
  });
}
