import type { Api } from './api.ts';
import type { StateBox } from './state.ts';

/** Name, greeting and colour of the merchant. `isQuiet`: there is no conversation that would tell how the link is. */
export function createConfig({ api, state, isQuiet }: { api: Api; state: StateBox; isQuiet: () => boolean }) {
  let isWanted = false;

  async function load(): Promise<void> {
    isWanted = !state.current.config;
    if (!isWanted || !navigator.onLine) return;
    try {
      state.set({ config: await api.widget() });
      isWanted = false;
      if (state.current.link === 'trouble' && isQuiet()) state.set({ link: 'idle' });
    } catch {
      if (isQuiet()) state.set({ link: 'trouble' });
    }
  }

  return {
    load,
    /** Tries what has failed once more. */
    loadAgain() {
      if (isWanted) void load();
    },
  };
}
