import { and, desc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { messages, whatsappPresence } from './schema/index.ts';

export type PresenceRow = typeof whatsappPresence.$inferSelect;

const ofConversation = (tx: MerchantTx, id: string) =>
  and(ofMerchant(tx, whatsappPresence), eq(whatsappPresence.conversationId, id));

/** What the customer's phone was last told. */
export async function findPresence(tx: MerchantTx, conversationId: string): Promise<PresenceRow | null> {
  const [row] = await tx.select().from(whatsappPresence).where(ofConversation(tx, conversationId));
  return row ?? null;
}

/** Somebody writes. False when that was noted less than `everyMs` ago: then nothing is changed. */
export async function noteTyping(tx: MerchantTx, conversationId: string, everyMs: number, now: Date): Promise<boolean> {
  const rows = await tx
    .insert(whatsappPresence)
    .values({ merchantId: tx.merchantId, conversationId, typingAt: now })
    .onConflictDoUpdate({
      target: [whatsappPresence.merchantId, whatsappPresence.conversationId],
      set: { typingAt: now },
      setWhere: sql`coalesce(${whatsappPresence.typingAt}, '-infinity') <= ${new Date(now.getTime() - everyMs).toISOString()}::timestamptz`,
    })
    .returning({ id: whatsappPresence.conversationId });
  return rows.length > 0;
}

export async function savePresence(
  tx: MerchantTx,
  conversationId: string,
  told: { readWamid: string; typingToldAt?: Date },
): Promise<void> {
  await tx
    .insert(whatsappPresence)
    .values({ merchantId: tx.merchantId, conversationId, ...told })
    .onConflictDoUpdate({ target: [whatsappPresence.merchantId, whatsappPresence.conversationId], set: told });
}

/** The customer's newest message by WhatsApp up to a position of the thread. */
export async function newestInbound(
  tx: MerchantTx,
  conversationId: string,
  upTo: number,
): Promise<{ wamid: string; sentAt: Date } | null> {
  const [row] = await tx
    .select({ wamid: messages.wamid, sentAt: messages.sentAt })
    .from(messages)
    .where(
      and(
        ofMerchant(tx, messages),
        eq(messages.conversationId, conversationId),
        eq(messages.channel, 'whatsapp'),
        eq(messages.author, 'shopper'),
        isNotNull(messages.wamid),
        lte(messages.position, upTo),
      ),
    )
    .orderBy(desc(messages.position))
    .limit(1);
  return row?.wamid ? { wamid: row.wamid, sentAt: row.sentAt } : null;
}
