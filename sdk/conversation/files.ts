import type { Api } from './api.ts';
import type { Guest } from './guest.ts';
import type { Outgoing, SavedBox } from './saved.ts';

/** Files that the shopper brings, and links to those of the thread. */
export const createFiles = ({ api, saved, guest }: { api: Api; saved: SavedBox; guest: Guest }) => ({
  /** Uploads it; the content of a message that shows it. Rejects with an {@link ApiError}. */
  async bring(file: File): Promise<Outgoing['content']> {
    const token = await guest.ensureInTurn();
    const uploaded = await guest.inspected(api.upload(token, file, file.name || 'file'));
    const { id: mediaId, filename, width, height, ...rest } = uploaded;
    return {
      sent: { kind: 'attachment', mediaId },
      shown: { ...rest, kind: 'attachment', mediaId, state: 'stored', filename: filename ?? undefined },
    };
  },
  /** A fresh link; undefined where there is none. */
  async link(id: string): Promise<string | undefined> {
    const { token } = saved.read();
    return (
      token &&
      api.mediaLink(token, id).then(
        ({ url }) => url,
        () => undefined,
      )
    );
  },
});
