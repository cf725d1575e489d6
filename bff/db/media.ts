import { and, eq, isNull, lt, lte, sql } from 'drizzle-orm';
import type { MessageContent } from '../../contract/message.ts';
import type { Attachment } from '../../contract/message-parts.ts';
import { type MerchantTx, ofMerchant, PRUNED_AT_ONCE } from './merchant-tx.ts';
import { jobs, media, mediaUploads, messages } from './schema/index.ts';
import { inScope, type Scope } from './scope.ts';

export type MediaRow = typeof media.$inferSelect;
type NewMedia = Omit<typeof media.$inferInsert, 'merchantId'>;

const ofId = (tx: MerchantTx, id: string) => and(ofMerchant(tx, media), eq(media.id, id));

export async function insertMedia(tx: MerchantTx, row: NewMedia): Promise<void> {
  await tx.insert(media).values({ ...row, merchantId: tx.merchantId });
}

export async function findMedia(tx: MerchantTx, id: string): Promise<MediaRow | null> {
  const [row] = await tx.select().from(media).where(ofId(tx, id));
  return row ?? null;
}

/** The row, locked until the transaction ends. */
export async function lockMedia(tx: MerchantTx, id: string): Promise<MediaRow | null> {
  const [row] = await tx.select().from(media).where(ofId(tx, id)).for('update');
  return row ?? null;
}

export async function saveMedia(
  tx: MerchantTx,
  id: string,
  change: Partial<Omit<MediaRow, 'merchantId' | 'id'>>,
): Promise<void> {
  await tx.update(media).set(change).where(ofId(tx, id));
}

export async function deleteMedia(tx: MerchantTx, id: string): Promise<void> {
  await tx.delete(media).where(ofId(tx, id));
}

/** What messages say of their file, from now on. Returns where screens are to be told. */
export async function changeAttachments(
  tx: MerchantTx,
  mediaId: string,
  facts: Partial<Attachment>,
): Promise<{ messageId: string; conversationId: string }[]> {
  return tx
    .update(messages)
    .set({ content: sql<MessageContent>`${messages.content} || ${JSON.stringify(facts)}::jsonb` })
    .where(
      and(ofMerchant(tx, messages), eq(messages.mediaId, mediaId), sql`${messages.content}->>'kind' = 'attachment'`),
    )
    .returning({ messageId: messages.id, conversationId: messages.conversationId });
}

/** Is there a message in this conversation, in the reader's scope, that carries the file? */
export async function isInConversation(
  tx: MerchantTx,
  mediaId: string,
  conversationId: string,
  scope: Scope,
): Promise<boolean> {
  const rows = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        ofMerchant(tx, messages),
        eq(messages.mediaId, mediaId),
        eq(messages.conversationId, conversationId),
        inScope(scope),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/**
 * Files uploaded before `before` that no message took, the {@link PRUNED_AT_ONCE} first of them, are to be erased; each gets a job, with one
 * of these ids. Returns how many there were.
 */
export async function eraseUnsent(tx: MerchantTx, before: Date, now: Date): Promise<number> {
  const unsent = tx
    .select({ id: media.id })
    .from(media)
    .leftJoin(messages, and(eq(messages.merchantId, media.merchantId), eq(messages.mediaId, media.id)))
    .where(and(ofMerchant(tx, media), eq(media.state, 'stored'), lt(media.createdAt, before), isNull(messages.id)))
    .orderBy(media.createdAt)
    .limit(PRUNED_AT_ONCE);
  return markErasing(tx, sql`id in (${unsent})`, now);
}

/** The files of these conversations' messages are to be erased, unless a message elsewhere carries them, too. */
export const eraseMediaOf = (tx: MerchantTx, conversationIds: readonly string[], now: Date): Promise<number> => {
  const threads = sql`${`{${conversationIds.join(',')}}`}::uuid[]`;
  const carried = (condition: ReturnType<typeof sql>) => sql`exists (
    select from whatsapp_messages m where m.merchant_id = media.merchant_id and m.media_id = media.id and ${condition})`;
  const only = sql`${carried(sql`m.conversation_id = any(${threads})`)} and not ${carried(sql`m.conversation_id <> all(${threads})`)}`;
  return markErasing(tx, only, now);
};

async function markErasing(tx: MerchantTx, which: ReturnType<typeof sql>, now: Date): Promise<number> {
  const rows = await tx.execute<{ id: string }>(sql`
    update media set state = 'erasing', filename = null, meta_id = case when source = 'whatsapp' then '' end
    where merchant_id = ${tx.merchantId} and state <> 'erasing' and ${which} returning id`);
  if (rows.length > 0) {
    await tx
      .insert(jobs)
      .values(rows.map(({ id }) => ({ id, merchantId: tx.merchantId, kind: 'media' as const, ref: id, dueAt: now })))
      .onConflictDoUpdate({ target: [jobs.kind, jobs.ref], set: { dueAt: now, hastened: true } });
  }
  return rows.length;
}

type Upload = Omit<typeof mediaUploads.$inferSelect, 'merchantId'>;

/** Meta's copy of a file, as one of our numbers may send it. */
export async function findUpload(tx: MerchantTx, mediaId: string, numberId: string): Promise<Upload | null> {
  const [row] = await tx
    .select()
    .from(mediaUploads)
    .where(and(ofMerchant(tx, mediaUploads), eq(mediaUploads.mediaId, mediaId), eq(mediaUploads.numberId, numberId)));
  return row ?? null;
}

export async function saveUpload(tx: MerchantTx, upload: Upload): Promise<void> {
  const { metaId, uploadedAt } = upload;
  await tx
    .insert(mediaUploads)
    .values({ ...upload, merchantId: tx.merchantId })
    .onConflictDoUpdate({
      target: [mediaUploads.merchantId, mediaUploads.mediaId, mediaUploads.numberId],
      set: { metaId, uploadedAt },
    });
}

/** Meta has it no more, as one of our numbers sent it at that time; what was uploaded since is kept. */
export async function forgetUpload(tx: MerchantTx, mediaId: string, numberId: string, sentAt: Date): Promise<void> {
  await tx
    .delete(mediaUploads)
    .where(
      and(
        ofMerchant(tx, mediaUploads),
        eq(mediaUploads.mediaId, mediaId),
        eq(mediaUploads.numberId, numberId),
        lte(mediaUploads.uploadedAt, sentAt),
      ),
    );
}
