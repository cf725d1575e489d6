import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { MessageAccepted, VisitorCreated } from '../../contract/storefront.ts';
import { SseReader } from './sse-reader.ts';

/** Where the dashboard lives in tests; agents' state changes carry it as their Origin. */
export const DASHBOARD = 'http://dashboard.test';

/** An answer, read to its end. `json` is undefined where there was none. */
export type Answer<T = Record<string, unknown>> = { status: number; headers: Headers; text: string; json: T };

type Call = { method?: string; headers?: Record<string, string>; body?: unknown };

export type Client = ReturnType<typeof clientOf>;
export type AgentClient = ReturnType<Client['as']>;
export type Shopper = Awaited<ReturnType<Client['visit']>>;

/** The server as its callers use it: shoppers' pages, agents' dashboards, and whoever sends what they like. */
export function clientOf(url: string) {
  async function call<T = Record<string, unknown>>(
    path: string,
    { method, headers, body }: Call = {},
  ): Promise<Answer<T>> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream;
    const response = await fetch(url + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      redirect: 'manual',
      ...(body !== undefined && { body: isRaw ? (body as BodyInit) : JSON.stringify(body), duplex: 'half' }),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: (isJson ? JSON.parse(text) : undefined) as T,
    };
  }

  async function listen(path: string, headers: Record<string, string>, after?: number): Promise<SseReader> {
    const abort = new AbortController();
    const response = await fetch(url + path, {
      headers: { ...headers, ...(after !== undefined && { 'last-event-id': String(after) }) },
      signal: abort.signal,
    });
    assert.equal(response.status, 200, response.status === 200 ? '' : await response.text());
    return new SseReader(response, abort);
  }

  const client = {
    call,
    listen,

    /** A shopper's first act on a page of that merchant. */
    async visit({ key, origin }: { key: string; origin: string }) {
      const made = await call<VisitorCreated>('/v1/visitors', { body: { key }, headers: { origin } });
      assert.equal(made.status, 201, made.text);
      return client.shopper(made.json.token, made.json.snapshot.conversation, origin);
    },

    /** Who holds that token. */
    shopper(token: string, conversation: string, origin: string) {
      const headers = { authorization: `Bearer ${token}`, origin };
      return {
        token,
        conversation,
        headers,
        call: <T = Record<string, unknown>>(path: string, options: Call = {}) =>
          call<T>(path, { ...options, headers: { ...headers, ...options.headers } }),
        /** Brings a file. */
        file: <T = Record<string, unknown>>(filename: string, bytes: Uint8Array) =>
          call<T>(`/v1/media?filename=${encodeURIComponent(filename)}`, { headers, body: bytes }),
        /** Sends what is not text. */
        send: (content: object, more: { replyTo?: string } = {}) =>
          call<MessageAccepted>('/v1/messages', { headers, body: { clientId: randomUUID(), content, ...more } }),
        /** Writes a text; `clientId` is a new one unless it is given. */
        say: (text: string, clientId: string = randomUUID()) =>
          call<MessageAccepted>('/v1/messages', { headers, body: { clientId, text } }),
        listen: (after?: number, query = '') => listen(`/v1/stream${query}`, headers, after),
      };
    },

    /** The session cookie of who logs in so. */
    async signIn(email: string, password: string): Promise<string> {
      const answer = await call('/admin/v1/auth/sign-in/email', {
        body: { email, password },
        headers: { origin: DASHBOARD },
      });
      assert.equal(answer.status, 200, answer.text);
      return answer.headers
        .getSetCookie()
        .map(cookie => cookie.split(';')[0]!)
        .join('; ');
    },

    /** Whoever has that session's cookie, in the dashboard. */
    as(cookie: string) {
      const headers = { cookie, origin: DASHBOARD };
      return {
        headers,
        call: <T = Record<string, unknown>>(path: string, options: Call = {}) =>
          call<T>(`/admin/v1${path}`, { ...options, headers: { ...headers, ...options.headers } }),
        /** Brings a file. */
        file: <T = Record<string, unknown>>(filename: string, bytes: Uint8Array) =>
          call<T>(`/admin/v1/media?filename=${encodeURIComponent(filename)}`, { headers, body: bytes }),
        /** Sends what is not text. */
        send: (
          conversation: string,
          content: object,
          more: { channel?: 'web' | 'whatsapp'; clientId?: string; replyTo?: string } = {},
        ) =>
          call<MessageAccepted>(`/admin/v1/conversations/${conversation}/messages`, {
            headers,
            body: { clientId: randomUUID(), content, ...more },
          }),
        /** Answers in a conversation; by the channel of the shopper's last message unless one is given. */
        say: (conversation: string, text: string, more: { channel?: 'web' | 'whatsapp'; clientId?: string } = {}) =>
          call<MessageAccepted>(`/admin/v1/conversations/${conversation}/messages`, {
            headers,
            body: { clientId: randomUUID(), text, ...more },
          }),
        listen: (after?: number) => listen('/admin/v1/stream', headers, after),
      };
    },
  };
  return client;
}
