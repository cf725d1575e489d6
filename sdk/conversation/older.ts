import type { Api } from './api.ts';
import type { Guest } from './guest.ts';
import type { LiveThread } from './live-thread.ts';
import type { SavedBox } from './saved.ts';
import type { StateBox } from './state.ts';
import { withOlder } from './thread.ts';

type Options = { api: Api; saved: SavedBox; state: StateBox; live: LiveThread; guest: Guest };

/** The pages before what is here, one at a time. */
export const createOlder = ({ api, saved, state, live, guest }: Options) => ({
  async load(): Promise<void> {
    const { thread, isLoadingOlder } = state.current;
    const { token } = saved.read();
    if (!thread?.hasMore || isLoadingOlder || !token) return;
    state.set({ isLoadingOlder: true });
    try {
      const page = await guest.inspected(api.messages(token, thread.messages[0]?.position ?? 1));
      if (state.current.thread) live.setThread(withOlder(state.current.thread, page));
    } catch {
      // Scrolling up again asks again.
    }
    state.set({ isLoadingOlder: false });
  },
});
