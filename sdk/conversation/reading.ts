import type { Api } from './api.ts';
import type { SavedBox } from './saved.ts';
import type { StateBox } from './state.ts';
import { withRead } from './thread.ts';

/** "I have read up to here": true here at once, told to the server once for each position, and again if that got lost. */
export function createReading({ api, saved, state }: { api: Api; saved: SavedBox; state: StateBox }) {
  let told = 0;
  let conversation: string | undefined;

  function tell() {
    const { thread } = state.current;
    const upTo = thread?.readUpTo ?? 0;
    const { token } = saved.read();
    // Another thread has other positions.
    if (conversation !== thread?.conversation) told = 0;
    conversation = thread?.conversation;
    if (!token || upTo <= told) return;
    const before = told;
    told = upTo;
    api.read(token, upTo).catch(() => {
      told = Math.min(before, told);
    });
  }

  return {
    /** The shopper looks at the newest message. */
    markRead() {
      const { thread } = state.current;
      const newest = thread?.messages.at(-1)?.position ?? 0;
      if (!thread || newest <= thread.readUpTo) return;
      state.set({ thread: withRead(thread, newest) });
      tell();
    },
    /** The server can be reached again. */
    tell,
  };
}
