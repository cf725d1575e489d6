import { randomUUIDv7 } from 'node:crypto';
import type { MediaUploaded } from '../../contract/media.ts';
import { insertMedia } from '../db/media.ts';
import { withMerchant } from '../db/merchant-tx.ts';
import { fileNameOf } from '../domain/file-name.ts';
import type { MediaStore } from '../media/media-store.ts';
import { type TakenFile, TooLarge, takeIn } from '../media/take-in.ts';
import type { Context } from './context.ts';
import { typeOf } from './outgoing-content.ts';
import { Refusal } from './refusal.ts';

export type Upload = {
  bytes: AsyncIterable<Uint8Array>;
  /** What it is called where it came from. */
  filename: string | undefined;
  by: { source: 'agent' | 'shopper'; id: string };
  /** Bytes. */
  limit: number;
};

export type UploadTools = { store: MediaStore; folder: string };

/**
 * Takes in a file that somebody is about to send: what it is, its bytes say. Nobody but who brought it may send it.
 * @throws Refusal too-large, invalid-request
 */
export async function takeUpload(
  { db, now }: Context,
  { store, folder }: UploadTools,
  merchantId: string,
  { bytes, filename, by, limit }: Upload,
): Promise<Omit<MediaUploaded, 'url'>> {
  const file = await receive(bytes, folder, limit);
  const id = randomUUIDv7();
  try {
    if (file.size === 0) throw new Refusal('invalid-request', 'The file is empty.');
    await store.keep({ merchantId, mediaId: id, sha256: file.sha256 }, file.path);
  } finally {
    await file.discard();
  }
  const { mimeType, size, sha256, animated = null, width = null, height = null } = file;
  const facts = { mimeType, size, sha256, animated, width, height, filename: fileNameOf(filename) };
  const stored = { state: 'stored', source: by.source, uploadedBy: by.id, createdAt: now, storedAt: now } as const;
  await withMerchant(db, merchantId, tx => insertMedia(tx, { id, ...stored, ...facts }));
  return { id, type: typeOf(file), mimeType, size, filename: facts.filename, width, height };
}

async function receive(bytes: AsyncIterable<Uint8Array>, folder: string, limit: number): Promise<TakenFile> {
  try {
    return await takeIn(bytes, { folder, limit });
  } catch (error) {
    if (error instanceof TooLarge)
      throw new Refusal('too-large', `A file may have ${Math.floor(limit / 1024 / 1024)} MB at most.`);
    throw error;
  }
}
