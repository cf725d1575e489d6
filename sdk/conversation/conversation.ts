import type { Message } from '../../contract/message.ts';
import type { WhatsAppLink } from '../../contract/storefront.ts';
import { type Api, ApiError, createApi, type Fetch } from './api.ts';
import { createConfig } from './config.ts';
import { createDraft } from './draft.ts';
import { createFiles } from './files.ts';
import { createGuest, type Guest } from './guest.ts';
import { createLiveThread, type LiveThread } from './live-thread.ts';
import { createOlder } from './older.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { followPage } from './page-life.ts';
import { createReading } from './reading.ts';
import { createSaved, type Outgoing, type SavedBox } from './saved.ts';
import { type ConversationState, createState } from './state.ts';
import type { TabsWorld } from './tabs.ts';
import { isSeen, type Thread, withMessage } from './thread.ts';
import { createTyping } from './typing.ts';
import { uuidV7 } from './uuid.ts';

export type { ConversationState } from './state.ts';

export type ConversationOptions = TabsWorld & {
  /** Origin of the API. */
  api: string;
  /** The merchant's public key. */
  key: string;
  fetch?: Fetch;
  storage?: Storage;
  sessionStorage?: Storage;
};

/** The shopper's conversation in this tab: what is known of it, and what can be done. Nothing here throws into the page. */
export class Conversation {
  /** Of the API. */
  readonly origin: string;
  /** The one key in localStorage, and the name of the lock and the channel. */
  #name: string;
  #api: Api;
  #saved: SavedBox;
  #outbox: Outbox;
  #live: LiveThread;
  #guest: Guest;
  #files: ReturnType<typeof createFiles>;
  #older: ReturnType<typeof createOlder>;
  #config: ReturnType<typeof createConfig>;
  #state = createState();
  #reading: ReturnType<typeof createReading>;
  #typing: ReturnType<typeof createTyping>;
  #draft: ReturnType<typeof createDraft>;
  #listeners = new Set<(message: Message) => void>();
  #life: AbortController | undefined;

