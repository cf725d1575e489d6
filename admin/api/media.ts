import type { MediaLink } from '../../contract/media.ts';
import type { ApiClient } from './client.ts';

/** A link that works for the next hour. */
export const freshLink = (api: ApiClient, mediaId: string) => api<MediaLink>(`media/${mediaId}`);
