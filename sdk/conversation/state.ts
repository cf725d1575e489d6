import type { WidgetConfig } from '../../contract/storefront.ts';
import type { Outgoing } from './saved.ts';
import type { Thread } from './thread.ts';

/** What a screen draws. Replaced, never changed in place. */
export type ConversationState = {
  /** Null until the shopper has written, or while it is being fetched. */
  readonly thread: Thread | null;
  /** Not confirmed by the server yet, in order. */
  readonly outgoing: readonly Outgoing[];
  readonly config: WidgetConfig | null;
  /** Is an agent typing? */
  readonly typing: boolean;
  /** `trouble`: the server did not answer, and is asked again. */
  readonly link: 'idle' | 'open' | 'trouble';
  readonly isLoadingOlder: boolean;
};

export type StateBox = ReturnType<typeof createState>;

/** The one place where the state is kept; whoever watches is called back after each change. */
export function createState() {
  const watchers = new Set<() => void>();
  let current: ConversationState = {
    thread: null,
    outgoing: [],
    config: null,
    typing: false,
    link: 'idle',
    isLoadingOlder: false,
  };
  return {
    get current() {
      return current;
    },
    set(change: Partial<ConversationState>) {
      current = { ...current, ...change };
      for (const watcher of watchers) watcher();
    },
    /** Returns how to stop. */
    watch(watcher: () => void): () => void {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}
