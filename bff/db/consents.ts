import { and, asc, desc, eq, gte, isNull, sql } from 'drizzle-orm';
import type { Purpose } from '../../contract/message.ts';
import { anyOf } from './any-of.ts';
import { type MerchantTx, ofMerchant } from './merchant-tx.ts';
import { consents } from './schema/index.ts';

export type ConsentRow = Omit<typeof consents.$inferSelect, 'merchantId'>;

export type NewConsent = Pick<ConsentRow, 'id' | 'customerId' | 'topic' | 'action' | 'source' | 'at' | 'recordedAt'> &
  Partial<Pick<ConsentRow, 'identityId' | 'wording' | 'proof' | 'dedupeKey' | 'pending'>>;

/** What decides, of a row. */
const fact = {
  topic: consents.topic,
  action: consents.action,
  source: consents.source,
  at: consents.at,
  wording: consents.wording,
};

/** Adds to the ledger; what is known by its `dedupeKey` already is not added again. Returns the ids of what was new. */
export async function recordConsents(tx: MerchantTx, rows: readonly NewConsent[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const added = await tx
    .insert(consents)
    .values(rows.map(row => ({ ...row, merchantId: tx.merchantId })))
    .onConflictDoNothing({ target: [consents.merchantId, consents.dedupeKey] })
    .returning({ id: consents.id });
  return added.map(({ id }) => id);
}

/** Which of these `dedupeKey`s are in the ledger. */
export async function knownConsents(tx: MerchantTx, dedupeKeys: readonly string[]): Promise<string[]> {
  if (dedupeKeys.length === 0) return [];
  const rows = await tx
    .select({ key: consents.dedupeKey })
    .from(consents)
    .where(and(ofMerchant(tx, consents), anyOf(consents.dedupeKey, [...dedupeKeys])));
  return rows.flatMap(({ key }) => key ?? []);
}

/** What these customers said and what counts of it, in one query; nobody who said nothing is in the answer. */
export async function consentsOf(
  tx: MerchantTx,
  customerIds: readonly string[],
): Promise<Map<string, Pick<ConsentRow, keyof typeof fact>[]>> {
  const found = new Map<string, Pick<ConsentRow, keyof typeof fact>[]>();
  if (customerIds.length === 0) return found;
  const rows = await tx
    .select({ customerId: consents.customerId, ...fact })
    .from(consents)
    .where(and(ofMerchant(tx, consents), anyOf(consents.customerId, [...customerIds]), eq(consents.pending, false)));
  for (const { customerId, ...row } of rows) {
    const facts = found.get(customerId);
    if (facts) facts.push(row);
    else found.set(customerId, [row]);
  }
  return found;
}

/** Everything a customer said, the newest first. */
export async function listConsents(tx: MerchantTx, customerId: string): Promise<ConsentRow[]> {
  const rows = await tx
    .select()
    .from(consents)
    .where(and(ofMerchant(tx, consents), eq(consents.customerId, customerId)))
    .orderBy(desc(consents.at), desc(consents.id));
  return rows.map(({ merchantId: _, ...row }) => row);
}

/** What waits for the customer's yes by WhatsApp and was not asked for, the oldest; `asked`: what this message has asked for since then. */
export async function findPending(
  tx: MerchantTx,
  customerId: string,
  asked: { question: string; since: Date } | null,
): Promise<Pick<ConsentRow, 'id' | 'topic' | 'wording' | 'proof'> | null> {
  const [row] = await tx
    .select({ id: consents.id, topic: consents.topic, wording: consents.wording, proof: consents.proof })
    .from(consents)
    .where(
      and(
        ofMerchant(tx, consents),
        eq(consents.customerId, customerId),
        eq(consents.pending, true),
        asked
          ? and(gte(consents.askedAt, asked.since), sql`${consents.proof} ->> 'question' = ${asked.question}`)
          : isNull(consents.askedAt),
      ),
    )
    .orderBy(asc(consents.at), asc(consents.id))
    .limit(1);
  return row ?? null;
}

/** The phone is asked about it by this message. */
export async function markAsked(tx: MerchantTx, id: string, question: string, askedAt: Date): Promise<void> {
  await tx
    .update(consents)
    .set({ askedAt, proof: sql`${consents.proof} || ${JSON.stringify({ question })}::jsonb` })
    .where(and(ofMerchant(tx, consents), eq(consents.id, id)));
}

/** What was ticked in a browser of this customer does not count for the phone that joins, until the phone says so. Returns which. */
export async function suspendTicked(tx: MerchantTx, customerId: string): Promise<string[]> {
  const rows = await tx
    .update(consents)
    .set({ pending: true })
    .where(
      and(
        ofMerchant(tx, consents),
        eq(consents.customerId, customerId),
        eq(consents.action, 'opt-in'),
        eq(consents.source, 'checkbox'),
        isNull(consents.identityId),
        eq(consents.pending, false),
      ),
    )
    .returning({ id: consents.id });
  return rows.map(({ id }) => id);
}

/** The way back of {@link suspendTicked}. */
export async function resumeTicked(tx: MerchantTx, ids: readonly string[]): Promise<void> {
  await tx
    .update(consents)
    .set({ pending: false })
    .where(and(ofMerchant(tx, consents), anyOf(consents.id, [...ids])));
}

/** What was said last to the customer, by whomever of us; not what could not be sent. `purpose`: null if it did not go by WhatsApp. */
export async function lastSaidTo(
  tx: MerchantTx,
  conversationId: string,
): Promise<{ messageId: string; purpose: Purpose | null } | null> {
  const [row] = await tx.execute<{ messageId: string; purpose: Purpose | null }>(sql`
    select m.id as "messageId", d.purpose from whatsapp_messages m
    left join deliveries d on d.merchant_id = m.merchant_id and d.message_id = m.id
    where m.merchant_id = ${tx.merchantId} and m.conversation_id = ${conversationId} and m.author <> 'shopper'
      and m.content ->> 'kind' not in ('notice', 'reaction') and d.state is distinct from 'failed'
    order by m.position desc limit 1`);
  return row ?? null;
}
