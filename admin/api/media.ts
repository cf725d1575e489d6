import type { MediaLink, MediaUploaded } from '../../contract/media.ts';
import type { ApiClient } from './client.ts';

/** Brings a file that can be sent then. 413 when it is larger than any may be. */
export const uploadFile = (api: ApiClient, file: File, signal: AbortSignal) =>
  api<MediaUploaded>('media', { method: 'POST', query: { filename: file.name.slice(-240) }, file, signal });

/** A link that works for the next hour. */
export const freshLink = (api: ApiClient, mediaId: string) => api<MediaLink>(`media/${mediaId}`);
