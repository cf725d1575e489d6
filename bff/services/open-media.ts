import { findMedia, isInConversation } from '../db/media.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import type { Visitor } from '../db/visitors.ts';
import type { ByteRange, MediaPlace, MediaStore } from '../media/media-store.ts';
import type { Context } from './context.ts';

/** A stored file: what it is, and its bytes when asked for. */
export type OpenedMedia = {
  mimeType: string;
  size: number;
  filename: string | null;
  sha256: string;
  read(range?: ByteRange): Promise<ReadableStream<Uint8Array> | null>;
};

/** Null: there is no such file here, or not yet, or no more. */
export async function openMedia(
  { db }: Pick<Context, 'db'>,
  store: MediaStore,
  { merchantId, mediaId }: Pick<MediaPlace, 'merchantId' | 'mediaId'>,
): Promise<OpenedMedia | null> {
  const row = await withMerchant(db, merchantId, tx => findMedia(tx, mediaId));
  if (row?.state !== 'stored' || !row.sha256) return null;
  const { mimeType, size, filename, sha256 } = row;
  const read = (range?: ByteRange) => store.read({ merchantId, mediaId, sha256 }, range);
  return { mimeType: mimeType!, size: size!, filename, sha256, read };
}

/** May this browser see the file? It is in what it sees of its own thread, or it has brought it itself. */
export const mayShopperSee = (
  { db }: Pick<Context, 'db'>,
  merchantId: string,
  { id, conversationId, scope }: Visitor,
  mediaId: string,
): Promise<boolean> =>
  withMerchant(db, merchantId, async tx => {
    const row = await findMedia(tx, mediaId);
    if (row?.state !== 'stored') return false;
    return (row.source === 'shopper' && row.uploadedBy === id) || isInConversation(tx, mediaId, conversationId, scope);
  });

export const hasMedia = ({ db }: Pick<Context, 'db'>, merchantId: string, mediaId: string): Promise<boolean> =>
  withMerchant(db, merchantId, async tx => (await findMedia(tx, mediaId))?.state === 'stored');
