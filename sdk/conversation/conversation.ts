import type { Message } from '../../contract/message.ts';
import type { ConversationSnapshot, VisitorCreated, WhatsAppLink, WidgetConfig } from '../../contract/storefront.ts';
import type { ShopperUpdate, Typing } from '../../contract/update.ts';
import { backoffDelay } from '../stream/backoff.ts';
import type { StreamState } from '../stream/event-stream.ts';
import { openUpdateStream } from '../stream/update-stream.ts';
import { type Api, ApiError, createApi, type Fetch, isSnapshot } from './api.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createSaved, type Outgoing, type SavedBox } from './saved.ts';
import { createTabs, type Tabs } from './tabs.ts';
import { applyUpdate, followOf, isSeen, type Thread, threadFrom, withMessage, withOlder, withRead } from './thread.ts';
import { uuidV7 } from './uuid.ts';

/** A stream that says nothing for that long, in ms, has a leader that is frozen. */
const LEADER_SILENCE = 45_000;
const TYPING_LASTS = 6000;

export type ConversationOptions = {
  /** Origin of the API. */
  api: string;
  /** The merchant's public key. */
  key: string;
  fetch?: Fetch;
  storage?: Storage;
  locks?: Pick<LockManager, 'request'>;
  openChannel?: (name: string) => BroadcastChannel;
};

/** What a screen draws. Replaced, never changed in place. */
export type ConversationState = {
  /** Null until the shopper has written, or while it is being fetched. */
  readonly thread: Thread | null;
  /** Not confirmed by the server yet, in order. */
  readonly outgoing: readonly Outgoing[];
  readonly config: WidgetConfig | null;
  /** The agent who is typing ('' without a name), or null. */
  readonly typing: string | null;
  /** `trouble`: the server did not answer, and is asked again. */
  readonly link: 'idle' | 'open' | 'trouble';
  readonly isLoadingOlder: boolean;
};

/** What the leading tab tells the others. */
type News =
  | { kind: 'update'; update: ShopperUpdate }
  | { kind: 'reset'; snapshot: ConversationSnapshot }
  | { kind: 'typing'; typing: Typing }
  | { kind: 'beat'; to: number }
  | { kind: 'link'; link: ConversationState['link'] };

/** A message of an agent has come while the page was here. */
export type OnMessage = (message: Message) => void;

/** The shopper's conversation in this tab: what is known of it, and what can be done. Nothing here throws into the page. */
export class Conversation {
  readonly key: string;
  state: ConversationState;
  /** What the shopper has begun to write. */
  draft = '';
  #api: Api;
  #saved: SavedBox;
  #outbox: Outbox;
  #tabs: Tabs<News>;
  #options: ConversationOptions;
  #watchers = new Set<() => void>();
  #listeners = new Set<OnMessage>();
  #stream: { close: () => void } | undefined;
  #life: AbortController | undefined;
  #syncTimer: ReturnType<typeof setTimeout> | undefined;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #isSyncing = false;
  #syncAttempt = 0;
  #wantsConfig = false;
  #heardAt = Date.now();
  #readTold = 0;
  #typingTold = 0;

  /** With all that this browser lends; some frames and settings forbid even asking. */
  static inBrowser(api: string, key: string): Conversation {
    const storage = lend(() => localStorage);
    return new Conversation({
      api,
      key,
      storage,
      // Tabs that cannot read the same token cannot lead each other.
      locks: storage && lend(() => navigator.locks),
      openChannel: name => new BroadcastChannel(name),
    });
  }

