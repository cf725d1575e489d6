import type { Message } from '../../contract/message.ts';
import type { ConversationSnapshot } from '../../contract/storefront.ts';
import type { ShopperUpdate, Typing } from '../../contract/update.ts';
import { backoffDelay } from '../stream/backoff.ts';
import type { StreamState } from '../stream/event-stream.ts';
import { openUpdateStream } from '../stream/update-stream.ts';
import { type Api, ApiError, type Fetch, isSnapshot } from './api.ts';
import type { SavedBox } from './saved.ts';
import type { ConversationState, StateBox } from './state.ts';
import { createTabs, type TabsWorld } from './tabs.ts';
import { applyUpdate, followOf, isNews, type Thread, threadFrom } from './thread.ts';

/** A leading tab that says nothing for that long, in ms, is frozen. The server beats every 15 s. */
const LEADER_SILENCE = 45_000;

export type LiveThreadOptions = TabsWorld & {
  name: string;
  api: Api;
  saved: SavedBox;
  state: StateBox;
  fetch?: Fetch;
  /** An agent's message that was not here before. */
  onMessage: (message: Message) => void;
  onTyping: (typing: Typing) => void;
  /** The thread is another one now, or a newer state of the same. */
  onThread: (thread: Thread) => void;
  /** The server can be reached. */
  onOpen: () => void;
};

/** What the leading tab tells the others. */
type News =
  | { kind: 'update'; update: ShopperUpdate }
  | { kind: 'reset'; snapshot: ConversationSnapshot }
  | { kind: 'typing'; typing: Typing }
  | { kind: 'beat'; to: number }
  | { kind: 'link'; link: ConversationState['link'] };

export type LiveThread = ReturnType<typeof createLiveThread>;

/**
 * Keeps the thread in `state` true: fetched once, then by the stream, which one tab holds for all tabs of the browser. Whatever is
 * missed is fetched again.
 */
export function createLiveThread(options: LiveThreadOptions) {
  const { api, saved, state } = options;
  let stream: { close: () => void } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAwake = false;
  let isSyncing = false;
  let attempt = 0;
  let heardAt = Date.now();

  const tabs = createTabs<News>({
    ...options,
    onLead: () => {
      openStream();
      return closeStream;
    },
    onNews: hear,
  });

  /** Fetches the newest page, again and again until it comes; then streams, if this tab leads. */
  function sync() {
    clearTimeout(timer);
    const { token } = saved.read();
    if (!token || isSyncing || !isAwake) return;
    if (!navigator.onLine) return syncLater(0);
    isSyncing = true;
    void api
      .conversation(token)
      .then(adopt, (error: unknown) => {
        inspect(error);
        if (saved.read().token) syncLater(error instanceof ApiError ? error.retryAfter : 0);
      })
      .finally(() => {
        isSyncing = false;
      });
  }

  function syncLater(wait: number) {
    timer = setTimeout(sync, Math.max(wait, backoffDelay(attempt++, Math.random())));
  }

  function adopt(snapshot: ConversationSnapshot) {
    attempt = 0;
    const before = state.current.thread;
    if (before?.conversation !== snapshot.conversation || snapshot.seq >= before.seq) {
      replace(snapshot, before);
      if (state.current.link === 'trouble') state.set({ link: 'idle' });
      for (const message of snapshot.messages) announceIfNew(message, before);
    }
    if (tabs.isLeading()) openStream();
  }

  /** `before`: what is known already and still true; nothing of it is after a reset. */
  function replace(snapshot: ConversationSnapshot, before: Thread | null) {
    if (snapshot.conversation !== saved.read().conversation) {
      saved.update(all => ({ ...all, conversation: snapshot.conversation }));
    }
    setThread(threadFrom(snapshot, before));
  }

  function setThread(thread: Thread) {
    state.set({ thread });
    options.onThread(thread);
  }

  function openStream() {
    const { thread } = state.current;
    const { token } = saved.read();
    if (stream || !thread || !token || !isAwake) return;
    stream = openUpdateStream({
      ...(options.fetch && { fetch: options.fetch }),
      url: () => api.streamUrl(state.current.thread?.conversation ?? ''),
      headers: () => ({ authorization: `Bearer ${token}` }),
      from: thread.seq,
      onUpdate: data => lead({ kind: 'update', update: data as ShopperUpdate }),
      onReset: data => {
        const snapshot = data as ConversationSnapshot;
        if (isSnapshot(snapshot)) lead({ kind: 'reset', snapshot });
      },
      onTyping: data => lead({ kind: 'typing', typing: data as Typing }),
      onBeat: to => lead({ kind: 'beat', to }),
      onState: followStream,
    });
  }

  function closeStream() {
    stream?.close();
    stream = undefined;
  }

  function followStream(now: StreamState, status?: number) {
    if (now === 'open') {
      lead({ kind: 'link', link: 'open' });
      options.onOpen();
    } else if (now === 'waiting') lead({ kind: 'link', link: 'trouble' });
    else if (now === 'closed' && status) {
      stream = undefined;
      inspect(new ApiError(status));
    }
  }

  /** Applies what the stream said, here and in the other tabs. */
  function lead(news: News) {
    tabs.tell(news);
    hear(news);
  }

  function hear(news: News) {
    heardAt = Date.now();
    const { thread } = state.current;
    if (news.kind === 'link') state.set({ link: news.link });
    else if (news.kind === 'typing') options.onTyping(news.typing);
    else if (!thread) sync();
    else if (news.kind === 'reset') replace(news.snapshot, null);
    else if (news.kind === 'update') apply(thread, news.update);
    else if (news.to > thread.seq) sync();
  }

  function apply(thread: Thread, update: ShopperUpdate) {
    const order = followOf(thread, update.seq);
    if (order === 'missed') sync();
    if (order !== 'next') return;
    setThread(applyUpdate(thread, update));
    if (update.kind === 'message') announceIfNew(update.message, thread);
  }

  function announceIfNew(message: Message, before: Thread | null) {
    const newest = before?.messages.at(-1)?.position ?? 0;
    if (before && isNews(message) && message.position > newest) options.onMessage(message);
  }

  /** What every failed call says about the link and the token. */
  function inspect(error: unknown) {
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 401) {
      saved.update(({ outbox, settled }) => ({ outbox, settled }));
      forget();
    } else if (!status || status >= 500) state.set({ link: 'trouble' });
  }

  function forget() {
    closeStream();
    if (state.current.thread) state.set({ thread: null, typing: false, link: 'idle' });
  }

  return {
    exclusively: tabs.exclusively,
    inspect,
    setThread,
    join() {
      isAwake = true;
      tabs.join();
      sync();
    },
    /** Lets go of stream, lock and timers, so that the page can rest in the back/forward cache. */
    leave() {
      isAwake = false;
      clearTimeout(timer);
      tabs.leave();
      closeStream();
    },
    /** The first act has made a guest. */
    begin(snapshot: ConversationSnapshot) {
      replace(snapshot, null);
      if (tabs.isLeading()) openStream();
    },
    /** Another tab has changed what is saved. */
    takeSaved() {
      const { token, conversation } = saved.read();
      if (!token) forget();
      else if (conversation !== state.current.thread?.conversation) sync();
    },
    /** The browser is online again, or somebody looks at the page. */
    wake() {
      if (state.current.link === 'trouble' && !stream) sync();
      if (!tabs.isLeading() && state.current.thread && Date.now() - heardAt > LEADER_SILENCE) tabs.takeOver();
    },
  };
}
