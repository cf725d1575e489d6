import type { Attachment } from '../../contract/message-parts.ts';
import { changeAttachments, lockMedia, type MediaRow, saveMedia } from '../db/media.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { recordUpdate } from '../db/record-updates.ts';
import type { Context } from './context.ts';
import { retryConflict } from './write-conflict.ts';

/**
 * What became of a file that was on its way: its row, the messages that carry it and the updates that tell of them, all at once. False when
 * somebody else has settled it before.
 */
export async function settleMedia(
  { db, live, now }: Context,
  { merchantId, mediaId }: { merchantId: string; mediaId: string },
  change: Partial<MediaRow>,
  facts: Partial<Attachment>,
): Promise<boolean> {
  const moved = await retryConflict(() =>
    withMerchant(db, merchantId, async tx => {
      const row = await lockMedia(tx, mediaId);
      if (row?.state !== 'fetching') return null;
      await saveMedia(tx, mediaId, change);
      const told = await changeAttachments(tx, mediaId, facts);
      for (const { messageId, conversationId } of told)
        await recordUpdate(tx, { conversationId, kind: 'message', messageId, now });
      return told.map(({ conversationId }) => conversationId);
    }),
  );
  for (const conversationId of moved ?? []) live.publish({ kind: 'moved', merchantId, conversationId });
  return moved !== null;
}
