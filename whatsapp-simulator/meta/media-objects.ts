import { type Media, type MediaStore, sha256 } from '../media.ts';
import { GraphError } from './errors.ts';
import { uploadLimit } from './media-limits.ts';

/** Takes a multipart upload. @throws {GraphError} 100 for a missing part, an unsupported type or a file too big. */
export async function upload(store: MediaStore, form: FormData): Promise<Media> {
  const file = form.get('file');
  if (form.get('messaging_product') !== 'whatsapp')
    throw new GraphError(100, 'The parameter messaging_product is required.');
  if (!(file instanceof File)) throw new GraphError(100, 'The parameter file is required.');
  const type = form.get('type');
  const mimeType = typeof type === 'string' && type.includes('/') ? type : file.type;
  const limit = uploadLimit(mimeType);
  if (limit === undefined)
    throw new GraphError(100, `Param file must be a file with one of the supported types, not ${mimeType}.`);
  if (file.size > limit) throw new GraphError(100, `Param file must be at most ${limit} bytes.`);
  return store.add({ mimeType, bytes: new Uint8Array(await file.arrayBuffer()), filename: file.name });
}

/** What `GET /{media_id}` answers. */
export const mediaObject = (media: Media, url: URL) => ({
  url: url.href,
  mime_type: media.mimeType,
  sha256: sha256(media.bytes, 'hex'),
  file_size: media.bytes.length,
  id: media.id,
  messaging_product: 'whatsapp',
});
