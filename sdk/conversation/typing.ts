import type { Typing } from '../../contract/update.ts';
import type { Api } from './api.ts';
import type { SavedBox } from './saved.ts';
import type { StateBox } from './state.ts';

/** An agent who says nothing more for that long, in ms, has stopped. */
const LASTS = 6000;
/** The shopper's typing is told at most that often. */
const INTERVAL = 3000;

/** Who types: the agent, shown to the shopper, and the shopper, told to the agent. */
export function createTyping({ api, saved, state }: { api: Api; saved: SavedBox; state: StateBox }) {
  let toldAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop() {
    clearTimeout(timer);
    if (state.current.typing) state.set({ typing: false });
  }

  return {
    show({ by, typing }: Typing) {
      if (by !== 'agent') return;
      stop();
      if (!typing) return;
      state.set({ typing: true });
      timer = setTimeout(stop, LASTS);
    },
    /** Only once there is a conversation: typing alone makes no guest. Passing by nature, so one that is lost is not sent again. */
    tell(typing: boolean) {
      const { token } = saved.read();
      const now = Date.now();
      if (!token || !navigator.onLine || (typing ? now - toldAt < INTERVAL : !toldAt)) return;
      toldAt = typing ? now : 0;
      api.typing(token, typing).catch(() => {});
    },
    /** The agent has answered, or nobody listens any more. */
    stop,
  };
}
