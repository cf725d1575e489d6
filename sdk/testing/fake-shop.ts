import type { Message } from '../../contract/message.ts';
import type { ConversationSnapshot } from '../../contract/storefront.ts';
import type { ShopperUpdate } from '../../contract/update.ts';

export const KEY = 'wx_AZAAAAAAcACAAAAAAAAAAQ';
export const CONVERSATION = '01900000-0000-7000-8000-00000000c001';
const AGENT = { kind: 'agent', id: '01900000-0000-7000-8000-00000000a001', name: 'Anna' } as const;

type Body = Record<string, unknown>;
/** What POST /v1/events is given. */
export type ToldBatch = {
  visitor: string;
  sentAt: string;
  consent: string;
  timeZone: string;
  language: string;
  events: { id: string; name: string; at: string; page: { url: string; title: string }; properties: Body }[];
};
type Call = { method: string; path: string; body: Body; headers: Headers };

export const message = (position: number, given: Partial<Message> = {}): Message => ({
  id: `01900000-0000-7000-8000-${String(position).padStart(12, '0')}`,
  clientId: null,
  position,
  author: AGENT,
  channel: 'web',
  content: { kind: 'text', text: `Message ${position}` },
  sentAt: new Date(Date.UTC(2026, 9, 1, 12, position)).toISOString(),
  replyTo: null,
  delivery: null,
  ...given,
});

/** The storefront's half of the server, in memory: enough of `/v1` for a screen to talk to. Pass `fetch` in its place. */
export class FakeShop {
  messages: Message[] = [];
  seq = 0;
  readUpTo = 0;
  readByAgents = 0;
  guests = 0;
  /** Whoever this answers to; the others' browsers belong to somebody else. */
  identifiable = (_visitor: string) => true;
  /** Seconds, with each refusal. */
  retryAfter: string | undefined;
  /** How the server is: `down` rejects, `garbage` answers 200 with nonsense, a number is a refusal with that status. */
  mood: 'well' | 'down' | 'garbage' | number = 'well';
  config = { merchant: { name: 'Oak & Co' }, greeting: 'Good to see you.', color: '#24503f', whatsapp: true };
  readonly calls: Call[] = [];
  #updates: ShopperUpdate[] = [];
  #streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  #waiting: { path: string; done: () => void }[] = [];

  fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { pathname, searchParams } = new URL(url);
    const path = pathname.replace('/v1', '');
    const method = init.method ?? 'GET';
    const body = JSON.parse((init.body as string | undefined) ?? '{}') as Body;
    const headers = new Headers(init.headers);
    this.calls.push({ method, path, body, headers });
    for (const waiting of this.#waiting) if (waiting.path === path) queueMicrotask(waiting.done);
    if (this.mood === 'down') throw new TypeError('Failed to fetch');
    if (this.mood === 'garbage')
      return new Response('<h1>Welcome to nginx!</h1>', { headers: { 'content-type': 'text/html' } });
    if (typeof this.mood === 'number') {
      return json({ code: 'refused' }, this.mood, this.retryAfter ? { 'retry-after': this.retryAfter } : {});
    }
    if (path === '/stream') return this.#stream(headers, init.signal ?? undefined);
    return this.#answer(path, body, searchParams);
  };

  #answer(path: string, body: Body, query: URLSearchParams): Response {
    switch (path) {
      case '/widget':
        return json(this.config);
      case '/visitors':
        this.guests++;
        return json({ token: `token-${this.guests}`, snapshot: this.snapshot() }, 201);
      case '/conversation':
        return json(this.snapshot());
      case '/messages': {
        if (query.has('before')) {
          const before = this.messages.filter(it => it.position < Number(query.get('before')));
          return json({ messages: before.slice(-50), hasMore: before.length > 50 });
        }
        return this.#accept(body);
      }
      case '/read':
        this.readUpTo = Number(body.upTo);
        this.#publish({ kind: 'read', seq: ++this.seq, by: 'shopper', upTo: this.readUpTo });
        return new Response(null, { status: 204 });
      case '/events': {
        const { events } = body as unknown as ToldBatch;
        return json({ accepted: events.length, repeated: 0, rejected: [] });
      }
      case '/identify':
        return json({ outcome: this.identifiable(String(body.visitor)) ? 'identified' : 'renew' });
      case '/whatsapp-link':
        return json({ url: 'https://wa.me/4930?text=ref', expiresAt: new Date(Date.now() + 60_000).toISOString() });
      default:
        return new Response(null, { status: 204 });
    }
  }

  #accept({ clientId, text }: Body): Response {
    const known = this.messages.find(it => it.clientId === clientId);
    if (known) return json({ message: known, seq: this.seq });
    const made = this.#add({
      clientId: clientId as string,
      author: { kind: 'shopper' },
      content: { kind: 'text', text: text as string },
    });
    return json({ message: made, seq: this.seq }, 201);
  }

  #add(given: Partial<Message>): Message {
    const made = message(this.messages.length + 1, { sentAt: new Date().toISOString(), ...given });
    this.messages.push(made);
    this.#publish({ kind: 'message', seq: ++this.seq, message: made });
    return made;
  }

  #publish(update: ShopperUpdate) {
    this.#updates.push(update);
    this.#emit('update', update, update.seq);
  }

  #stream(headers: Headers, signal?: AbortSignal): Response {
    const after = headers.get('last-event-id');
    const body = new ReadableStream<Uint8Array>({
      start: controller => {
        this.#streams.add(controller);
        const from = after === null ? this.seq : Number(after);
        controller.enqueue(sse('hello', { conversation: CONVERSATION, from, to: this.seq }));
        for (const it of this.#updates) if (it.seq > from) controller.enqueue(sse('update', it, it.seq));
        signal?.addEventListener('abort', () => {
          if (this.#streams.delete(controller)) controller.error(new DOMException('', 'AbortError'));
        });
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }

  #emit(event: string, data: unknown, id?: number) {
    for (const stream of this.#streams) stream.enqueue(sse(event, data, id));
  }

  get streams() {
    return this.#streams.size;
  }

  agentSays(text: string): Message {
    return this.#add({ author: AGENT, content: { kind: 'text', text } });
  }

  agentReads(upTo: number) {
    this.#publish({ kind: 'read', seq: ++this.seq, by: 'agent', upTo });
  }

  agentTypes(typing: boolean) {
    this.#emit('typing', { conversation: CONVERSATION, by: 'agent', typing });
  }

  beat() {
    this.#emit('beat', { to: this.seq });
  }

  /** The past is gone. */
  reset() {
    this.#emit('reset', this.snapshot(), this.seq);
  }

  cutStreams() {
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
  }

  snapshot(): ConversationSnapshot {
    return {
      conversation: CONVERSATION,
      status: 'open',
      seq: this.seq,
      messages: this.messages.slice(-50),
      hasMore: this.messages.length > 50,
      readUpTo: this.readUpTo,
      unread: this.messages.filter(it => it.author.kind === 'agent' && it.position > this.readUpTo).length,
      readByAgents: this.readByAgents,
    };
  }

  /** The batches of the journey that have reached the server, refused ones too. */
  get told(): ToldBatch[] {
    return this.calls.filter(call => call.path === '/events').map(call => call.body as unknown as ToldBatch);
  }

  count(path: string) {
    return this.calls.filter(call => call.path === path).length;
  }

  /** Resolves at the next call of `path`. */
  called(path: string): Promise<void> {
    return new Promise(done => this.#waiting.push({ path, done }));
  }
}

const json = (body: object, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

const sse = (event: string, data: unknown, id?: number) =>
  new TextEncoder().encode(
    `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`,
  );
