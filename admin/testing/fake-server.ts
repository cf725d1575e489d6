import type { ConversationDetail } from '../../contract/conversation.ts';
import type { Message } from '../../contract/message.ts';
import type { SendOutlook } from '../../contract/send-outlook.ts';
import type { AgentUpdate } from '../../contract/update.ts';
import { detail, ME, message, minute, OTHER } from './samples.ts';

export type FakeRequest = { method: string; path: string; query: URLSearchParams; body: unknown; headers: Headers };

/** The admin API in memory, behind a `fetch`: enough of it that screens work, and open to be told what to answer. */
export class FakeServer {
  isSignedIn = true;
  isDown = false;
  seq = 100;
  /** What would become of a message, in whatever conversation. */
  outlook: SendOutlook = { text: null, accounts: [] };
  conversations: { head: ConversationDetail; messages: Message[] }[] = [];
  readonly requests: FakeRequest[] = [];
  /** Asked first; its answer, if any, is the server's. */
  answer: (request: FakeRequest) => Response | undefined = () => undefined;
  private readonly streams = new Set<ReadableStreamDefaultController<Uint8Array>>();

  readonly fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const url = new URL(String(input), location.href);
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    const path = url.pathname.replace('/admin/v1/', '');
    const request = {
      method: init.method ?? 'GET',
      path,
      query: url.searchParams,
      body,
      headers: new Headers(init.headers),
    };
    this.requests.push(request);
    if (this.isDown) throw new TypeError('Failed to fetch');
    return this.answer(request) ?? this.route(request, init.signal ?? null);
  };

  /** Every request so far to a path. */
  to(method: string, path: string | RegExp): FakeRequest[] {
    const isMeant = (asked: string) => (typeof path === 'string' ? asked === path : path.test(asked));
    return this.requests.filter(request => request.method === method && isMeant(request.path));
  }

  add(n: number, messages: Message[] = [message(1, { sentAt: minute(n) })], changes: Partial<ConversationDetail> = {}) {
    const last = messages.at(-1) ?? null;
    const head = detail(n, { lastMessage: last, lastMessageAt: last?.sentAt ?? minute(n), ...changes });
    this.conversations.push({ head, messages });
    return head;
  }

  /** A message arrives, and all screens are told. */
  receive(n: number, arrived: Message) {
    const conversation = this.conversations[n]!;
    conversation.messages.push(arrived);
    conversation.head = {
      ...conversation.head,
      seq: conversation.head.seq + 1,
      lastMessage: arrived,
      lastMessageAt: arrived.sentAt,
      unread: conversation.head.unread + (arrived.author.kind === 'shopper' ? 1 : 0),
    };
    this.publish(conversation.head, { kind: 'message', message: arrived });
  }

  publish(head: ConversationDetail, change: AgentUpdate['change']) {
    this.seq += 1;
    const update: AgentUpdate = { seq: this.seq, conversationId: head.id, conversation: head, change };
    this.emit(`id: ${this.seq}\nevent: update\ndata: ${JSON.stringify(update)}\n\n`);
  }

  /** A raw piece of the stream. */
  emit(text: string) {
    for (const stream of this.streams) stream.enqueue(new TextEncoder().encode(text));
  }

  get openStreams(): number {
    return this.streams.size;
  }

  private route(request: FakeRequest, signal: AbortSignal | null): Response {
    const { method, path, query } = request;
    if (path === 'auth/sign-in/email') return this.signIn(request);
    if (path === 'auth/sign-out') this.isSignedIn = false;
    if (!this.isSignedIn) return problem(401, 'unauthenticated');
    if (path === 'session') {
      const merchant = { id: ME.id, name: 'WoodEx', publicKey: 'wx_0000000000000000000000' };
      return json({ agent: { ...ME, email: 'lena@woodex.demo', role: 'owner' }, merchant });
    }
    if (path === 'agents') {
      const both = [ME, OTHER].map(agent => ({ ...agent, email: `${agent.id}@woodex.demo`, role: 'agent' }));
      return json({ agents: both });
    }
    if (path === 'stream') return this.stream(signal);
    if (path === 'conversations/counts') return json({ open: 2, mine: 1, unassigned: 1, unread: 1 });
    if (path === 'conversations') {
      const heads = this.conversations.map(({ head }) => head);
      const shown = heads.filter(head => !query.get('q') || JSON.stringify(head).includes(query.get('q')!));
      return json({ conversations: shown, next: null, seq: this.seq });
    }
    const [, id, rest] = /^conversations\/([^/]+)\/?(.*)$/.exec(path) ?? [];
    const found = this.conversations.find(({ head }) => head.id === id);
    if (!found) return problem(404, 'not-found');
    if (rest === 'messages') return method === 'GET' ? this.page(found.messages, query) : this.take(found, request);
    if (rest === 'outlook') return json(this.outlook);
    if (rest === 'read' || rest === 'typing') return new Response(null, { status: 204 });
    if (method === 'PATCH') this.change(found, request.body as { status?: 'open' | 'resolved' });
    return json(found.head);
  }

  private signIn({ body }: FakeRequest): Response {
    if ((body as { password: string }).password !== 'right') return json({ message: 'Invalid' }, 401);
    this.isSignedIn = true;
    return json({});
  }

  private page(messages: Message[], query: URLSearchParams): Response {
    const before = Number(query.get('before') ?? Infinity);
    const all = messages.filter(({ position }) => position < before);
    return json({ messages: all.slice(-50), hasMore: all.length > 50 });
  }

  private take(found: { head: ConversationDetail; messages: Message[] }, { body }: FakeRequest): Response {
    const { clientId, text } = body as { clientId: string; text: string };
    const known = found.messages.find(sent => sent.clientId === clientId);
    if (known) return json({ message: known, seq: this.seq });
    const sent = message(found.messages.length + 1, {
      clientId,
      content: { kind: 'text', text },
      author: { kind: 'agent', ...ME },
    });
    this.receive(this.conversations.indexOf(found), sent);
    return json({ message: sent, seq: this.seq }, 201);
  }

  private change(found: { head: ConversationDetail }, { status }: { status?: 'open' | 'resolved' }) {
    found.head = { ...found.head, seq: found.head.seq + 1, status: status ?? found.head.status };
    this.publish(found.head, { kind: 'conversation' });
  }

  private stream(signal: AbortSignal | null): Response {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: controller => {
        own = controller;
        this.streams.add(own);
      },
      cancel: () => void this.streams.delete(own),
    });
    signal?.addEventListener('abort', () => this.streams.delete(own));
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }
}

export const json = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });

export const problem = (status: number, code: string, title = code): Response =>
  json({ type: 'about:blank', title, status, id: ME.id, code }, status);