  constructor(options: ConversationOptions) {
    const name = storageName(options.key);
    this.key = options.key;
    this.#options = options;
    this.#api = createApi(options.api, options.key, options.fetch ?? ((url, init) => fetch(url, init)));
    this.#saved = createSaved(name, options.storage);
    this.#tabs = createTabs<News>({
      name,
      locks: options.locks,
      openChannel: options.openChannel,
      onLead: () => {
        this.#openStream();
        return () => this.#closeStream();
      },
      onNews: news => this.#hear(news),
    });
    this.#outbox = createOutbox({
      saved: this.#saved,
      deliver: message => this.#deliver(message),
      exclusively: work => this.#tabs.exclusively(work),
      onChange: () => this.#set({ outgoing: this.#saved.read().outbox }),
    });
    this.state = {
      thread: null,
      outgoing: this.#saved.read().outbox,
      config: null,
      typing: null,
      link: 'idle',
      isLoadingOlder: false,
    };
  }

  /** Calls back after each change of `state`; returns how to stop. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  onMessage(listener: OnMessage): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** True when the shopper has written before, here or in another tab. */
  get hasBegun() {
    return this.#saved.read().token !== undefined;
  }

  /** Fetches what is known and keeps it true until {@link stop}. Without a conversation it only listens. */
  start() {
    if (this.#life) return;
    this.#life = new AbortController();
    const { signal } = this.#life;
    addEventListener('storage', event => event.key === storageName(this.key) && this.#takeSaved(), { signal });
    addEventListener('online', () => this.#wake(), { signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#wake(), {
      signal,
    });
    // An open stream or a held lock would keep the page out of the back/forward cache.
    addEventListener('pagehide', () => this.#rest(), { signal });
    addEventListener('pageshow', event => event.persisted && this.#resume(), { signal });
    // A page that is rendered ahead may never be looked at.
    if ((document as { prerendering?: boolean }).prerendering) {
      document.addEventListener('prerenderingchange', () => this.#resume(), { once: true, signal });
    } else this.#resume();
  }

  /** Ends every timer, listener, lock and stream. */
  stop() {
    this.#life?.abort();
    this.#life = undefined;
    this.#rest();
  }

  #resume() {
    this.#tabs.join();
    this.#set({ outgoing: this.#saved.read().outbox });
    this.#outbox.resume();
    this.#sync();
  }

  #rest() {
    clearTimeout(this.#syncTimer);
    clearTimeout(this.#typingTimer);
    this.#outbox.stop();
    this.#tabs.leave();
    this.#closeStream();
  }

  #wake() {
    void this.#outbox.flush();
    if (!this.state.config && this.#wantsConfig) void this.loadConfig();
    if (this.state.link === 'trouble' && !this.#stream) this.#sync();
    if (!this.#tabs.isLeading() && this.state.thread && Date.now() - this.#heardAt > LEADER_SILENCE)
      this.#tabs.takeOver();
  }

  /** Another tab has changed what is saved: the first message, a new one, or all is forgotten. */
  #takeSaved() {
    const { token, conversation, outbox } = this.#saved.read();
    this.#set({ outgoing: outbox });
    if (!token) this.#forget();
    else if (conversation !== this.state.thread?.conversation) this.#sync();
  }

  /** Name, greeting and colour of the merchant. Tried again when the browser comes online or the panel opens. */
  async loadConfig(): Promise<void> {
    if (this.state.config) return;
    this.#wantsConfig = true;
    if (!navigator.onLine) return;
    try {
      this.#set({ config: await this.#api.widget() });
      if (this.state.link === 'trouble' && !this.hasBegun) this.#set({ link: 'idle' });
    } catch {
      if (!this.hasBegun) this.#set({ link: 'trouble' });
    }
  }

  /** Takes the message in at once; it is sent when the server can be reached, in order, once. */
  send(text: string) {
    const page = { url: location.href.slice(0, 2000), title: document.title.slice(0, 300) };
    this.#outbox.add({ clientId: uuidV7(), text, at: new Date().toISOString(), page });
    this.#typingTold = 0;
  }

  retry(clientId: string) {
    this.#outbox.retry(clientId);
  }

  discard(clientId: string) {
    this.#outbox.discard(clientId);
  }

  async #deliver({ clientId, text, page }: Outgoing) {
    const token = await this.#ensureVisitor();
    try {
      const { message, seq } = await this.#api.send(token, { clientId, text, page });
      const { thread } = this.state;
      if (thread) this.#setThread({ ...withMessage(thread, message), seq: seq === thread.seq + 1 ? seq : thread.seq });
    } catch (error) {
      this.#inspect(error);
      // The next attempt makes a new guest: this refusal is not the message's fault.
      if (error instanceof ApiError && error.status === 401) throw new ApiError(0, 'token-gone');
      throw error;
    }
  }

  /** The shopper's token. Makes a guest at the first act; never before one. */
  async #ensureVisitor(): Promise<string> {
    const known = this.#saved.read().token;
    if (known) return known;
    let made: VisitorCreated;
    try {
      made = await this.#api.createVisitor();
    } catch (error) {
      this.#inspect(error);
      throw error;
    }
    const { token, snapshot } = made;
    this.#saved.update(all => ({ ...all, token, conversation: snapshot.conversation }));
    this.#setThread(threadFrom(snapshot));
    if (this.#tabs.isLeading()) this.#openStream();
    return token;
  }

  /** Fetches the newest page, again and again until it comes; then streams, if this tab leads. */
  #sync() {
    clearTimeout(this.#syncTimer);
    const { token } = this.#saved.read();
    if (!token || this.#isSyncing || !this.#life) return;
    if (!navigator.onLine) return this.#syncLater(0);
    this.#isSyncing = true;
    void this.#api
      .conversation(token)
      .then(
        snapshot => {
          this.#syncAttempt = 0;
          this.#adopt(snapshot);
          if (this.#tabs.isLeading()) this.#openStream();
        },
        (error: unknown) => {
          this.#inspect(error);
          if (this.hasBegun) this.#syncLater(error instanceof ApiError ? error.retryAfter : 0);
        },
      )
      .finally(() => {
        this.#isSyncing = false;
      });
  }

  #syncLater(wait: number) {
    const delay = Math.max(wait, backoffDelay(this.#syncAttempt++, Math.random()));
    this.#syncTimer = setTimeout(() => this.#sync(), delay);
  }

  #adopt(snapshot: ConversationSnapshot) {
    const before = this.state.thread;
    if (before?.conversation === snapshot.conversation && snapshot.seq < before.seq) return;
    const thread = threadFrom(snapshot, before);
    if (snapshot.conversation !== this.#saved.read().conversation) {
      this.#saved.update(all => ({ ...all, conversation: snapshot.conversation }));
    }
    this.#setThread(thread);
    if (this.state.link === 'trouble') this.#set({ link: 'idle' });
    if (before) for (const message of thread.messages) this.#announceIfNew(message, before);
  }

  #openStream() {
    const { thread } = this.state;
    const { token } = this.#saved.read();
    if (this.#stream || !thread || !token || !this.#life) return;
    this.#stream = openUpdateStream({
      ...(this.#options.fetch && { fetch: this.#options.fetch }),
      url: () => this.#api.streamUrl(this.state.thread?.conversation ?? ''),
      headers: () => ({ authorization: `Bearer ${token}` }),
      from: thread.seq,
      onUpdate: data => this.#lead({ kind: 'update', update: data as ShopperUpdate }),
      onReset: data => {
        if (isSnapshot(data as ConversationSnapshot))
          this.#lead({ kind: 'reset', snapshot: data as ConversationSnapshot });
      },
      onTyping: data => this.#lead({ kind: 'typing', typing: data as Typing }),
      onBeat: to => this.#lead({ kind: 'beat', to }),
      onState: (state, status) => this.#followStream(state, status),
    });
  }

  #closeStream() {
    this.#stream?.close();
    this.#stream = undefined;
  }

  #followStream(state: StreamState, status?: number) {
    if (state === 'open') {
      this.#lead({ kind: 'link', link: 'open' });
      void this.#outbox.flush();
      this.#tellRead();
    } else if (state === 'waiting') this.#lead({ kind: 'link', link: 'trouble' });
    else if (state === 'closed' && status) {
      this.#stream = undefined;
      this.#inspect(new ApiError(status));
    }
  }

  /** Applies what the stream said here and in the other tabs. */
  #lead(news: News) {
    this.#tabs.tell(news);
    this.#hear(news);
  }

  #hear(news: News) {
    this.#heardAt = Date.now();
    const { thread } = this.state;
    if (news.kind === 'link') this.#set({ link: news.link });
    else if (news.kind === 'typing') this.#showTyping(news.typing);
    else if (!thread) this.#sync();
    else if (news.kind === 'reset') this.#replace(news.snapshot);
    else if (news.kind === 'beat') {
      if (news.to > thread.seq) this.#sync();
    } else this.#apply(thread, news.update);
  }

  #replace(snapshot: ConversationSnapshot) {
    this.#saved.update(all => ({ ...all, conversation: snapshot.conversation }));
    if (snapshot.conversation !== this.state.thread?.conversation) this.#readTold = 0;
    this.#setThread(threadFrom(snapshot, this.state.thread));
  }

  #apply(thread: Thread, update: ShopperUpdate) {
    const order = followOf(thread, update.seq);
    if (order === 'missed') this.#sync();
    if (order !== 'next') return;
    this.#setThread(applyUpdate(thread, update));
    if (update.kind === 'message') this.#announceIfNew(update.message, thread);
  }

  #announceIfNew(message: Message, before: Thread) {
    if (message.author.kind !== 'agent' || before.messages.some(it => it.id === message.id)) return;
    if (message.position <= (before.messages.at(-1)?.position ?? 0)) return;
    this.#set({ typing: null });
    for (const listener of this.#listeners) listener(message);
  }

  #showTyping({ by, typing, name }: Typing) {
    if (by !== 'agent') return;
    clearTimeout(this.#typingTimer);
    this.#set({ typing: typing ? (name ?? '') : null });
    if (typing) this.#typingTimer = setTimeout(() => this.#set({ typing: null }), TYPING_LASTS);
  }

  isSeen(message: Message): boolean {
    return this.state.thread !== null && isSeen(this.state.thread, message);
  }

  /** The page before what is here. */
  async loadOlder() {
    const { thread, isLoadingOlder } = this.state;
    const { token } = this.#saved.read();
    if (!thread?.hasMore || isLoadingOlder || !token) return;
    this.#set({ isLoadingOlder: true });
    try {
      const page = await this.#api.messages(token, thread.messages[0]?.position ?? 1);
      if (this.state.thread) this.#setThread(withOlder(this.state.thread, page));
    } catch (error) {
      this.#inspect(error);
    }
    this.#set({ isLoadingOlder: false });
  }

  /** The shopper looks at the newest message. */
  markRead() {
    const { thread } = this.state;
    const newest = thread?.messages.at(-1)?.position ?? 0;
    if (!thread || newest <= thread.readUpTo) return;
    this.#setThread(withRead(thread, newest));
    this.#tellRead();
  }

  #tellRead() {
    const upTo = this.state.thread?.readUpTo ?? 0;
    const { token } = this.#saved.read();
    if (!token || upTo <= this.#readTold) return;
    const before = this.#readTold;
    this.#readTold = upTo;
    this.#api.read(token, upTo).catch((error: unknown) => {
      this.#readTold = Math.min(before, this.#readTold);
      if (error instanceof ApiError && error.status === 401) this.#inspect(error);
    });
  }

  /** The shopper types, or has stopped. Told at most every 3 s, and only once there is a conversation. */
  typing(typing: boolean) {
    const { token } = this.#saved.read();
    const now = Date.now();
    if (!token || (typing ? now - this.#typingTold < 3000 : !this.#typingTold)) return;
    this.#typingTold = typing ? now : 0;
    // Passing by nature: one that is lost needs no second try.
    this.#api.typing(token, typing).catch(() => {});
  }

  /** A link that goes on in WhatsApp. An act of the shopper: makes a guest if there is none. Rejects with an {@link ApiError}. */
  async whatsappLink(): Promise<WhatsAppLink> {
    let token: string | undefined;
    await this.#tabs.exclusively(async () => {
      token = await this.#ensureVisitor();
    });
    try {
      return await this.#api.whatsappLink(token!);
    } catch (error) {
      this.#inspect(error);
      throw error;
    }
  }

  /** What every failed call says about the link and the token. */
  #inspect(error: unknown) {
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 401) {
      this.#saved.update(({ outbox }) => ({ outbox }));
      this.#forget();
    } else if (!status || status >= 500) this.#set({ link: 'trouble' });
  }

  #forget() {
    this.#closeStream();
    this.#readTold = 0;
    if (this.state.thread) this.#set({ thread: null, typing: null, link: 'idle' });
  }

  #setThread(thread: Thread) {
    this.#set({ thread });
    const here = new Set(thread.messages.map(message => message.clientId));
    for (const { clientId } of this.state.outgoing) if (here.has(clientId)) this.#outbox.settle(clientId);
  }

  #set(change: Partial<ConversationState>) {
    this.state = { ...this.state, ...change };
    for (const watcher of this.#watchers) watcher();
  }
}

/** The one key in localStorage, and the name of the lock and the channel. */
const storageName = (key: string) => `woodex:${key}`;

function lend<T>(thing: () => T): T | undefined {
  try {
    return thing();
  } catch {
    return undefined;
  }
}