  constructor({ api, key, storage, sessionStorage, ...world }: ConversationOptions) {
    this.origin = api;
    this.#name = `woodex:${key}`;
    this.#api = createApi(api, key, world.fetch ?? ((url, init) => fetch(url, init)));
    this.#saved = createSaved(this.#name, storage);
    const shared = { api: this.#api, saved: this.#saved, state: this.#state };
    this.#reading = createReading(shared);
    this.#typing = createTyping(shared);
    this.#config = createConfig({ ...shared, isQuiet: () => !this.hasBegun });
    this.#draft = createDraft(`${this.#name}:draft`, sessionStorage, () => this.hasBegun);
    this.#live = createLiveThread({
      ...world,
      ...shared,
      name: this.#name,
      onMessage: message => this.#announce(message),
      onTyping: typing => this.#typing.show(typing),
      onThread: thread => this.#settle(thread),
      onOpen: () => {
        void this.#outbox.flush();
        this.#reading.tell();
      },
    });
    this.#guest = createGuest({ ...shared, live: this.#live, name: this.#name, storage });
    this.#older = createOlder({ ...shared, live: this.#live, guest: this.#guest });
    this.#files = createFiles({ ...shared, guest: this.#guest });
    this.#outbox = createOutbox({
      saved: this.#saved,
      deliver: message => this.#deliver(message),
      exclusively: work => this.#live.exclusively(work),
      onChange: () => this.#showOutgoing(),
    });
    this.#showOutgoing();
  }

  get state(): ConversationState {
    return this.#state.current;
  }

  /** Calls back after each change of `state`; returns how to stop. */
  watch(watcher: () => void): () => void {
    return this.#state.watch(watcher);
  }

  /** Calls back when an agent's message has come while the page was here; returns how to stop. */
  onMessage(listener: (message: Message) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** True when the shopper has written before, here or in another tab. */
  get hasBegun(): boolean {
    return this.#saved.read().token !== undefined;
  }

  /** What the shopper has begun to write. */
  get draft(): string {
    return this.#draft.read();
  }

  set draft(text: string) {
    this.#draft.write(text);
  }

  /** Fetches what is known and keeps it true until {@link stop}. Without a conversation it only listens. */
  start() {
    if (this.#life) return;
    this.#life = new AbortController();
    followPage(this.#name, this.#life.signal, {
      onSaved: text => this.#takeSaved(text),
      onForget: () => this.#forget(),
      onWake: () => this.#wake(),
      onRest: () => this.#rest(),
      onResume: () => this.#resume(),
    });
  }

  /** Ends every timer, listener, lock and stream. */
  stop() {
    this.#life?.abort();
    this.#life = undefined;
    this.#rest();
  }

  #resume() {
    this.#showOutgoing();
    this.#live.join();
    this.#outbox.resume();
  }

  #rest() {
    this.#outbox.stop();
    this.#typing.stop();
    this.#live.leave();
  }

  #wake() {
    void this.#outbox.flush();
    this.#config.loadAgain();
    this.#live.wake();
  }

  /** `text` null: another tab was told that somebody else sits here from now on. */
  #takeSaved(text: string | null) {
    if (text === null) return this.#forget();
    this.#showOutgoing();
    this.#live.takeSaved();
  }

  #forget() {
    this.#guest.forget();
    this.#outbox.forget();
    this.#saved.clear();
    this.#draft.write('');
    this.#showOutgoing();
    this.#live.takeSaved();
  }

  #showOutgoing() {
    this.#state.set({ outgoing: this.#outbox.list() });
  }

  /** What the thread shows is no longer on its way. */
  #settle({ messages }: Thread) {
    const here = new Set(messages.map(message => message.clientId));
    for (const { clientId } of this.state.outgoing) if (here.has(clientId)) this.#outbox.settle(clientId);
  }

  #announce(message: Message) {
    this.#typing.stop();
    for (const listener of this.#listeners) listener(message);
  }

  /** Name, greeting and colour of the merchant. Tried again when the browser comes online or the panel opens. */
  loadConfig(): Promise<void> {
    return this.#config.load();
  }

  /** Takes the message in at once; it is sent when the server can be reached, in order, once. */
  send(text: string, content?: Outgoing['content'], replyTo?: string) {
    const page = { url: location.href.slice(0, 2000), title: document.title.slice(0, 300) };
    this.#outbox.add({ clientId: uuidV7(), text, content, replyTo, at: new Date().toISOString(), page });
  }

  /** Taps an answer of a message. */
  choose(id: string, text: string, message: string) {
    this.send('', { sent: { kind: 'choice', id }, shown: { kind: 'choice', text } }, message);
  }

  /** Brings a file and sends it. Rejects with an {@link ApiError}. */
  async sendFile(file: File): Promise<void> {
    this.send('', await this.#files.bring(file));
  }

  /** A fresh link to a file of the thread; undefined where there is none. */
  mediaLink(id: string): Promise<string | undefined> {
    return this.#files.link(id);
  }

  /** Tries a refused message once more. */
  retry(clientId: string) {
    this.#outbox.retry(clientId);
  }

  /** Throws a refused message away. */
  discard(clientId: string) {
    this.#outbox.settle(clientId);
  }

  async #deliver({ clientId, text, content, replyTo, page }: Outgoing) {
    const token = await this.#guest.ensure();
    const what = content ? { content: content.sent, replyTo } : { text, replyTo };
    const { message, seq } = await this.#guest
      .inspected(this.#api.send(token, { clientId, ...what, page }))
      .catch(error => {
        // The next attempt makes a new guest: this refusal is not the message's fault.
        throw error instanceof ApiError && error.status === 401 ? new ApiError(0, 'token-gone') : error;
      });
    const { thread } = this.state;
    if (thread)
      this.#live.setThread({ ...withMessage(thread, message), seq: seq === thread.seq + 1 ? seq : thread.seq });
  }

  isSeen(message: Message): boolean {
    return this.state.thread !== null && isSeen(this.state.thread, message);
  }

  /** The page before what is here. */
  loadOlder(): Promise<void> {
    return this.#older.load();
  }

  /** The shopper looks at the newest message. */
  markRead() {
    this.#reading.markRead();
  }

  /** The shopper types, or has stopped. */
  typing(typing: boolean) {
    this.#typing.tell(typing);
  }

  /** A link that goes on in WhatsApp. An act of the shopper: makes a guest if there is none. Rejects with an {@link ApiError}. */
  async whatsappLink(): Promise<WhatsAppLink> {
    const token = await this.#guest.ensureInTurn();
    return this.#guest.inspected(this.#api.whatsappLink(token));
  }
}
